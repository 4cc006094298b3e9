// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Position;
import dev.nxs.kernel.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Snapshots along a run, from which any place before can be reached by replaying a short way. Their number is bounded:
 * when there are too many, every other one goes, and from then on they stand twice as far apart. So the way to replay is
 * at most the length of the run divided by half of that number.
 */
final class Checkpoints {
  /** Events between the first checkpoints. */
  private static final long LEAST_DISTANCE = 512;

  /** However little memory is allowed, going back must not mean starting over. */
  private static final int LEAST_COUNT = 8;

  private final int most;
  private final List<Checkpoint> kept = new ArrayList<>();
  private long distance = LEAST_DISTANCE;

  /** A snapshot and the place where it was taken. */
  record Checkpoint(Position position, Snapshot snapshot) {}

  /**
   * Keeps nothing yet.
   *
   * @param bytes how much memory the snapshots may take
   * @param snapshotBytes how much one of them takes
   */
  Checkpoints(long bytes, long snapshotBytes) {
    most = (int) Math.max(LEAST_COUNT, Math.min(1 << 16, bytes / Math.max(1, snapshotBytes)));
  }

  /** The step at which the next one is wanted, behind some step. */
  long nextStep(long step) {
    long last = kept.isEmpty() ? 0 : kept.get(kept.size() - 1).position().step();
    return Math.max(last + distance, step + 1);
  }

  /** Takes a checkpoint, unless one stands there or further on already. */
  void add(Position position, Snapshot snapshot) {
    if (!kept.isEmpty() && kept.get(kept.size() - 1).position().step() >= position.step()) {
      return;
    }
    kept.add(new Checkpoint(position, snapshot));
    if (kept.size() > most) {
      thin();
    }
  }

  private void thin() {
    List<Checkpoint> half = new ArrayList<>();
    for (int i = 0; i < kept.size(); i += 2) {
      half.add(kept.get(i));
    }
    kept.clear();
    kept.addAll(half);
    distance *= 2;
  }

  /** The number of the last one that is not behind a place; the first stands at boot. */
  int before(long timeNs, long step) {
    int low = 0;
    int high = kept.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      Position position = kept.get(middle).position();
      if (position.step() <= step && position.timeNs() <= timeNs) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  Checkpoint get(int number) {
    return kept.get(number);
  }

  int count() {
    return kept.size();
  }
}
