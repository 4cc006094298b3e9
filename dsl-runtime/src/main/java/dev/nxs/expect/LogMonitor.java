// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.isa.Bytecode;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.log.LogLine;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.TimeClause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a monitor needs to know of lines beside their text, and whether a log could tell. */
final class LogMonitor {
  private final Monitor monitor;
  private final boolean inPhase;
  private final List<EventMatcher> events;
  private final boolean ofLines;
  private final boolean needsTime;
  private final boolean needsHart;
  private final boolean needsSource;
  private String missing = "";

  /**
   * Looks at a monitor.
   *
   * @param phase that it belongs to, null without
   */
  LogMonitor(Monitor monitor, @Nullable Phase phase) {
    this.monitor = monitor;
    inPhase = phase != null;
    events = new ArrayList<>(monitor.events());
    if (phase != null) {
      events.addAll(phase.named());
    }
    Expectation.Form form = monitor.source().form();
    ofLines = speaksOfLines(form) && !monitor.watchesStates() && events.stream().allMatch(LogMonitor::isOfLines);
    needsTime = form != null && hasTimes(form);
    Expectation.WheneverThen.Join join = form instanceof Expectation.WheneverThen then ? then.join() : null;
    needsHart = events.stream().anyMatch(e -> e.hart() >= 0) || isJoin(join, Expectation.WheneverThen.Join.Kind.HART);
    needsSource = events.stream().anyMatch(e -> e.pids() != null) || isJoin(join, Expectation.WheneverThen.Join.Kind.TASK);
  }

  private static boolean isJoin(Expectation.WheneverThen.@Nullable Join join, Expectation.WheneverThen.Join.Kind kind) {
    return join != null && join.kind() == kind;
  }

  private static boolean isOfLines(EventMatcher event) {
    boolean asks =
        event.where() != null && event.where().program() instanceof Bytecode program && program.queries().findAny().isPresent();
    return event.kind() == EventKind.MARKER && !asks;
  }

  private static boolean speaksOfLines(Expectation.Form form) {
    if (form instanceof Expectation.Occurs occurs) {
      return occurs.subject() instanceof Condition.Event;
    }
    if (form instanceof Expectation.Never never) {
      return never.subject() instanceof Condition.Event;
    }
    return form instanceof Expectation.Count
        || form instanceof Expectation.Order
        || form instanceof Expectation.Group
        || form instanceof Expectation.WheneverThen
        || form instanceof Expectation.WheneverRequire
        || form instanceof Expectation.Iff
        || form instanceof Expectation.Complete
        || form instanceof Expectation.Phase;
  }

  private static boolean hasTimes(Expectation.Form form) {
    if (form instanceof Expectation.Occurs occurs) {
      return hasTimes(occurs.clauses());
    }
    if (form instanceof Expectation.Never never) {
      return hasTimes(never.clauses());
    }
    if (form instanceof Expectation.Count count) {
      return count.window() != null || hasTimes(count.clauses());
    }
    if (form instanceof Expectation.Order order) {
      return order.within() != null;
    }
    return form instanceof Expectation.WheneverThen then && then.within() != null;
  }

  private static boolean hasTimes(List<TimeClause> clauses) {
    for (TimeClause clause : clauses) {
      TimeClause.@Nullable Anchor anchor =
          clause instanceof TimeClause.After after
              ? after.anchor()
              : clause instanceof TimeClause.Before before
                  ? before.anchor()
                  : clause instanceof TimeClause.Until until ? until.anchor() : null;
      boolean ofEvents = clause instanceof TimeClause.Between || (anchor != null && anchor.time() == null);
      if (!ofEvents) {
        return true;
      }
    }
    return false;
  }

  Monitor monitor() {
    return monitor;
  }

  boolean needsMoreThanText() {
    return needsTime || needsHart || needsSource;
  }

  /** Looks whether a line that matters tells what is needed. */
  void see(LogLine line) {
    boolean lacksTime = needsTime && line.timeNs() < 0;
    boolean lacksHart = needsHart && line.hart() < 0;
    boolean lacksSource = needsSource && line.source() == null;
    if (!missing.isEmpty() || !(lacksTime || lacksHart || lacksSource)) {
      return;
    }
    for (EventMatcher event : monitor.events()) {
      if (event.matchesText(line.body())) {
        missing = "line " + line.number() + " does not tell its " + (lacksTime ? "time" : lacksHart ? "hart" : "task");
        return;
      }
    }
  }

  /** Looks whether a line that has no end would decide, and might not have if it had gone on. */
  void seeUnended(LogLine line) {
    Expectation.Form form = monitor.source().form();
    // These are decided by lines that match nothing.
    boolean depends = form instanceof Expectation.Complete || (form instanceof Expectation.Order order && order.strict());
    for (EventMatcher event : events) {
      depends |= event.matchesText(line.body()) && !event.isSureOf(line.body());
    }
    if (depends && missing.isEmpty()) {
      missing = "line " + line.number() + " has no end, so it may have gone on";
    }
  }

  /** Whether it passes by lines that came, whatever else may have come. */
  boolean isPresence() {
    Expectation.Form form = monitor.source().form();
    if (inPhase) {
      // Where the phase began may lie in what is missing.
      return form instanceof Expectation.Phase;
    }
    return (form instanceof Expectation.Occurs occurs && occurs.clauses().isEmpty())
        || (form instanceof Expectation.Order order && !order.strict())
        || (form instanceof Expectation.Group group && group.kind() != Expectation.Group.Kind.EXCLUSIVE)
        || (form instanceof Expectation.Count count
            && count.kind() == Expectation.Count.Kind.AT_LEAST
            && count.window() == null
            && count.clauses().isEmpty());
  }

  /** Whether a line that fails it does so whatever else came. */
  private boolean isAbsence() {
    Expectation.Form form = monitor.source().form();
    return !inPhase && isAbsence(form);
  }

  private static boolean isAbsence(Expectation.Form form) {
    return (form instanceof Expectation.Never never && never.clauses().isEmpty())
        || form instanceof Expectation.Complete
        || (form instanceof Expectation.Group group && group.kind() == Expectation.Group.Kind.EXCLUSIVE);
  }

  /**
   * Why the log cannot tell; empty where it can.
   *
   * @param byLine whether a line decided it
   */
  String unknown(Judgement judgement, boolean headCut, boolean byLine) {
    if (!ofLines) {
      return "a log tells of lines alone";
    }
    if (!missing.isEmpty()) {
      return missing;
    }
    boolean safe =
        judgement == Judgement.UNDECIDED
            || (judgement == Judgement.PASSED && isPresence())
            || (judgement == Judgement.FAILED && byLine && isAbsence());
    return headCut && !safe ? "the start of the log may be missing" : "";
  }
}
