// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A sequence of choices, from which a machine is made and by which it runs. A new tape draws its choices from a seed and
 * records them; a recorded one gives them again, and zero behind its end. Zero is always the plainest choice, so a tape with
 * less on it is a smaller machine.
 */
final class Tape {
  private final List<Integer> choices;
  private final SplittableRandom source;
  private final boolean isRecorded;
  private int place;

  private Tape(List<Integer> choices, long seed, boolean isRecorded) {
    this.choices = new ArrayList<>(choices);
    this.isRecorded = isRecorded;
    source = new SplittableRandom(seed);
  }

  /** A new tape; equal for equal seeds. */
  static Tape of(long seed) {
    return new Tape(List.of(), seed, false);
  }

  static Tape recorded(List<Integer> choices) {
    return new Tape(choices, 0, true);
  }

  /** A tape from its text. */
  static Tape parse(String text) {
    List<Integer> choices = new ArrayList<>();
    for (String word : text.strip().split("[ ,]+", -1)) {
      if (!word.isEmpty()) {
        choices.add(Integer.parseUnsignedInt(word));
      }
    }
    return recorded(choices);
  }

  /** The choices taken so far, from the start again. */
  Tape again() {
    return recorded(taken());
  }

  /** The choices taken so far. */
  List<Integer> taken() {
    return List.copyOf(choices.subList(0, Math.min(place, choices.size())));
  }

  /** The choices taken so far, without the zeros at the end. */
  String text() {
    List<Integer> taken = new ArrayList<>(taken());
    while (!taken.isEmpty() && taken.get(taken.size() - 1) == 0) {
      taken.remove(taken.size() - 1);
    }
    return taken.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /** A choice from 0 to {@code bound} − 1. */
  int nextInt(int bound) {
    if (!isRecorded && place == choices.size()) {
      choices.add(source.nextInt(bound));
    }
    int chosen = place < choices.size() ? Math.min(choices.get(place), bound - 1) : 0;
    place++;
    return chosen;
  }

  long nextLong(long bound) {
    return nextInt((int) Math.min(bound, Integer.MAX_VALUE));
  }

  boolean nextBoolean() {
    return nextInt(2) == 1;
  }

  /** Decides what a machine leaves open. */
  Chooser chooser() {
    return new Chooser() {
      @Override
      public int choose(Choice what, int count) {
        return nextInt(count);
      }

      @Override
      public long draw(Choice what, long count, long seeded) {
        return nextLong(count);
      }
    };
  }
}
