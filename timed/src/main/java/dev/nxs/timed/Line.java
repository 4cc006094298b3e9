// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.Syscall;

/** What the service writes. Audit lines tell the decision and its reason, never an owner, a deadline or a window. */
enum Line {
  NONE(Syscall.MARK, ""),
  READY(Syscall.MARK, "timed: ready"),
  WALLTIME_ANCHORED(Syscall.MARK, "timed: walltime anchored"),
  APPLIED(Syscall.AUDIT, "timed: audit register decision=allow reason=applied"),
  MALFORMED(Syscall.AUDIT, "timed: audit register decision=deny reason=malformed"),
  INVALID_ARGS(Syscall.AUDIT, "timed: audit register decision=deny reason=invalid_args"),
  OVER_LIMIT(Syscall.AUDIT, "timed: audit register decision=deny reason=over_limit"),
  CLASS_ABOVE_CALLER(Syscall.AUDIT, "timed: audit register decision=deny reason=class_above_caller");

  private static final Line[] ALL = values();

  private final Syscall call;
  private final String text;

  Line(Syscall call, String text) {
    this.call = call;
    this.text = text;
  }

  /** The line of a word of the service's memory. */
  static Line of(long word) {
    return ALL[(int) word];
  }

  /** The system call that writes it. */
  Syscall call() {
    return call;
  }

  String text() {
    return text;
  }
}
