// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.ActColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Trap;

/** What the world outside does: when it acts next, and how an act runs. Acts of one instant go in file order. */
final class Acts {
  private final Kernel kernel;

  /** When an act happens or boot goes on next; derived from the state, so that a step looks at one number for both. */
  private long nextNs;

  Acts(Kernel kernel) {
    this.kernel = kernel;
  }

  long nextNs() {
    return nextNs;
  }

  /** An act happens at this instant, whatever it was planned for, and as often as it was fired. */
  void fire(int act) {
    kernel.tables.acts.add(act, ActColumns.FIRED, 1);
    kernel.tables.acts.set(act, ActColumns.NEXT_AT, kernel.now());
    findNext();
  }

  void act(long now) {
    int act = 0;
    while (kernel.tables.acts.get(act, ActColumns.NEXT_AT) != now) {
      act++;
    }
    ActSpec spec = kernel.config.acts().get(act);
    kernel.tables.acts.set(act, ActColumns.NEXT_AT, nextOccurrence(act, spec, now));
    findNext();
    kernel.context.clearActMemory();
    kernel.context.enter(0, 0);
    boolean running = true;
    while (running) {
      Trap trap = spec.program().resume(kernel.context);
      switch (trap) {
        case SYSCALL -> {
          if (!kernel.syscalls.handle(0, 0)) {
            throw new KernelPanic("an act must not wait: call=" + kernel.context.call);
          }
        }
        case FAULT -> {
          kernel.traceFault(0, 0, kernel.context.fault, kernel.context.site, kernel.context.first, kernel.context.second);
          running = false;
        }
        case COMPUTE, SPIN -> throw new KernelPanic("an act takes no time: trap=" + trap);
        case EXIT -> running = false;
      }
    }
    kernel.context.leave();
    kernel.context.clearActMemory();
    // Nor do its registers outlast an act.
    kernel.tables.tasks.clear(0);
    kernel.first.writeKernelTask();
  }

  /** When an act happens after this time: now if it was fired more often, else at its next repetition. */
  private long nextOccurrence(int act, ActSpec spec, long now) {
    long fired = kernel.tables.acts.get(act, ActColumns.FIRED);
    if (fired > 0) {
      kernel.tables.acts.set(act, ActColumns.FIRED, fired - 1);
      if (fired > 1) {
        return now;
      }
    }
    long againNs = spec.periodNs() == 0 ? Column.NEVER : now + spec.periodNs();
    return againNs < 0 || againNs > spec.untilNs() ? Column.NEVER : againNs;
  }

  void findNext() {
    long next = kernel.core.machine(MachineColumns.BOOT_AT);
    for (int act = 0; act < kernel.tables.acts.rows(); act++) {
      next = Math.min(next, kernel.tables.acts.get(act, ActColumns.NEXT_AT));
    }
    nextNs = next;
  }
}
