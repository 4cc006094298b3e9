// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.sched;

/**
 * The armed kernel timers, one a task at most: an indexed heap of four children a node, by deadline and then by the
 * order of arming. Derived from the table of tasks; what comes out depends on those keys alone, never on the heap's
 * history.
 *
 * <p>Keys are kept beside the tasks in heap order, so that a comparison does not wait for a row of the state.
 */
public final class TimerHeap {
  private static final int ARITY_SHIFT = 2;

  private final long[] atNs;
  private final long[] sequences;
  private final int[] tasks;
  private final int[] places;
  private int count;

  /** A heap for tasks numbered below {@code capacity}. */
  public TimerHeap(int capacity) {
    atNs = new long[capacity];
    sequences = new long[capacity];
    tasks = new int[capacity];
    places = new int[capacity];
    clear();
  }

  public void clear() {
    count = 0;
    java.util.Arrays.fill(places, -1);
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** The least deadline, or the largest long where no timer is armed. */
  public long nextNs() {
    return count == 0 ? Long.MAX_VALUE : atNs[0];
  }

  /** The task whose timer comes first; only for a heap that is not empty. */
  public int first() {
    return tasks[0];
  }

  /** Arms the timer of a task that has none armed. */
  public void add(int task, long deadlineNs, long sequence) {
    siftUp(count++, task, deadlineNs, sequence);
  }

  /** Disarms the timer of a task; nothing happens if it has none armed. */
  public void remove(int task) {
    int place = places[task];
    if (place < 0) {
      return;
    }
    places[task] = -1;
    int last = --count;
    if (place == last) {
      return;
    }
    int moved = tasks[last];
    long deadlineNs = atNs[last];
    long sequence = sequences[last];
    if (place > 0 && before(deadlineNs, sequence, parent(place))) {
      siftUp(place, moved, deadlineNs, sequence);
    } else {
      siftDown(place, moved, deadlineNs, sequence);
    }
  }

  private static int parent(int place) {
    return (place - 1) >> ARITY_SHIFT;
  }

  private boolean before(long deadlineNs, long sequence, int place) {
    return deadlineNs < atNs[place] || (deadlineNs == atNs[place] && sequence < sequences[place]);
  }

  private void siftUp(int from, int task, long deadlineNs, long sequence) {
    int place = from;
    while (place > 0) {
      int above = parent(place);
      if (!before(deadlineNs, sequence, above)) {
        break;
      }
      put(place, tasks[above], atNs[above], sequences[above]);
      place = above;
    }
    put(place, task, deadlineNs, sequence);
  }

  private void siftDown(int from, int task, long deadlineNs, long sequence) {
    int place = from;
    while (true) {
      int child = (place << ARITY_SHIFT) + 1;
      if (child >= count) {
        break;
      }
      int least = child;
      int end = Math.min(child + (1 << ARITY_SHIFT), count);
      for (int other = child + 1; other < end; other++) {
        if (before(atNs[other], sequences[other], least)) {
          least = other;
        }
      }
      if (before(deadlineNs, sequence, least)) {
        break;
      }
      put(place, tasks[least], atNs[least], sequences[least]);
      place = least;
    }
    put(place, task, deadlineNs, sequence);
  }

  private void put(int place, int task, long deadlineNs, long sequence) {
    tasks[place] = task;
    atNs[place] = deadlineNs;
    sequences[place] = sequence;
    places[task] = place;
  }
}
