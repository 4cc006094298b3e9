// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.SourceFiles;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the files of a folder, whatever way leads to them. */
final class FolderLoader implements SourceLoader {
  /** Bytes of a file at most. */
  static final int DEFAULT_LIMIT = 16 << 20;

  private final Path root;
  private final int limit;

  FolderLoader(Path root, int limit) {
    this.root = root;
    this.limit = limit;
  }

  @Override
  public Source load(Path path) {
    SourceFiles.Decoded decoded = SourceFiles.decode(path.toString(), read(path));
    if (decoded.source() == null) {
      throw new NxsException(decoded.problem() == null ? List.of() : List.of(decoded.problem()));
    }
    return decoded.source();
  }

  @Override
  public Path identity(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** Whether a file that does not exist would lie outside; nothing is told about what is there. */
  private boolean isOutside(Path path) throws IOException {
    Path folder = path.toAbsolutePath().normalize();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    return folder == null || !folder.toRealPath().startsWith(root.toRealPath());
  }

  private NxsException outside(Path path) {
    return failed(
        Code.IMPORT_OUTSIDE_ROOT,
        "`" + path + "` lies outside the import root `" + root + "`",
        "move the file below the root, or name a root that holds both");
  }

  private byte[] read(Path path) {
    try {
      if (!Files.exists(path) && isOutside(path)) {
        throw outside(path);
      }
      // The real paths decide, so that neither `..` nor a link leads out of the root.
      Path real = path.toRealPath();
      if (!real.startsWith(root.toRealPath())) {
        throw outside(path);
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

  private static NxsException failed(Code code, String message, @Nullable String help) {
    return new NxsException(List.of(Diagnostic.error(code, message).help(help).build()));
  }
}
