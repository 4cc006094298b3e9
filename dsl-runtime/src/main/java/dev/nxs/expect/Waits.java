// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.HartId;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.WaitView;
import dev.nxs.kernel.trace.BlockReason;

/** Who waits for whom, as a machine tells it; of a machine that is not there nobody waits. */
class Waits {
  /** Nobody waits. */
  static final Waits NONE = new Waits();

  /** The number of the mutex that a task waits for, -1 for none. */
  int mutexOf(int pid) {
    return -1;
  }

  /** The task that must act before a waiting task goes on, as far as that is known; 0 for none. */
  int waitsFor(int pid) {
    return 0;
  }

  /** Whether the wait of a task ends by itself at some instant. */
  boolean isTimed(int pid) {
    return false;
  }

  /** Why a task waits; nothing where it does not, or waits for time. */
  BlockReason reason(int pid) {
    return BlockReason.NONE;
  }

  /** The number of the event, barrier or endpoint that a waiting task waits at. */
  int object(int pid) {
    return -1;
  }

  boolean hasEnded(int pid) {
    return false;
  }

  /** How many tasks wait at a barrier. */
  int arrived(int barrier) {
    return 0;
  }

  /** How many tasks a barrier waits for. */
  int parties(int barrier) {
    return 0;
  }

  /** Whether one task is more urgent than another by itself, whatever others lend to either. */
  boolean isMoreUrgent(int pid, int than) {
    return false;
  }

  boolean isReady(int pid) {
    return false;
  }

  /** The task that runs on the home hart of another, 0 for none. */
  int runsInsteadOf(int pid) {
    return 0;
  }

  /** Whether a task waits for a mutex that a less urgent task holds. */
  final boolean isInverted(int pid) {
    int holder = waitsFor(pid);
    return mutexOf(pid) >= 0 && holder != 0 && isMoreUrgent(pid, holder);
  }

  /** What a machine tells about its tasks. */
  static final class OfMachine extends Waits {
    private final MachineView view;
    private final WaitView waits;

    OfMachine(MachineView view, WaitView waits) {
      this.view = view;
      this.waits = waits;
    }

    @Override
    BlockReason reason(int pid) {
      return view.state(new Pid(pid)) == TaskState.BLOCKED ? waits.reason(new Pid(pid)) : BlockReason.NONE;
    }

    @Override
    int object(int pid) {
      return waits.object(new Pid(pid));
    }

    @Override
    boolean hasEnded(int pid) {
      return view.state(new Pid(pid)) == TaskState.EXITED;
    }

    @Override
    int arrived(int barrier) {
      return waits.arrived(barrier);
    }

    @Override
    int parties(int barrier) {
      return waits.parties(barrier);
    }

    @Override
    int mutexOf(int pid) {
      return view.mutexWaitedFor(new Pid(pid));
    }

    @Override
    int waitsFor(int pid) {
      return view.waitsFor(new Pid(pid));
    }

    @Override
    boolean isTimed(int pid) {
      return view.waitIsTimed(new Pid(pid));
    }

    @Override
    boolean isMoreUrgent(int pid, int than) {
      return view.isMoreUrgent(new Pid(pid), new Pid(than));
    }

    @Override
    boolean isReady(int pid) {
      return view.state(new Pid(pid)) == TaskState.READY;
    }

    @Override
    int runsInsteadOf(int pid) {
      return view.current(new HartId(view.hartOf(new Pid(pid))));
    }
  }
}
