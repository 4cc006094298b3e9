// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Argument;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the arguments of a call into the order of its parameters. Those without a name fill the parameters from the left;
 * those with a name may stand anywhere.
 *
 * @param bound one for each parameter, null where none was given; what is left over of a repeated parameter is at the end
 * @param complete whether nothing was wrong
 */
record Arguments(List<@Nullable Expr> bound, boolean complete) {

  /** What is known of a parameter here: its name and whether it may be left out. */
  record Slot(String name, boolean optional, boolean repeated) {
    static Slot of(CallParameter parameter) {
      return new Slot(parameter.name(), parameter.isOptional(), parameter.repeated());
    }
  }

  /**
   * Binds arguments and reports those that are unknown, too many, given twice or missing.
   *
   * @param what the call's name
   * @param place where a missing argument is reported
   */
  static Arguments bind(
      String what, Span place, List<Argument> given, List<Slot> slots, Consumer<Diagnostic.Builder> report) {
    List<@Nullable Expr> bound = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Slot slot : slots) {
      bound.add(null);
      names.add(slot.name());
    }
    boolean complete = true;
    int position = 0;
    int extra = 0;
    for (Argument argument : given) {
      int index = argument.name() == null ? position++ : names.indexOf(argument.name().text());
      boolean repeats = argument.name() == null && !slots.isEmpty() && slots.get(slots.size() - 1).repeated();
      if (index >= slots.size() && repeats) {
        bound.add(argument.value());
      } else if (index >= slots.size()) {
        if (extra++ == 0) {
          report.accept(tooMany(what, argument, given, slots));
        }
        complete = false;
      } else if (index < 0) {
        report.accept(unknown(what, argument, slots, names));
        complete = false;
      } else if (bound.get(index) != null) {
        report.accept(twice(argument, names.get(index), bound, names));
        complete = false;
      } else {
        bound.set(index, argument.value());
      }
    }
    for (int i = 0; i < slots.size(); i++) {
      if (bound.get(i) == null && !slots.get(i).optional()) {
        // An argument with a wrong name was probably meant to be this one.
        if (complete) {
          report.accept(missing(what, place, slots.get(i).name(), slots));
        }
        complete = false;
      }
    }
    return new Arguments(bound, complete);
  }

  /** An argument without a name counts by its place, also behind one with a name. */
  private static Diagnostic.Builder twice(
      Argument argument, String name, List<@Nullable Expr> bound, List<String> names) {
    Diagnostic.Builder problem =
        Diagnostic.error(Code.DUPLICATE_ARGUMENT, argument.span(), "`" + name + "` is given twice");
    int free = bound.indexOf(null);
    return argument.name() == null && free >= 0
        ? problem
            .note("without a name it counts by its place")
            .help("name it: `" + names.get(free) + ": " + Problems.excerpt(argument.value()) + "`")
        : problem;
  }

  static Diagnostic.Builder missing(String what, Span place, String name, List<Slot> slots) {
    return Diagnostic.error(Code.MISSING_ARGUMENT, place, "`" + what + "` needs `" + name + "`")
        .note("it is called as " + signature(what, slots));
  }

  private static Diagnostic.Builder unknown(String what, Argument argument, List<Slot> slots, List<String> names) {
    Span span = argument.name() == null ? argument.span() : argument.name().span();
    String name = argument.name() == null ? "" : argument.name().text();
    String meant = Problems.argumentMeant(name, names);
    Diagnostic.Builder problem =
        Diagnostic.error(Code.UNKNOWN_ARGUMENT, span, "`" + what + "` has no argument `" + name + "`").help(meant);
    return meant == null ? problem.note("it is called as " + signature(what, slots)) : problem;
  }

  private static Diagnostic.Builder tooMany(String what, Argument argument, List<Argument> given, List<Slot> slots) {
    String most = slots.isEmpty() ? "no arguments" : slots.size() == 1 ? "1 argument" : slots.size() + " arguments";
    return Diagnostic.error(
            Code.TOO_MANY_ARGUMENTS, argument.span(), "`" + what + "` takes " + most + ", not " + given.size())
        .note("it is called as " + signature(what, slots));
  }

  private static String signature(String what, List<Slot> slots) {
    StringBuilder text = new StringBuilder("`").append(what).append('(');
    for (int i = 0; i < slots.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(slots.get(i).name()).append(slots.get(i).optional() ? "?" : "");
      text.append(slots.get(i).repeated() ? ", …" : "");
    }
    return text.append(")`").toString();
  }
}
