// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Stmt;

/** Tells whether a {@code break} leaves a loop, so that what stands behind an endless one is known to be reached or not. */
final class BreakFinder {
  private BreakFinder() {}

  static boolean breaks(Block block) {
    return block.statements().stream().anyMatch(BreakFinder::breaks);
  }

  private static boolean breaks(Stmt stmt) {
    if (stmt instanceof Stmt.If branches) {
      Block otherwise = branches.otherwise();
      return branches.branches().stream().anyMatch(branch -> breaks(branch.block()))
          || (otherwise != null && breaks(otherwise));
    }
    // A break in a loop within belongs to that loop.
    return stmt instanceof Stmt.Break;
  }
}
