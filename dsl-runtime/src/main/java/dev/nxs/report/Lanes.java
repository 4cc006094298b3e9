// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.kernel.trace.EventKind;
import java.util.Arrays;
import java.util.BitSet;

/** Who runs on which hart, and how many wait for each, as the events of a run tell it. */
final class Lanes {
  /** The events that it lives on. */
  static final long INTEREST =
      EventKind.DISPATCH.bit()
          | EventKind.PREEMPT.bit()
          | EventKind.SLICE_END.bit()
          | EventKind.WAKE.bit()
          | EventKind.BLOCK.bit()
          | EventKind.EXIT.bit()
          | EventKind.MIGRATE.bit()
          | EventKind.IDLE.bit();

  private int[] running = new int[0];
  private int[] depth = new int[0];
  private final BitSet changed = new BitSet();
  private final BitSet ready = new BitSet();
  private int[] home = new int[16];
  private int[] classes = new int[16];

  void begin(int harts) {
    running = new int[harts];
    depth = new int[harts];
  }

  /** The task on a hart, 0 for none. */
  int running(int hart) {
    return running[hart];
  }

  /** How many tasks are ready at a hart, the one that runs left out. */
  int depth(int hart) {
    return depth[hart];
  }

  /** Whether the length of a queue has changed since this was asked. */
  boolean hasChanged(int hart) {
    boolean is = changed.get(hart);
    changed.clear(hart);
    return is;
  }

  boolean isReady(int pid) {
    return ready.get(pid);
  }

  /** The ordinal of the class that a task had last, -1 where that is not known. */
  int classOf(int pid) {
    return pid < classes.length ? classes[pid] - 1 : -1;
  }

  /** Takes an event; whether the length of a queue changed. */
  boolean event(EventKind kind, int hart, int pid, long first, long second) {
    if (pid >= home.length) {
      home = Arrays.copyOf(home, Math.max(pid + 1, home.length * 2));
      classes = Arrays.copyOf(classes, home.length);
    }
    switch (kind) {
      case DISPATCH -> {
        leave(pid);
        running[hart] = pid;
        home[pid] = hart;
        classes[pid] = (int) first + 1;
      }
      case IDLE -> running[hart] = 0;
      case WAKE -> {
        classes[pid] = (int) first + 1;
        home[pid] = (int) second;
        arrive(pid);
      }
      case PREEMPT -> {
        stop(hart, pid);
        arrive(pid);
      }
      case SLICE_END -> {
        if (second == 1) {
          stop(hart, pid);
          arrive(pid);
        }
      }
      case BLOCK, EXIT -> {
        if (hart >= 0) {
          stop(hart, pid);
        }
        leave(pid);
      }
      case MIGRATE -> {
        boolean waits = ready.get(pid);
        leave(pid);
        home[pid] = (int) second;
        if (waits) {
          arrive(pid);
        }
      }
      default -> throw new IllegalArgumentException("not an event of scheduling: kind=" + kind);
    }
    return !changed.isEmpty();
  }

  private void stop(int hart, int pid) {
    if (running[hart] == pid) {
      running[hart] = 0;
    }
  }

  private void arrive(int pid) {
    if (!ready.get(pid) && home[pid] >= 0 && home[pid] < depth.length) {
      ready.set(pid);
      depth[home[pid]]++;
      changed.set(home[pid]);
    }
  }

  private void leave(int pid) {
    if (ready.get(pid)) {
      ready.clear(pid);
      depth[home[pid]]--;
      changed.set(home[pid]);
    }
  }
}
