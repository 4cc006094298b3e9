// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.util.List;

/**
 * What a command came to: of several, the worst counts. The prompt ends with whatever its user says.
 *
 * @param code the exit code of the process, 0 to 255
 */
public record Exit(int code) {
  /** All passed; some may have been skipped. */
  public static final Exit PASSED = new Exit(0);

  /** Nothing failed, but something is undecided, or no scenario matched. */
  public static final Exit OPEN = new Exit(4);

  /** An expectation failed. */
  public static final Exit FAILED = new Exit(1);

  /** A run was stopped by a limit. */
  public static final Exit STOPPED = new Exit(3);

  /** A command line, a file or a setting that makes no sense. */
  public static final Exit USAGE = new Exit(2);

  /** We erred. */
  public static final Exit BUG = new Exit(70);

  /** The user stopped it, as shells count a signal: 128 + SIGINT. */
  public static final Exit INTERRUPTED = new Exit(130);

  private static final List<Exit> BY_WEIGHT = List.of(PASSED, OPEN, FAILED, STOPPED, USAGE, BUG, INTERRUPTED);

  /** The worse of two, neither of which somebody chose at the prompt. */
  Exit and(Exit other) {
    return BY_WEIGHT.indexOf(this) >= BY_WEIGHT.indexOf(other) ? this : other;
  }
}
