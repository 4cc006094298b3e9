// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.report.CaseKind;
import dev.nxs.report.Totals;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints outcomes in the order in which they come, one line each with its explanation below, and the summary. The column
 * behind the labels only ever moves to the right, so that lines can be printed before all labels are known and yet
 * depend on nothing but what stands above them.
 */
final class ResultPrinter {
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[1;31m";
  private static final String RESET = "\u001b[0m";
  private static final int LEAST_LABEL = 48;
  private static final int GREATEST_LABEL = 96;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean colored;
  private final boolean quiet;
  private final boolean silent;
  private final Map<CaseKind, Integer> counts = new EnumMap<>(CaseKind.class);
  private int number;
  private int failures;
  private int bad;
  private int labelWidth = LEAST_LABEL;
  private Exit exit = Exit.PASSED;
  private @Nullable String firstFailure;

  /**
   * Prints nothing yet.
   *
   * @param silent whether something else prints the results
   */
  ResultPrinter(Surroundings surroundings, boolean colored, boolean quiet, boolean silent) {
    this.silent = silent;
    out = surroundings.out();
    err = surroundings.err();
    this.colored = colored;
    this.quiet = quiet;
  }

  /** Makes room for a label that will come. */
  void widen(String label) {
    labelWidth = Math.max(labelWidth, Math.min(GREATEST_LABEL, label.codePointCount(0, label.length())));
  }

  void print(Outcome outcome) {
    number++;
    counts.merge(outcome.kind(), 1, Integer::sum);
    exit = exit.and(outcome.exit());
    boolean green = outcome.exit().equals(Exit.PASSED);
    bad += green ? 0 : 1;
    failures += outcome.exit().equals(Exit.FAILED) || outcome.exit().equals(Exit.OPEN) ? 1 : 0;
    if (!green && firstFailure == null) {
      firstFailure = outcome.place();
    }
    trouble(outcome.trouble());
    if (!silent && (!green || !quiet)) {
      out.print(line(outcome) + "\n");
      out.print(indented("    ", outcome.expectations()));
      out.print(indented("  ", outcome.explanation()));
      out.flush();
    }
  }

  /** Prints what belongs on the stream of diagnostics, behind everything that was printed before. */
  void trouble(String text) {
    if (!text.isEmpty()) {
      out.flush();
      err.print(text);
      err.flush();
    }
  }

  private String line(Outcome outcome) {
    boolean ok = outcome.kind().isGood() && outcome.exit().equals(Exit.PASSED);
    String status = ok ? "ok    " : "not ok";
    StringBuilder line = new StringBuilder();
    line.append(colored ? (ok ? GREEN : RED) + status + RESET : status);
    line.append(number < 10 ? "  " : number < 100 ? " " : "").append(' ').append(number).append(" - ");
    if (outcome.figures().isEmpty()) {
      line.append(outcome.label());
    } else {
      line.append(Outcome.padded(outcome.label(), labelWidth)).append("   ").append(outcome.figures());
    }
    if (!outcome.remark().isEmpty()) {
      line.append("  # ").append(outcome.remark());
    }
    return line.toString();
  }

  private static String indented(String margin, String text) {
    if (text.isEmpty()) {
      return "";
    }
    String lines = margin + text.stripTrailing().replace("\n", "\n" + margin) + "\n";
    return lines.replace("\n" + margin + "\n", "\n\n");
  }

  /** How many outcomes were printed. */
  int count() {
    return number;
  }

  /** The worst so far. */
  Exit exit() {
    return exit;
  }

  /** How many are failures under the rules in force, files with errors and limits apart. */
  int failures() {
    return failures;
  }

  /** How many are no success. */
  int bad() {
    return bad;
  }

  /** How many there are of each kind. */
  Map<CaseKind, Integer> counts() {
    return counts;
  }

  /** Prints the totals; the same results give the same bytes. */
  void summary() {
    if (silent) {
      return;
    }
    StringBuilder line = new StringBuilder("# ").append(Totals.text(counts));
    if (firstFailure != null) {
      line.append("   first failure: ").append(firstFailure);
    }
    out.print(line + "\n");
    out.flush();
  }
}
