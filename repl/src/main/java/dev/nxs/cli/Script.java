// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.NxsException;
import dev.nxs.syntax.Limits;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.SourceFiles;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file that a command reads and may write, or the standard input under the name {@code -}. */
final class Script {
  /** A character takes at most this many bytes, and one byte more shows that a file is too large. */
  private static final int MOST_BYTES = 4 * Limits.DEFAULT.fileChars();

  private final @Nullable Path path;
  private final Surroundings surroundings;
  private byte[] bytes = {};

  private Script(@Nullable Path path, Surroundings surroundings) {
    this.path = path;
    this.surroundings = surroundings;
  }

  /** The scripts that the words of a command line mean. */
  static List<Script> find(List<String> words, Surroundings surroundings) throws UsageException {
    List<Script> scripts = new ArrayList<>();
    List<String> files = new ArrayList<>(words);
    if (files.remove("-")) {
      scripts.add(new Script(null, surroundings));
    }
    for (SourceFinder.Found found : SourceFinder.find(files, null)) {
      scripts.add(new Script(found.path(), surroundings));
    }
    return scripts;
  }

  boolean isStandardInput() {
    return path == null;
  }

  String name() {
    return path == null ? "-" : path.toString();
  }

  /**
   * Reads it.
   *
   * @throws NxsException if it cannot be read or holds no text
   */
  Source source() {
    try (InputStream in = path == null ? surroundings.in() : Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw failed(Diagnostic.error(Code.UNREADABLE_FILE, "`" + name() + "` does not exist"));
    } catch (IOException e) {
      throw failed(Diagnostic.error(Code.UNREADABLE_FILE, "`" + name() + "` cannot be read"));
    }
    SourceFiles.Decoded decoded = SourceFiles.decode(name(), bytes);
    Source source = decoded.source();
    if (source == null) {
      Diagnostic problem = decoded.problem();
      throw new NxsException(problem == null ? List.of() : List.of(problem));
    }
    return source;
  }

  /** Its text as it was read. */
  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Whether it was read with these very bytes. */
  boolean holds(String text) {
    return Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Gives it another text.
   *
   * @throws NxsException if it cannot be written
   */
  void write(String text) {
    if (path == null) {
      surroundings.out().print(text);
      return;
    }
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw failed(Diagnostic.error(Code.UNREADABLE_FILE, "`" + name() + "` cannot be written"));
    }
  }

  private static NxsException failed(Diagnostic.Builder problem) {
    return new NxsException(List.of(problem.build()));
  }
}
