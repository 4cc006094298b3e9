// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Source;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where an engine finds the files that a text imports. Reading files is an option that an embedding program takes: an
 * engine without a loader reads nothing.
 */
public interface SourceLoader {
  /**
   * Reads a file.
   *
   * @param path as the caller knows it; messages call the source by it
   * @throws NxsException if there is no such file, it lies outside the root, or it holds no text
   */
  Source load(Path path);

  /**
   * What tells one file from another, however the path to it is written. Each is read once.
   *
   * @param path as {@link #load} takes it
   */
  default Path identity(Path path) {
    return path.normalize();
  }

  /**
   * Texts by their paths, written with {@code /}; there is no file system behind them.
   *
   * @param texts what a text with this name holds: {@code "lib/timers.nxs"}
   */
  static SourceLoader of(Map<String, String> texts) {
    return new TextLoader(texts);
  }

  /** Reads files at and below a folder, and nothing outside it, links included. */
  static SourceLoader below(Path root) {
    return new FolderLoader(root, FolderLoader.DEFAULT_LIMIT);
  }
}
