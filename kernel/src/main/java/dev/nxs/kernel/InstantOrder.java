// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;

/**
 * Which of the things that are due at one instant comes next, where somebody else is to choose: ends of computations,
 * interrupts, timers, and the first act of the world, since acts keep their order. Nothing else is slower for it.
 */
final class InstantOrder {
  private final Kernel kernel;

  /** What is due, in the documented order: harts, then harts for interrupts, then tasks for timers, then the world. */
  private final int[] due;

  private Chooser chooser = Chooser.FIRST;

  InstantOrder(Kernel kernel) {
    this.kernel = kernel;
    due = new int[2 * kernel.config.harts() + kernel.core.tasks() + 1];
  }

  /** Says who chooses; {@link Chooser#FIRST} for the documented order. */
  void chooser(Chooser value) {
    chooser = value;
  }

  /** Whether the documented order does not hold. */
  boolean asks() {
    return chooser != Chooser.FIRST;
  }

  /** Delivers one of the things that are due. */
  void deliver(long now) {
    int count = findDue(now);
    if (count == 0) {
      return;
    }
    int what = due[count == 1 ? 0 : chosen(chooser, Choice.ORDER, count)];
    int harts = kernel.config.harts();
    if (what < harts) {
      kernel.endOfComputation(what);
    } else if (what < 2 * harts) {
      kernel.scheduler.takeIpi(what - harts);
    } else if (what < 2 * harts + kernel.core.tasks()) {
      kernel.timerFires(what - 2 * harts);
    } else {
      kernel.outside(now);
    }
  }

  /** What a chooser picks of several. */
  static int chosen(Chooser chooser, Choice what, int count) {
    int picked = chooser.choose(what, count);
    if (picked < 0 || picked >= count) {
      throw new IllegalArgumentException("a chooser must pick from 0 to " + (count - 1) + ": picked=" + picked);
    }
    return picked;
  }

  /** The tasks that spin look around, each once: by hart, or in the order that the chooser takes. */
  void lookAround() {
    int harts = kernel.config.harts();
    if (!asks()) {
      for (int hart = 0; hart < harts; hart++) {
        if (isSpinning(hart)) {
          kernel.lookAround(hart);
        }
      }
      return;
    }
    int count = 0;
    for (int hart = 0; hart < harts; hart++) {
      if (isSpinning(hart)) {
        due[count++] = hart;
      }
    }
    while (count > 0) {
      int place = count == 1 ? 0 : chosen(chooser, Choice.ORDER, count);
      int hart = due[place];
      count--;
      System.arraycopy(due, place + 1, due, place, count - place);
      // One that looked before may have killed it.
      if (isSpinning(hart)) {
        kernel.lookAround(hart);
      }
    }
  }

  private boolean isSpinning(int hart) {
    int task = kernel.core.hartAt(hart, HartColumns.CURRENT);
    return task != 0 && kernel.core.task(task, TaskColumns.SPINNING) != 0;
  }

  /** Puts the timer of a task among those that were armed before it. */
  private void insertTimer(int count, int base, int task) {
    int place = count;
    long sequence = kernel.core.task(task, TaskColumns.TIMER_SEQUENCE);
    while (place > 0
        && due[place - 1] >= base
        && kernel.core.task(due[place - 1] - base, TaskColumns.TIMER_SEQUENCE) > sequence) {
      due[place] = due[place - 1];
      place--;
    }
    due[place] = base + task;
  }

  /** The timer that is first by the rules of the profile is the first to choose. */
  private void firstOfTimers(int base, int first, int count) {
    int place = count - 1;
    while (due[place] != first) {
      place--;
    }
    for (; place > 0 && due[place - 1] >= base; place--) {
      due[place] = due[place - 1];
    }
    due[place] = first;
  }

  private int findDue(long now) {
    int harts = kernel.config.harts();
    int count = 0;
    for (int hart = 0; hart < harts; hart++) {
      if (kernel.core.hart(hart, HartColumns.END_AT) == now) {
        due[count++] = hart;
      }
    }
    for (int hart = 0; hart < harts; hart++) {
      if (kernel.core.hart(hart, HartColumns.IPI_AT) == now) {
        due[count++] = harts + hart;
      }
    }
    for (int task = 1; task < kernel.core.tasks(); task++) {
      if (kernel.core.task(task, TaskColumns.TIMER_AT) == now) {
        insertTimer(count++, 2 * harts, task);
      }
    }
    if (kernel.timers.nextNs() == now) {
      firstOfTimers(2 * harts, 2 * harts + kernel.firstTimer(now), count);
    }
    // Boot goes on when everything else has happened, as it would if it spun.
    boolean boots = kernel.core.machine(MachineColumns.BOOT_AT) == now;
    if (kernel.acts.nextNs() == now && (count == 0 || !boots)) {
      due[count++] = 2 * harts + kernel.core.tasks();
    }
    return count;
  }
}
