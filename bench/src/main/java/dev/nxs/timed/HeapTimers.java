// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

/** A bare indexed heap on arrays with two or four children a node, cancelling in place: no owners, ids, or limits. */
final class HeapTimers implements Timers {
  private final int arity;
  private final long[] atNs;
  private final int[] heap;
  private final int[] places;
  private int size;

  HeapTimers(int count, int arity) {
    this.arity = arity;
    atNs = new long[count];
    heap = new int[count];
    places = new int[count];
  }

  @Override
  public void arm(int timer, long instantNs) {
    atNs[timer] = instantNs;
    siftUp(size++, timer);
  }

  @Override
  public void cancel(int timer) {
    removeAt(places[timer]);
  }

  @Override
  public long earliestNs() {
    return atNs[heap[0]];
  }

  @Override
  public int expire(int[] into) {
    long nowNs = earliestNs();
    int expired = 0;
    while (size > 0 && atNs[heap[0]] == nowNs) {
      into[expired++] = heap[0];
      removeAt(0);
    }
    return expired;
  }

  @Override
  public double bytesPerTimer() {
    return Long.BYTES + 2 * Integer.BYTES;
  }

  private void removeAt(int place) {
    int last = heap[--size];
    if (place == size) {
      return;
    }
    if (place > 0 && atNs[heap[(place - 1) / arity]] > atNs[last]) {
      siftUp(place, last);
    } else {
      siftDown(place, last);
    }
  }

  private void siftUp(int from, int timer) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / arity;
      if (atNs[heap[parent]] <= atNs[timer]) {
        break;
      }
      put(place, heap[parent]);
      place = parent;
    }
    put(place, timer);
  }

  private void siftDown(int from, int timer) {
    int place = from;
    for (int child = place * arity + 1; child < size; child = place * arity + 1) {
      int least = child;
      for (int other = child + 1; other < Math.min(child + arity, size); other++) {
        if (atNs[heap[other]] < atNs[heap[least]]) {
          least = other;
        }
      }
      if (atNs[heap[least]] >= atNs[timer]) {
        break;
      }
      put(place, heap[least]);
      place = least;
    }
    put(place, timer);
  }

  private void put(int place, int timer) {
    heap[place] = timer;
    places[timer] = place;
  }
}
