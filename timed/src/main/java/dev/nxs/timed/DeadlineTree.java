// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.UserContext;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The live alarms by the instant of their delivery: a tree whose nodes split 64 bits of time into 64 slots, of which only
 * what is due next is split finely. Instants are unsigned; those of one instant stay in the order in which they came.
 *
 * <p>A slot is a list of timers, in any order, or a node that splits it. Adding appends to a list; cancelling unlinks. When
 * the first slot is asked for its first timer, a list of few is sorted, and one of many is split, a level at a time. So a
 * timer that is cancelled early is never sorted, and one that lives on is moved once a level at most: all three operations
 * take constant time on average, and none looks at the clock or needs one.
 *
 * <p>What surprises: nodes are few, for only what is due next needs them. Should they run out (somebody keeps many regions
 * of time crowded in turn), the last region is made one list again, which takes a look at 64 slots.
 *
 * <p>The idea is that of hierarchical timing wheels (Varghese and Lauck, 1987) and of ladder queues (Tang, Goh and Thng,
 * 2005), without their notion of now: a timer before all others is as good as one behind them.
 */
final class DeadlineTree {
  /** Nodes on the way to any one slot, the root included. */
  static final int LEVELS = 11;

  /** A list of at most so many is sorted rather than split. */
  private static final int SHORT = 8;

  private static final int BITS = 6;
  private static final int SLOTS = 1 << BITS;
  private static final int ROOT_SHIFT = BITS * (LEVELS - 1);

  // The head. A reference to a node is the place of its first word behind the root's, and its shift in the high half.
  private static final int FIRST = 0;
  private static final int FIRST_AT = 1;
  private static final int FREE = 2;
  private static final int USED = 3;
  // An instant near the first ones, and for each level the lowest node around it that is not below that level: the node
  // for another instant is found by the highest bit in which the two differ, without a walk from the root.
  private static final int NEAR = 4;
  private static final int PATH = 5;

  // A node. A reference to the node above it, with the slot there in bits 40 and up; of a free one, the next free one.
  private static final int ABOVE = 0;
  private static final int IN_USE = 1;
  private static final int SLOT = 2;
  private static final int ABOVE_SLOT = 40;

  private static final int NODE_WORDS = SLOT + SLOTS;

  /** The columns of the head. */
  static final List<Column> HEAD =
      Stream.concat(
              Stream.of("first", "first_at", "free", "used", "near").map(Column::statistic),
              Collections.nCopies(LEVELS, Column.statistic("path")).stream())
          .toList();

  /** The columns of a node. */
  static final List<Column> NODE =
      Stream.concat(
              Stream.of("above", "in_use").map(Column::statistic),
              Collections.nCopies(SLOTS, Column.statistic("slot")).stream())
          .toList();

  // A slot: 0 where it is empty; a list's first timer and its last one; or a reference to a node, and negative.
  private static final long SPLIT = Long.MIN_VALUE;
  private static final long UNSORTED = 1L << 62;
  private static final int LAST = 32;

  private final TimedMemory memory;
  private final int head;
  private final int nodes;
  private final int nodeCount;

  DeadlineTree(TimedMemory memory) {
    this.memory = memory;
    this.head = memory.tree();
    this.nodes = memory.nodes();
    this.nodeCount = memory.nodeCount();
  }

  /** The first timer, 0 where there is none. */
  int first(UserContext user) {
    return (int) user.load(head + FIRST);
  }

  /** When that one is delivered. */
  long firstNs(UserContext user) {
    return user.load(head + FIRST_AT);
  }

  /** Adds a timer behind those of its instant; its links but the one of the index must be zero. */
  void add(UserContext user, int row, long atNs) {
    user.store(memory.place(row) + TimedMemory.AT, atNs);
    append(user, find(user, atNs), row, atNs);
    if (user.load(head + FIRST) == 0 || Long.compareUnsigned(atNs, user.load(head + FIRST_AT)) < 0) {
      user.store(head + FIRST, row);
      user.store(head + FIRST_AT, atNs);
    }
  }

  /** Removes a timer. */
  void remove(UserContext user, int row) {
    int at = memory.place(row);
    long links = user.load(at);
    int next = TimedMemory.next(links);
    int previous = TimedMemory.previous(links);
    boolean isFirst = user.load(head + FIRST) == row;
    if (previous != 0 && next != 0 && !isFirst) {
      setNext(user, previous, next);
      setPrevious(user, next, previous);
      return;
    }
    long place = find(user, user.load(at + TimedMemory.AT));
    int node = nodeOf(place);
    int slot = slotOf(place);
    int word = node + SLOT + slot;
    if (previous != 0) {
      setNext(user, previous, next);
    }
    if (next != 0) {
      setPrevious(user, next, previous);
    }
    if (previous == 0 && next == 0) {
      user.store(word, 0);
      node = clear(user, node, slot);
    } else if (previous == 0) {
      user.store(word, (user.load(word) & ~TimedMemory.LINK_MASK) | next);
    } else if (next == 0) {
      user.store(word, (user.load(word) & ~(TimedMemory.LINK_MASK << LAST)) | ((long) previous << LAST));
    }
    if (isFirst) {
      settle(user, node);
    }
  }

  /** Finds the first timer anew, from the node on that holds the first slot. */
  private void settle(UserContext user, int from) {
    int node = from;
    long inUse = user.load(node + IN_USE);
    while (inUse != 0) {
      int word = node + SLOT + Long.numberOfTrailingZeros(inUse);
      long slot = user.load(word);
      if (slot > 0 && (slot & UNSORTED) != 0 && sort(user, word)) {
        slot = user.load(word);
      }
      if (slot < 0) {
        node = nodes + (int) slot;
      } else if ((slot & UNSORTED) == 0) {
        int row = firstOf(slot);
        user.store(head + FIRST, row);
        user.store(head + FIRST_AT, user.load(memory.place(row) + TimedMemory.AT));
        return;
      } else {
        split(user, node, word);
      }
      inUse = user.load(node + IN_USE);
    }
    user.store(head + FIRST, 0);
    user.store(head + FIRST_AT, 0);
    user.store(head + NEAR, 0);
  }

  /** The place of the slot for an instant: the node's first word, and the slot's number in the high half. */
  private long find(UserContext user, long atNs) {
    long differs = atNs ^ user.load(head + NEAR);
    // A sixth of the highest bit's number; right for 0 to 63.
    int level = ((Long.SIZE - 1 - Long.numberOfLeadingZeros(differs | 1)) * 43) >>> 8;
    long reference = user.load(head + PATH + level);
    while (true) {
      // The root's references are zero, as all memory is at first.
      int shift = ROOT_SHIFT - ((int) (reference >>> 32) & 63);
      int node = nodes + (int) reference;
      int slot = (int) (atNs >>> shift) & (SLOTS - 1);
      long word = user.load(node + SLOT + slot);
      if (word >= 0) {
        return ((long) slot << 32) | node;
      }
      reference = word;
    }
  }

  private void append(UserContext user, long place, int row, long atNs) {
    int node = nodeOf(place);
    int word = node + SLOT + slotOf(place);
    long slot = user.load(word);
    if (slot == 0) {
      user.store(node + IN_USE, user.load(node + IN_USE) | (1L << slotOf(place)));
      user.store(word, ((long) row << LAST) | row);
      return;
    }
    int last = lastOf(slot);
    int lastAt = memory.place(last);
    user.store(lastAt, user.load(lastAt) | row);
    setPrevious(user, row, last);
    long marks = slot & (UNSORTED | TimedMemory.LINK_MASK);
    long lastNs = user.load(lastAt + TimedMemory.AT);
    user.store(word, marks | ((long) row << LAST) | (Long.compareUnsigned(atNs, lastNs) < 0 ? UNSORTED : 0));
  }

  /** Sorts a list by insertion, unless it turns out to be long; timers of one instant keep their order. */
  private boolean sort(UserContext user, int word) {
    long slot = user.load(word);
    int front = firstOf(slot);
    int last = front;
    long lastNs = instant(user, front);
    for (int count = 1; count <= SHORT; count++) {
      int row = TimedMemory.next(links(user, last));
      if (row == 0) {
        user.store(word, ((long) last << LAST) | front);
        return true;
      }
      long atNs = instant(user, row);
      if (Long.compareUnsigned(atNs, lastNs) >= 0) {
        last = row;
        lastNs = atNs;
        continue;
      }
      int behind = TimedMemory.next(links(user, row));
      setNext(user, last, behind);
      if (behind != 0) {
        setPrevious(user, behind, last);
      }
      int before = TimedMemory.previous(links(user, last));
      while (before != 0 && Long.compareUnsigned(instant(user, before), atNs) > 0) {
        before = TimedMemory.previous(links(user, before));
      }
      int after = before == 0 ? front : TimedMemory.next(links(user, before));
      setPrevious(user, row, before);
      setNext(user, row, after);
      setPrevious(user, after, row);
      if (before == 0) {
        front = row;
      } else {
        setNext(user, before, row);
      }
    }
    // Too long; what was done so far is no harm.
    int end = TimedMemory.next(links(user, last)) == 0 ? last : lastOf(slot);
    user.store(word, UNSORTED | ((long) end << LAST) | front);
    return false;
  }

  /** Makes a node of the first slot, with those above it that it takes until its timers fall into different slots. */
  private void split(UserContext user, int node, int word) {
    int row = firstOf(user.load(word));
    long nearNs = instant(user, row);
    int shift = shiftOf(user, node) - BITS;
    long differs = 0;
    for (int other = row; other != 0 && differs >>> shift == 0; other = TimedMemory.next(links(user, other))) {
      differs |= instant(user, other) ^ nearNs;
    }
    if (differs == 0) {
      // Those that were out of order have gone.
      user.store(word, user.load(word) & ~UNSORTED);
      return;
    }
    user.store(word, 0);
    int lowest = add(user, node, word, shift);
    while (differs >>> shift == 0) {
      shift -= BITS;
      int slot = (int) (nearNs >>> (shift + BITS)) & (SLOTS - 1);
      user.store(lowest + IN_USE, 1L << slot);
      lowest = add(user, lowest, lowest + SLOT + slot, shift);
    }
    while (row != 0) {
      int at = memory.place(row);
      long links = user.load(at);
      long atNs = user.load(at + TimedMemory.AT);
      user.store(at, TimedMemory.unlinked(links));
      long slot = (atNs >>> shift) & (SLOTS - 1);
      append(user, (slot << 32) | lowest, row, atNs);
      row = TimedMemory.next(links);
    }
    lookNear(user, nearNs);
  }

  /** Hangs a node into a slot. */
  private int add(UserContext user, int above, int word, int shift) {
    int node = take(user);
    long depth = (long) (ROOT_SHIFT - shift) << 32;
    user.store(node + ABOVE, ((long) (word - above - SLOT) << ABOVE_SLOT) | depth | (above - nodes));
    user.store(word, SPLIT | depth | (node - nodes));
    return node;
  }

  /** Notes that a slot is empty, and removes the nodes that are so; gives the one that is left. */
  private int clear(UserContext user, int from, int emptied) {
    int node = from;
    int slot = emptied;
    long inUse = user.load(node + IN_USE) & ~(1L << slot);
    user.store(node + IN_USE, inUse);
    while (inUse == 0 && node != nodes) {
      long reference = user.load(node + ABOVE);
      int above = nodes + (int) reference;
      slot = (int) (reference >>> ABOVE_SLOT);
      give(user, node, above);
      user.store(above + SLOT + slot, 0);
      node = above;
      inUse = user.load(node + IN_USE) & ~(1L << slot);
      user.store(node + IN_USE, inUse);
    }
    return node;
  }

  /** Lets the path lead to an instant. */
  private void lookNear(UserContext user, long nearNs) {
    user.store(head + NEAR, nearNs);
    long reference = 0;
    int shift = ROOT_SHIFT;
    for (int level = LEVELS - 1; level >= 0; level--) {
      if (shift > level * BITS) {
        long slot = user.load(nodes + (int) reference + SLOT + ((int) (nearNs >>> shift) & (SLOTS - 1)));
        if (slot < 0) {
          reference = slot & ~SPLIT;
          shift = ROOT_SHIFT - (int) (reference >>> 32);
        }
      }
      user.store(head + PATH + level, reference);
    }
  }

  private int take(UserContext user) {
    int free = (int) user.load(head + FREE);
    if (free == 0) {
      int used = (int) user.load(head + USED) + 1;
      if (used < nodeCount) {
        user.store(head + USED, used);
        return nodes + used * NODE_WORDS;
      }
      joinLast(user);
      free = (int) user.load(head + FREE);
    }
    int node = nodes + free;
    user.store(head + FREE, user.load(node + ABOVE));
    return node;
  }

  /** Makes one list of the last node without nodes below: there are more nodes than a path has, so it is not on that. */
  private void joinLast(UserContext user) {
    int node = nodes;
    for (long below = lastNode(user, node); below != 0; below = lastNode(user, node)) {
      node = nodes + (int) below;
    }
    long list = 0;
    for (long inUse = user.load(node + IN_USE); inUse != 0; inUse &= inUse - 1) {
      int word = node + SLOT + Long.numberOfTrailingZeros(inUse);
      long slot = user.load(word);
      if (list != 0) {
        setNext(user, lastOf(list), firstOf(slot));
        setPrevious(user, firstOf(slot), lastOf(list));
        slot = (slot & ~TimedMemory.LINK_MASK) | firstOf(list) | (list & UNSORTED);
      }
      list = slot;
      user.store(word, 0);
    }
    user.store(node + IN_USE, 0);
    long reference = user.load(node + ABOVE);
    int above = nodes + (int) reference;
    give(user, node, above);
    user.store(above + SLOT + (int) (reference >>> ABOVE_SLOT), list);
  }

  private long lastNode(UserContext user, int node) {
    for (long inUse = user.load(node + IN_USE); inUse != 0; ) {
      int slot = Long.SIZE - 1 - Long.numberOfLeadingZeros(inUse);
      long word = user.load(node + SLOT + slot);
      if (word < 0) {
        return word;
      }
      inUse &= ~(1L << slot);
    }
    return 0;
  }

  /** Frees a node that is empty; a path that led to it ends above. */
  private void give(UserContext user, int node, int above) {
    long aboveReference = above == nodes ? 0 : (user.load(above + ABOVE) & (0x3fL << 32)) | (above - nodes);
    for (int level = shiftOf(user, node) / BITS; level >= 0 && (int) user.load(head + PATH + level) == node - nodes; level--) {
      user.store(head + PATH + level, aboveReference);
    }
    user.store(node + ABOVE, user.load(head + FREE));
    user.store(head + FREE, node - nodes);
  }

  private int shiftOf(UserContext user, int node) {
    return node == nodes ? ROOT_SHIFT : ROOT_SHIFT - ((int) (user.load(node + ABOVE) >>> 32) & 63);
  }

  private long instant(UserContext user, int row) {
    return user.load(memory.place(row) + TimedMemory.AT);
  }

  private long links(UserContext user, int row) {
    return user.load(memory.place(row));
  }

  private void setNext(UserContext user, int row, int next) {
    int at = memory.place(row);
    user.store(at, TimedMemory.withNext(user.load(at), next));
  }

  private void setPrevious(UserContext user, int row, int previous) {
    int at = memory.place(row);
    user.store(at, TimedMemory.withPrevious(user.load(at), previous));
  }

  private static int nodeOf(long place) {
    return (int) place;
  }

  private static int slotOf(long place) {
    return (int) (place >>> 32);
  }

  private static int firstOf(long slot) {
    return (int) (slot & TimedMemory.LINK_MASK);
  }

  private static int lastOf(long slot) {
    return (int) ((slot >>> LAST) & TimedMemory.LINK_MASK);
  }
}
