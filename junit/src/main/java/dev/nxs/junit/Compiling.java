// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import dev.nxs.CompiledFile;
import dev.nxs.Engine;
import dev.nxs.EngineOptions;
import dev.nxs.SourceLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The way from a file to what can be run. */
final class Compiling {
  private Compiling() {}

  /**
   * Reads and compiles a file.
   *
   * @param root the folder that no import leaves; null for the folder of the file
   * @throws dev.nxs.NxsException if it cannot be read
   */
  static CompiledFile compile(Path file, @Nullable Path root) {
    Path parent = file.toAbsolutePath().getParent();
    SourceLoader loader = SourceLoader.below(root != null ? root : parent != null ? parent : file);
    return Engine.create(EngineOptions.defaults().loader(loader)).compile(loader.load(file));
  }
}
