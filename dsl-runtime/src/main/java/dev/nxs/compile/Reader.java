// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a declaration's arguments, with their ranges. A value that is not known or out of its range is
 * reported and replaced by the fallback, so that reading goes on and finds what else is wrong.
 */
final class Reader {
  private final Values values;
  private final Diagnostics diagnostics;
  private final Given given;
  private final int index;

  /**
   * A reader of a declaration.
   *
   * @param index the value of {@code index} in the arguments, −1 where it has none
   */
  Reader(Values values, Diagnostics diagnostics, Given given, int index) {
    this.values = values;
    this.diagnostics = diagnostics;
    this.given = given;
    this.index = index;
  }

  @Nullable Expr expr(String name) {
    return given.get(name);
  }

  /** An int between bounds, both included. */
  long integer(String name, long fallback, long least, long most) {
    if (value(name) instanceof ConstantValue.OfInt number) {
      if (number.value() >= least && number.value() <= most) {
        return number.value();
      }
      String bounds =
          most == Long.MAX_VALUE ? "must be at least " + least : "must be " + least + " to " + most;
      outOfRange(name, bounds + ", not " + number.value());
    }
    return fallback;
  }

  /** A duration of at least a bound. */
  long durationNs(String name, long fallbackNs, long leastNs) {
    if (value(name) instanceof ConstantValue.OfDuration duration) {
      if (duration.ns() >= leastNs) {
        return duration.ns();
      }
      outOfRange(name, "must be at least " + Durations.text(leastNs) + ", not " + Durations.text(duration.ns()));
    }
    return fallbackNs;
  }

  QosClass qos(String name, QosClass fallback) {
    return value(name) instanceof ConstantValue.OfQos qos ? qos.value() : fallback;
  }

  boolean flag(String name, boolean fallback) {
    return value(name) instanceof ConstantValue.OfBool bool ? bool.value() : fallback;
  }

  String text(String name, String fallback) {
    return value(name) instanceof ConstantValue.OfString text ? text.value() : fallback;
  }

  /** A text that is one of some words: those that run, the first of which is the fallback, and those that do not yet. */
  String word(String name, List<String> running, List<String> later) {
    String word = text(name, running.get(0));
    Expr expr = given.get(name);
    if (expr == null || running.contains(word)) {
      return word;
    }
    if (later.contains(word)) {
      diagnostics.add(
          Problems.notYet(
              expr.span(),
              "`" + name + ": \"" + word + "\"`",
              "use " + quoted(running)));
    } else {
      List<String> all = new ArrayList<>(running);
      all.addAll(later);
      diagnostics.add(
          Problems.outOfRange(expr.span(), "`" + name + "` cannot be \"" + word + "\"")
              .note("it is one of " + quoted(all))
              .help(Problems.didYouMean(word, all)));
    }
    return running.get(0);
  }

  private static String quoted(List<String> words) {
    return "\"" + String.join("\", \"", words) + "\"";
  }

  /** Numbers of harts, ascending; null where the argument is left out. */
  @Nullable List<Integer> harts(String name) {
    if (!(value(name) instanceof ConstantValue.OfList list)) {
      return null;
    }
    if (list.elements().isEmpty()) {
      outOfRange(name, "names no hart");
      return null;
    }
    Set<Integer> numbers = new TreeSet<>();
    for (ConstantValue element : list.elements()) {
      numbers.add(((ConstantValue.OfHart) element).value());
    }
    return List.copyOf(numbers);
  }

  /** The numbers of a list, ascending; one that is out of range is told and left out. */
  Set<Integer> numbers(String name, int least, int most) {
    Set<Integer> numbers = new TreeSet<>();
    if (value(name) instanceof ConstantValue.OfList list) {
      for (ConstantValue element : list.elements()) {
        long number = ((ConstantValue.OfInt) element).value();
        if (number >= least && number <= most) {
          numbers.add((int) number);
        } else {
          String range = most < least ? "nothing" : most == least ? least + " alone" : least + " to " + most;
          outOfRange(name, "may name " + range + " here, not " + number);
        }
      }
    }
    return numbers;
  }

  @Nullable ConstantValue value(String name) {
    Expr expr = given.get(name);
    return expr == null ? null : values.evaluate(expr, index);
  }

  private void outOfRange(String name, String message) {
    Expr expr = given.get(name);
    if (expr != null) {
      diagnostics.add(Problems.outOfRange(expr.span(), "`" + name + "` " + message));
    }
  }
}
