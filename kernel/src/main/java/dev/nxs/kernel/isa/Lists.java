// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import dev.nxs.kernel.user.ValuePool;
import java.util.Arrays;

/** What the instructions on lists do; a number of the pool, or -1 where a limit is reached. */
final class Lists {
  private Lists() {}

  static long of(ValuePool pool, long[] stack, int from, int count) {
    return pool.intern(Arrays.copyOfRange(stack, from, from + count));
  }

  static long join(ValuePool pool, long left, long right) {
    long[] head = pool.words(left);
    long[] tail = pool.words(right);
    if (head.length + tail.length > Bytecode.LIST_LIMIT) {
      return -1;
    }
    long[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return pool.intern(all);
  }

  static boolean contains(ValuePool pool, long list, long word) {
    int length = pool.length(list);
    for (int i = 0; i < length; i++) {
      if (pool.word(list, i) == word) {
        return true;
      }
    }
    return false;
  }
}
