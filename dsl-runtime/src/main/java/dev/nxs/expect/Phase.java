// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.syntax.ast.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code phase NAME { start EVENT; end EVENT; … }}: both edges come, the end behind the start. Its items are monitors of
 * their own, judged where the phase ends; a phase with an item that failed has failed with it.
 */
final class Phase extends Monitor {
  private final Expectation.Phase form;
  private final PhaseStart start;
  private final int next;

  /**
   * Watches for the end.
   *
   * @param start the watcher in a row before the items
   * @param end the ending event, none where the phase lasts as long as the run
   * @param next the row of the start of the next phase where that begins with the end of this one, -1 otherwise
   */
  Phase(int row, Expectation source, Expectation.Phase form, PhaseStart start, List<EventMatcher> end, int next) {
    super(row, source, end);
    this.form = form;
    this.start = start;
    this.next = next;
  }

  /** The row that tells where the phase stands. */
  int gate() {
    return start.row();
  }

  String name() {
    return form.name().text();
  }

  @Override
  List<EventMatcher> named() {
    List<EventMatcher> edges = new ArrayList<>(start.events());
    edges.addAll(events());
    return edges;
  }

  @Override
  void occurred(Judge judge, Match match) {
    if (judge.word(start, Columns.PHASE) != PhaseStart.RUNNING) {
      return;
    }
    judge.witness(this, match.event);
    judge.set(start, Columns.PHASE, PhaseStart.ENDING);
    judge.set(start, Columns.SINCE, match.event.timeNs);
    judge.setDeadline(this, match.event.timeNs);
    if (next >= 0) {
      judge.begin(next);
    }
  }

  @Override
  void due(Judge judge) {
    judge.close(this);
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    boolean lasts = events().isEmpty() && judge.word(start, Columns.PHASE) == PhaseStart.RUNNING;
    if (lasts) {
      return Judgement.PASSED;
    }
    if (ending == Ending.STOPPED) {
      return Judgement.UNDECIDED;
    }
    // Without an event of its own it waits for the phase before, which has failed then.
    boolean waits = judge.word(start, Columns.PHASE) == PhaseStart.WAITING && start.events().isEmpty();
    return waits ? Judgement.VACUOUS : Judgement.FAILED;
  }

  @Override
  String detail(Judge judge) {
    return judge.judgement(this) == Judgement.PASSED && !events().isEmpty()
        ? "ended at " + Phrases.time(judge.word(start, Columns.SINCE))
        : "";
  }

  @Override
  Explanation explain(Judge judge) {
    if (judge.word(start, Columns.PHASE) == PhaseStart.WAITING) {
      if (start.events().isEmpty()) {
        return new Explanation(form.name().span(), "the phase before it did not end");
      }
      EventMatcher edge = start.events().get(0);
      return new Explanation(edge.source().span(), "it did not start: " + Phrases.end(judge, this)).sought(edge);
    }
    Explanation explanation =
        new Explanation(
            events().isEmpty() ? form.name().span() : events().get(0).source().span(),
            "it did not end: " + Phrases.end(judge, this));
    if (!start.events().isEmpty()) {
      explanation.note("it started at " + Phrases.time(judge.word(start, Columns.AT)));
    }
    events().forEach(explanation::sought);
    return explanation;
  }
}
