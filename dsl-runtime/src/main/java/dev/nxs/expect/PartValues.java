// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.ConsoleLine;
import dev.nxs.compile.Image;
import dev.nxs.compile.Observed;
import dev.nxs.kernel.isa.Bytecode;
import dev.nxs.syntax.ast.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the values of the parts of an expression, and of the conditions behind {@code where}: for the event that decided, or
 * for a line that would have been the event if its condition had held.
 */
final class PartValues {
  /** Values that are shown; more are those of no expression that a person wrote. */
  private static final int SHOWN = 64;

  private static final long[] NOTHING = {};

  private final Image image;
  private final Watched watched;

  PartValues(Image image, Watched watched) {
    this.image = image;
    this.watched = watched;
  }

  /** The values of an expression and of its parts, as they are now. */
  List<String> of(Observed observed) {
    List<String> notes = new ArrayList<>();
    Watched.Answer whole = watched.observe(observed, NOTHING);
    if (whole.fault() != null) {
      notes.add("it has no value: " + Explainer.words(whole.fault()));
    }
    parts(observed, NOTHING, "", notes);
    return notes;
  }

  /**
   * The values of the condition of the event that decided, as they are at the end of its step.
   *
   * @param text of the line that decided, empty where it was another event
   */
  List<String> decided(Monitor monitor, String text) {
    List<String> notes = new ArrayList<>();
    for (EventMatcher event : monitor.named()) {
      boolean mayBeIt = text.isEmpty() ? event.text() == null : event.matchesText(text);
      Observed where = event.where();
      if (where == null || !mayBeIt) {
        continue;
      }
      long[] captures = captures(event, text);
      if (watched.observe(where, captures).value() != 0) {
        parts(where, captures, "", notes);
        return notes;
      }
    }
    return notes;
  }

  /** The values of the condition of an event that did not come, for the last line with its text. */
  List<String> missed(EventMatcher event, List<ConsoleLine> lines) {
    List<String> notes = new ArrayList<>();
    Observed where = event.where();
    for (int i = lines.size() - 1; i >= 0 && where != null; i--) {
      if (event.matchesText(lines.get(i).text())) {
        parts(where, captures(event, lines.get(i).text()), "there ", notes);
        return notes;
      }
    }
    return notes;
  }

  private long[] captures(EventMatcher event, String text) {
    long[] captures = new long[event.captures().size()];
    if (event.text() != null && !text.isEmpty()) {
      event.text().capture(text, watched, captures);
    }
    return captures;
  }

  /**
   * The values of the parts.
   *
   * @param place says that the values are those of a line of the past; what asks the machine is told of the end then
   */
  private void parts(Observed observed, long[] captures, String place, List<String> notes) {
    int shown = 0;
    for (Observed part : observed.parts()) {
      boolean asks = part.program() instanceof Bytecode program && program.queries().findAny().isPresent();
      if (shown == SHOWN || isLiteral(part.source()) || (asks && !place.isEmpty() && !watched.runs())) {
        continue;
      }
      Watched.Answer answer = watched.observe(part, captures);
      String when = place.isEmpty() ? "" : asks ? "at the end " : place;
      notes.add(
          when + Phrases.quote(part.source())
              + (answer.fault() != null
                  ? " has no value: " + Explainer.words(answer.fault())
                  : answer.empty()
                      ? " has no samples"
                      : " is " + image.values().show(answer.value(), part.type(), watched.pool())));
      shown++;
    }
  }

  private static boolean isLiteral(Expr expr) {
    return expr instanceof Expr.IntLit
        || expr instanceof Expr.DurationLit
        || expr instanceof Expr.FloatLit
        || expr instanceof Expr.BoolLit
        || (expr instanceof Expr.StringLit text && text.constant() != null);
  }
}
