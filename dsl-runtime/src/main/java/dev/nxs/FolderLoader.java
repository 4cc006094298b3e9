// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a folder. What looks like text is given as it is; a file that is no text is named for what it is,
 * since another tool uses the same ending for tar archives.
 */
final class FolderLoader implements SourceLoader {
  /** Bytes of a file at most. */
  static final int DEFAULT_LIMIT = 16 << 20;

  private static final int TAR_MAGIC_AT = 257;
  private static final byte[] TAR_MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);

  private final Path root;
  private final int limit;

  FolderLoader(Path root, int limit) {
    this.root = root;
    this.limit = limit;
  }

  @Override
  public Source load(Path path) {
    byte[] bytes = read(path);
    if (isTar(bytes)) {
      throw failed(
          Code.TAR_ARCHIVE,
          "`" + path + "` is a tar archive, not a scenario file",
          "another tool uses the ending `.nxs` for signed archives; name a text file instead");
    }
    for (byte b : bytes) {
      if (b == 0) {
        throw failed(Code.BINARY_FILE, "`" + path + "` holds binary data", "name a text file instead");
      }
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Source.of(path.toString(), text);
    } catch (CharacterCodingException e) {
      throw failed(Code.NOT_UTF8, "`" + path + "` is not UTF-8 text", "save the file as UTF-8");
    }
  }

  private byte[] read(Path path) {
    try {
      // The real paths decide, so that neither `..` nor a link leads out of the root.
      Path real = path.toRealPath();
      if (!real.startsWith(root.toRealPath())) {
        throw failed(
            Code.IMPORT_OUTSIDE_ROOT,
            "`" + path + "` lies outside the import root `" + root + "`",
            "move the file below the root, or name a root that holds both");
      }
      if (Files.isDirectory(real)) {
        throw failed(Code.UNREADABLE_FILE, "`" + path + "` is a folder", null);
      }
      try (InputStream in = Files.newInputStream(real)) {
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
          throw failed(
              Code.FILE_TOO_LARGE, "`" + path + "` is larger than " + limit + " bytes", "split the file");
        }
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw failed(Code.UNREADABLE_FILE, "`" + path + "` does not exist", null);
    } catch (IOException e) {
      throw failed(Code.UNREADABLE_FILE, "`" + path + "` cannot be read: " + reason(e), null);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static boolean isTar(byte[] bytes) {
    if (bytes.length < TAR_MAGIC_AT + TAR_MAGIC.length) {
      return false;
    }
    for (int i = 0; i < TAR_MAGIC.length; i++) {
      if (bytes[TAR_MAGIC_AT + i] != TAR_MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static NxsException failed(Code code, String message, @Nullable String help) {
    return new NxsException(List.of(Diagnostic.error(code, message).help(help).build()));
  }
}
