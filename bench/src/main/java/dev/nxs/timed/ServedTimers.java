// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import org.agrona.collections.Long2LongHashMap;

/**
 * A 4-ary heap made into what the table of the service is: ids that are handed out in turn and lead to a timer by a map, how
 * many timers each owner has, and what is told of a timer when it expires.
 */
final class ServedTimers implements Timers {
  private static final int OWNERS = 16;

  private final HeapTimers heap;
  private final Long2LongHashMap byId;
  private final long[] ids;
  private final long[] owners;
  private final int[] counts = new int[OWNERS];
  private final int[] free;
  private final int[] tellWhom;
  private final int[] rows;
  private int frees;
  private long lastId;

  /** What the caller remembers, as with the table. */
  private final long[] handles;

  ServedTimers(int count) {
    heap = new HeapTimers(count, 4);
    byId = new Long2LongHashMap(2 * count, 0.6f, -1);
    ids = new long[count];
    owners = new long[count];
    tellWhom = new int[count];
    rows = new int[count];
    handles = new long[count];
    free = new int[count];
    for (int row = 0; row < count; row++) {
      free[frees++] = count - 1 - row;
    }
  }

  @Override
  public void arm(int timer, long atNs) {
    int row = free[--frees];
    lastId++;
    handles[timer] = lastId;
    byId.put(lastId, row);
    ids[row] = lastId;
    owners[row] = timer & (OWNERS - 1);
    tellWhom[row] = timer;
    counts[timer & (OWNERS - 1)]++;
    heap.arm(row, atNs);
  }

  @Override
  public void cancel(int timer) {
    int row = (int) byId.get(handles[timer]);
    if (owners[row] != (timer & (OWNERS - 1))) {
      throw new IllegalStateException("a timer of another owner: row=" + row);
    }
    heap.cancel(row);
    forget(row);
  }

  @Override
  public long earliestNs() {
    return heap.earliestNs();
  }

  @Override
  public int expire(int[] into) {
    int expired = heap.expire(rows);
    for (int i = 0; i < expired; i++) {
      into[i] = tellWhom[rows[i]];
      forget(rows[i]);
    }
    return expired;
  }

  @Override
  public double bytesPerTimer() {
    return heap.bytesPerTimer() + 2 * Long.BYTES + 3 * Integer.BYTES + 2.0 * Long.BYTES * byId.capacity() / ids.length;
  }

  private void forget(int row) {
    if (byId.remove(ids[row]) != row) {
      throw new IllegalStateException("a timer that the map does not know: row=" + row);
    }
    counts[(int) owners[row]]--;
    ids[row] = 0;
    free[frees++] = row;
  }
}
