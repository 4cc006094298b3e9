// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.policy;

import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;

/**
 * How the services of this package begin and go on: they say that they are ready, once, and from then on each return of
 * a system call finds the phase in the first word of memory.
 */
abstract class ServiceProgram implements Program {
  /** Ordinal of the phase in memory. */
  static final int PHASE = 0;

  /** The phase of a service that has not started. */
  static final int START = 0;

  /** The phase of one that has just said that it is ready. */
  static final int READY = 1;

  private final String ready;

  ServiceProgram(String name) {
    this.ready = name + ": ready";
  }

  @Override
  public final Trap resume(UserContext user) {
    int phase = (int) user.load(PHASE);
    if (phase == START) {
      user.text(ready);
      return call(user, READY, Syscall.MARK, -1, 0, 0);
    }
    return resumed(user, phase);
  }

  /** Goes on behind a system call. */
  abstract Trap resumed(UserContext user, int phase);

  /** Traps, to go on in a phase. */
  static Trap call(UserContext user, int back, Syscall call, long first, long second, long third) {
    user.store(PHASE, back);
    return user.syscall(call, first, second, third, 0);
  }

  /** Writes a line to the audit log. */
  static Trap audit(UserContext user, int back, String line) {
    user.text(line);
    return call(user, back, Syscall.AUDIT, -1, 0, 0);
  }
}
