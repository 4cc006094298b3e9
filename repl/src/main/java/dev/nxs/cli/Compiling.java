// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.CompiledFile;
import dev.nxs.Engine;
import dev.nxs.SourceLoader;

/** The way from a file to what can be run. */
final class Compiling {
  private Compiling() {}

  /**
   * Reads and compiles a file.
   *
   * @throws dev.nxs.NxsException if it cannot be read
   */
  static CompiledFile compile(SourceFinder.Found file) {
    return Engine.create().compile(SourceLoader.below(file.root()).load(file.path()));
  }
}
