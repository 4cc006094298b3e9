// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

/** The tree of the timer service alone: what finds, orders and delivers timers, by their rows as handles. */
final class TreeTimers implements Timers {
  private final int count;
  private final TimedMemory memory;
  private final DeadlineTree tree;
  private final Words words;

  TreeTimers(int count) {
    this.count = count;
    memory = new TimedMemory(TimedConfig.builder(0).cap(count).total(count).owners(1).sleepers(0).build());
    tree = new DeadlineTree(memory);
    words = new Words(memory.tables());
  }

  @Override
  public void arm(int timer, long atNs) {
    words.store(memory.place(timer + 1), 0);
    tree.add(words, timer + 1, atNs);
  }

  @Override
  public void cancel(int timer) {
    tree.remove(words, timer + 1);
  }

  @Override
  public long earliestNs() {
    return tree.firstNs(words);
  }

  @Override
  public int expire(int[] into) {
    long nowNs = earliestNs();
    int expired = 0;
    for (int row = tree.first(words); row != 0 && tree.firstNs(words) == nowNs; row = tree.first(words)) {
      into[expired++] = row - 1;
      tree.remove(words, row);
    }
    return expired;
  }

  @Override
  public double bytesPerTimer() {
    return 8.0 * (memory.place(count + 1) - memory.place(1)) / count;
  }
}
