// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.HartId;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.TaskState;

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

    OfMachine(MachineView view) {
      this.view = view;
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
