// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

/** What a command came to, from the best to the worst: of several, the greatest counts. */
public enum Exit {
  /** All passed; some may have been skipped. */
  PASSED(0),
  /** Nothing failed, but something is undecided, or no scenario matched. */
  OPEN(4),
  /** An expectation failed. */
  FAILED(1),
  /** A run was stopped by a limit. */
  STOPPED(3),
  /** A command line, a file or a setting that makes no sense. */
  USAGE(2),
  /** We erred. */
  BUG(70),
  /** The user stopped it, as shells count a signal: 128 + SIGINT. */
  INTERRUPTED(130);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /** The exit code of the process. */
  public int code() {
    return code;
  }

  /** What a code of the prompt means; one that means nothing else is a failure. */
  static Exit of(int code) {
    for (Exit exit : values()) {
      if (exit.code == code) {
        return exit;
      }
    }
    return FAILED;
  }

  /** The worse of two. */
  Exit and(Exit other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
