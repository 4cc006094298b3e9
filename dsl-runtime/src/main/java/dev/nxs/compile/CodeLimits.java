// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.UserContext;

/**
 * How much the code of a task may do at once.
 *
 * @param steps backward jumps, calls of functions and system calls at one instant, at most {@value UserContext#STEP_LIMIT}
 * @param calls of functions inside each other, at most {@value UserContext#CALL_LIMIT}
 */
public record CodeLimits(int steps, int calls) {
  /** The most that there can be. */
  public static final CodeLimits DEFAULT = new CodeLimits(UserContext.STEP_LIMIT, UserContext.CALL_LIMIT);

  public CodeLimits {
    if (steps < 1 || steps > UserContext.STEP_LIMIT || calls < 1 || calls > UserContext.CALL_LIMIT) {
      throw new IllegalArgumentException(
          "limits of code must be at least 1, and at most " + UserContext.STEP_LIMIT + " steps and "
              + UserContext.CALL_LIMIT + " calls: steps=" + steps + ", calls=" + calls);
    }
  }
}
