// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Properties of everything that a tape can make. A tape for which one does not hold is shortened as far as it still fails,
 * and printed; {@code -Dnxs.tape="…"} tries that tape alone, {@code -Dnxs.machines=N} N times as many as usual.
 */
final class Tapes {
  private static final int MOST_TRIES = 400;

  /** What must hold of a tape: throws if it does not. */
  interface Property {
    void check(Tape tape);
  }

  private Tapes() {}

  /** Holds a property against so many tapes, and more where more are wanted. */
  static void check(long first, int count, Property property) {
    String given = System.getProperty("nxs.tape");
    if (given != null) {
      run(Tape.parse(given), property);
      return;
    }
    long all = count * Long.getLong("nxs.machines", 1);
    for (long seed = first; seed < first + all; seed++) {
      run(Tape.of(seed), property);
    }
  }

  private static void run(Tape tape, Property property) {
    Throwable failure = failure(tape, property);
    if (failure != null) {
      int length = tape.taken().size();
      Tape least = shrink(tape, property);
      Throwable last = failure(least, property);
      throw new AssertionError(
          "-Dnxs.tape=\"" + least.text() + "\" fails (of " + length + " choices): " + (last == null ? failure : last),
          last == null ? failure : last);
    }
  }

  /** Why a property does not hold, null if it does. */
  private static @Nullable Throwable failure(Tape tape, Property property) {
    try {
      property.check(tape);
      return null;
    } catch (AssertionError | RuntimeException e) {
      return e;
    }
  }

  /** A tape on which less is chosen and the property still does not hold. */
  static Tape shrink(Tape tape, Property property) {
    List<Integer> best = tape.taken();
    int tries = 0;
    boolean shorter = true;
    while (shorter && tries < MOST_TRIES) {
      shorter = false;
      for (int size = Math.max(best.size() / 2, 1); size > 0 && tries < MOST_TRIES; size /= 2) {
        for (int from = 0; from < best.size() && tries < MOST_TRIES; from += size) {
          for (List<Integer> candidate : List.of(without(best, from, size), zeroed(best, from, size))) {
            if (!candidate.equals(best)) {
              tries++;
              Tape tried = Tape.recorded(candidate);
              if (failure(tried, property) != null) {
                best = candidate;
                shorter = true;
                break;
              }
            }
          }
        }
      }
    }
    return Tape.recorded(best);
  }

  private static List<Integer> without(List<Integer> choices, int from, int size) {
    List<Integer> rest = new ArrayList<>(choices);
    rest.subList(from, Math.min(from + size, rest.size())).clear();
    return rest;
  }

  /** Zeros where there are others; a single one goes down by half. */
  private static List<Integer> zeroed(List<Integer> choices, int from, int size) {
    List<Integer> rest = new ArrayList<>(choices);
    for (int i = from; i < Math.min(from + size, rest.size()); i++) {
      rest.set(i, size == 1 ? rest.get(i) / 2 : 0);
    }
    return rest;
  }
}
