// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.CompiledFile;
import dev.nxs.Engine;
import dev.nxs.EngineOptions;
import dev.nxs.SourceLoader;

/** The way from a file to what can be run. */
final class Compiling {
  private Compiling() {}

  /**
   * Reads and compiles a file; it may import what lies below its root.
   *
   * @throws dev.nxs.NxsException if it cannot be read
   */
  static CompiledFile compile(SourceFinder.Found file) {
    SourceLoader loader = SourceLoader.below(file.root());
    return Engine.create(EngineOptions.defaults().loader(loader)).compile(loader.load(file.path()));
  }
}
