// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * One of several parts that together are all scenarios. Each scenario goes to the part that has the least to do by then,
 * in the order of files, so all machines come to the same division without a word between them, as long as they have the
 * same files, options and recorded durations.
 */
final class Shard {
  private static final int MOST = 10_000;

  private final int number;
  private final long[] loadsUs;
  private final RecordedDurations durations;
  private int turn;
  private long seen;

  private Shard(int number, int count, RecordedDurations durations) {
    this.number = number;
    this.loadsUs = new long[count];
    this.durations = durations;
  }

  /** Reads {@code 2/5}: the second of five. */
  static Shard parse(String text, RecordedDurations durations) throws UsageException {
    int slash = text.indexOf('/');
    try {
      if (slash > 0) {
        int number = Integer.parseInt(text.substring(0, slash));
        int count = Integer.parseInt(text.substring(slash + 1));
        if (number >= 1 && number <= count && count <= MOST) {
          return new Shard(number - 1, count, durations);
        }
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for everything that is no shard.
    }
    throw UsageException.badUsage(
        "`--shard` needs a part of all, such as `2/5` for the second of five, not `" + text + "`");
  }

  /**
   * Which of the labels of a file belong to this part. Files take turns: a call waits for those of the files before it,
   * so each file must call once, and in a pool that begins them in their order.
   *
   * @return indices into the labels, rising; none if the wait was ended
   */
  synchronized List<Integer> mine(int file, List<String> labels) {
    try {
      while (turn != file) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
    List<Integer> mine = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      int least = 0;
      for (int part = 1; part < loadsUs.length; part++) {
        least = loadsUs[part] < loadsUs[least] ? part : least;
      }
      // Nothing is free: parts of which all durations are zero would else be filled one after the other.
      loadsUs[least] += Math.max(1, durations.us(labels.get(i)));
      if (least == number) {
        mine.add(i);
      }
    }
    seen += labels.size();
    turn++;
    notifyAll();
    return mine;
  }

  /** How many scenarios all parts have together, as far as is known. */
  synchronized long seen() {
    return seen;
  }
}
