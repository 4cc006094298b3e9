// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Position;
import dev.nxs.syntax.diag.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The breakpoints and watches of a session. They are kept as text, and compiled anew for each motion. */
final class Breakpoints {
  private final Questions questions;
  private final List<Breakpoint> list = new ArrayList<>();
  private int last;

  Breakpoints(Questions questions) {
    this.questions = questions;
  }

  List<Breakpoint> list() {
    return List.copyOf(list);
  }

  /** Adds one; what does not compile is refused. */
  Breakpoint add(Breakpoint.Kind kind, String text, boolean once, long ignored) {
    if (kind == Breakpoint.Kind.CONDITION) {
      questions.probe(Condition.of(text));
    } else if (kind == Breakpoint.Kind.WATCH) {
      questions.watched(text);
    }
    last++;
    Breakpoint breakpoint = new Breakpoint(last, kind, text, true, once, ignored, 0);
    list.add(breakpoint);
    return breakpoint;
  }

  void delete(int number) {
    list.remove(get(number));
  }

  void deleteAll() {
    list.clear();
  }

  void enable(int number, boolean enabled) {
    Breakpoint breakpoint = get(number);
    list.set(list.indexOf(breakpoint), breakpoint.enabled(enabled));
  }

  /**
   * The breakpoint of a number.
   *
   * @throws NxsException if there is none
   */
  Breakpoint get(int number) {
    for (Breakpoint breakpoint : list) {
      if (breakpoint.number() == number) {
        return breakpoint;
      }
    }
    throw Questions.refused(Code.BAD_COMMAND, Integer.toString(number), "there is no breakpoint " + number);
  }

  /** What the enabled ones look for. */
  List<Stops.Sought> sought() {
    List<Stops.Sought> all = new ArrayList<>();
    // A question may make another run in which its figures are collected, so all are asked before any is kept.
    for (int round = 0; round < 2; round++) {
      all.clear();
      for (Breakpoint each : list) {
        if (each.enabled() && each.kind() == Breakpoint.Kind.CONDITION) {
          all.add(Stops.Sought.probe(each.number(), questions.probe(Condition.of(each.text()))));
        } else if (each.enabled() && each.kind() == Breakpoint.Kind.WATCH) {
          all.add(Stops.Sought.change(each.number(), questions.watched(each.text())));
        }
      }
    }
    return all;
  }

  /**
   * The enabled place that comes next behind a place, null for none.
   *
   * @param settled whether everything of the instant here has happened
   * @param except numbers of those that are none of this run
   */
  @Nullable Breakpoint nextPlace(Position here, boolean settled, Set<Integer> except) {
    Breakpoint found = null;
    for (Breakpoint each : places()) {
      Position place = place(each);
      boolean isHere = place.timeNs() == here.timeNs() && place.step() == Long.MAX_VALUE && settled;
      boolean ahead = isBefore(here, place) && !isHere && !except.contains(each.number());
      if (ahead && (found == null || isBefore(place, place(found)))) {
        found = each;
      }
    }
    return found;
  }

  /** The enabled place that comes last before a place, null for none. */
  @Nullable Breakpoint lastPlace(Position here) {
    Breakpoint found = null;
    for (Breakpoint each : places()) {
      Position place = place(each);
      if (isBefore(place, here) && (found == null || isBefore(place(found), place))) {
        found = each;
      }
    }
    return found;
  }

  /** The place of a breakpoint at one; without a step it is the end of its instant. */
  static Position place(Breakpoint breakpoint) {
    return Positions.parse(breakpoint.text());
  }

  private List<Breakpoint> places() {
    return list.stream().filter(each -> each.enabled() && each.kind() == Breakpoint.Kind.POSITION).toList();
  }

  private static boolean isBefore(Position one, Position other) {
    return one.timeNs() < other.timeNs() || (one.timeNs() == other.timeNs() && one.step() < other.step());
  }

  /** Whether a hit stops a motion forward; one that is to be ignored some more times does not. */
  boolean stops(int number) {
    for (Breakpoint each : list) {
      if (each.number() == number && each.ignored() > 0) {
        replace(number, Breakpoint::passed);
        return false;
      }
    }
    return true;
  }

  /** A breakpoint has stopped a motion; one that is there once only goes. */
  void stopped(int number) {
    for (Breakpoint each : list()) {
      if (each.number() == number) {
        replace(number, Breakpoint::stopped);
        if (each.once()) {
          delete(number);
        }
      }
    }
  }

  private void replace(int number, UnaryOperator<Breakpoint> by) {
    list.replaceAll(each -> each.number() == number ? by.apply(each) : each);
  }
}
