// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.isa.Bytecode;
import org.jspecify.annotations.Nullable;

/**
 * A condition on states and what is known of it. Conditions that ask for the state of one task alone and hold in the same
 * states are one, whoever wrote them ({@link TaskStates}); of any other there is one for each place that it is written in.
 */
final class Guarded {
  /** Ranges of a condition that are remembered; it often goes to and fro between a few. */
  private static final int REMEMBERED = 8;

  /** Ranges of answers with which a condition comes to the same. */
  static final class Box {
    final int[] places;
    final long[] lows;
    final long[] highs;
    final boolean holds;

    Box(int count, boolean holds) {
      this.places = new int[count];
      this.lows = new long[count];
      this.highs = new long[count];
      this.holds = holds;
    }

    boolean contains(Questions questions) {
      for (int i = 0; i < places.length; i++) {
        long value = questions.value(places[i]);
        if (value < lows[i] || value > highs[i]) {
          return false;
        }
      }
      return true;
    }
  }

  final Bytecode program;

  /** The task that it asks for, 0 where it asks for more than the state of one. */
  final int pid;

  /** The states in which it holds, a bit for each; meant only with {@link #pid}. */
  final long set;

  /** Who is asked when it begins to hold, by their places. */
  int[] watchers = {};

  /** Who is asked when it ends to hold. */
  int[] minding = {};

  /** Whether anybody knows what it comes to now. */
  boolean isKnown;

  boolean holds;
  boolean unfollowed;

  /** The ranges that the answers are in, null where it is not known, or where it asks for one task alone. */
  @Nullable Box active;

  private final Box[] boxes = new Box[REMEMBERED];
  private int known;
  private int next;

  Guarded(Bytecode program, int pid, long set) {
    this.program = program;
    this.pid = pid;
    this.set = set;
  }

  /** Whether it comes to the same whatever its task does. */
  boolean isConstant() {
    return set == 0 || set == TaskStates.ALL;
  }

  /** The remembered ranges that the answers are in, null for none. */
  @Nullable Box remembered(Questions questions) {
    for (int i = 0; i < known; i++) {
      if (boxes[i].contains(questions)) {
        return boxes[i];
      }
    }
    return null;
  }

  void remember(Box box) {
    boxes[next] = box;
    next = (next + 1) % REMEMBERED;
    known = Math.min(REMEMBERED, known + 1);
  }
}
