// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.Breakpoint;
import dev.nxs.Condition;
import dev.nxs.ConsoleLine;
import dev.nxs.ExpectationResult;
import dev.nxs.Failure;
import dev.nxs.Positions;
import dev.nxs.Report;
import dev.nxs.Session;
import dev.nxs.Stop;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Durations;
import dev.nxs.report.FailureText;
import dev.nxs.syntax.diag.Renderer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The commands that go somewhere, and what is said about where they stopped. */
final class MotionCommands {
  private final Shell shell;
  private final Session session;
  private int focusedHart;
  private @Nullable String focusedTask;
  private @Nullable Stop last;

  /** What was run to and came, for the file that a session becomes. */
  private final List<Reached> reached = new ArrayList<>();

  /** A condition that came at a place. */
  record Reached(Condition condition, Position position) {}

  MotionCommands(Shell shell) {
    this.shell = shell;
    this.session = shell.session();
  }

  void run(Words words) throws CommandException {
    if (words.isAtEnd()) {
      forward(session::run);
    } else if (words.takes("for")) {
      long untilNs = later(duration(words.rest(), words));
      forward(() -> session.runTo(new Position(untilNs, Long.MAX_VALUE)));
    } else if (words.takes("until")) {
      until(words.rest(), words);
    } else {
      throw CommandException.usage(
          words.line(), "`run` goes on as it is, `for` a time, or `until` something", "such as `run for 5ms`");
    }
  }

  private void until(String text, Words words) throws CommandException {
    int timeout = text.lastIndexOf(" timeout ");
    long timeoutNs = timeout < 0 ? Column.NEVER : duration(text.substring(timeout + 9), words);
    String what = timeout < 0 ? text : text.substring(0, timeout).strip();
    if (Places.isPlace(what)) {
      untilPlace(what, timeoutNs, words);
      return;
    }
    Condition condition = Places.condition(what);
    Stop stop;
    if (timeout < 0) {
      stop = forward(() -> session.runUntil(condition));
    } else {
      long untilNs = later(timeoutNs);
      stop = forward(() -> session.runUntil(condition, Math.max(0, untilNs - session.position().timeNs())));
    }
    if (stop.kind() == Stop.Kind.CONDITION) {
      reached.add(new Reached(condition, stop.position()));
    } else if (stop.kind() == Stop.Kind.TIMEOUT) {
      throw CommandException.failed("timeout");
    } else if (stop.kind() == Stop.Kind.END) {
      shell.print("it did not come: " + condition.text() + "\n");
      throw CommandException.failed("end");
    }
  }

  private void untilPlace(String text, long timeoutNs, Words words) throws CommandException {
    Position place = Positions.parse(text);
    Position here = session.position();
    boolean behind = place.timeNs() < here.timeNs() || (place.timeNs() == here.timeNs() && place.step() < here.step());
    if (behind) {
      throw CommandException.usage(
          words.line(), Positions.text(place) + " lies behind " + here.text(), "`back to " + text + "` goes there");
    }
    if (place.timeNs() <= later(timeoutNs)) {
      forward(() -> session.runTo(place));
      return;
    }
    Position last = new Position(later(timeoutNs), Long.MAX_VALUE);
    if (forward(() -> session.runTo(last)).kind() == Stop.Kind.DONE) {
      shell.print("it was not reached in time: " + text + "\n");
      throw CommandException.failed("timeout");
    }
  }

  private long later(long ns) {
    long nowNs = session.position().timeNs();
    return nowNs > Column.NEVER - ns ? Column.NEVER : nowNs + ns;
  }

  private static long duration(String text, Words words) throws CommandException {
    OptionalLong ns = Durations.parse(text.strip());
    if (ns.isEmpty() || ns.getAsLong() < 0) {
      throw CommandException.usage(words.line(), "`" + text + "` is no duration", "it is written with its unit, such as `5ms`");
    }
    return ns.getAsLong();
  }

  void step(Words words) throws CommandException {
    if (words.takes("hart")) {
      int hart = number(words);
      long count = words.count(1);
      forward(() -> session.stepHart(hart, count));
    } else if (words.takes("task")) {
      String task = words.next();
      long count = words.count(1);
      forward(() -> session.stepTask(task, count));
    } else {
      long count = words.count(1);
      words.end();
      forward(() -> session.step(count));
    }
  }

  private static int number(Words words) throws CommandException {
    String word = words.next();
    OptionalLong number = Words.number(word);
    if (number.isEmpty()) {
      throw CommandException.usage(words.line(), "`" + word + "` is no number of a hart", null);
    }
    return (int) number.getAsLong();
  }

  void next(Words words) throws CommandException {
    long count = words.count(1);
    words.end();
    forward(() -> session.next(focusedHart, count));
  }

  void finish(Words words) throws CommandException {
    String task = words.isAtEnd() ? focusedTask() : words.next();
    words.end();
    if (task == null) {
      throw CommandException.usage(
          words.line(), "no task runs on hart " + focusedHart, "name one: `finish ui`, or `focus task ui`");
    }
    forward(() -> session.finish(task));
  }

  /** The focused task, or what runs on the focused hart; null for none. */
  private @Nullable String focusedTask() {
    if (focusedTask != null) {
      return focusedTask;
    }
    String running = session.query("current(hart(" + focusedHart + "))").text();
    return running.equals("kernel") || running.equals("0") ? null : running;
  }

  void back(Words words) throws CommandException {
    if (words.takes("run")) {
      words.end();
      tellBack(session.backRun());
    } else if (words.takes("to")) {
      String text = words.rest();
      tellBack(Places.isPlace(text) ? session.goTo(Positions.parse(text)) : session.backTo(Places.condition(text)));
    } else {
      long count = words.count(1);
      words.end();
      tellBack(session.back(count));
    }
  }

  void backRun(Words words) throws CommandException {
    words.end();
    tellBack(session.backRun());
  }

  void goTo(Words words) throws CommandException {
    String place = words.rest();
    Stop stop =
        switch (place) {
          case "start" -> session.goToStart();
          case "end" -> session.goToEnd();
          default -> session.goTo(Positions.parse(place));
        };
    tellMoved(stop);
  }

  void restart(Words words) throws CommandException {
    words.end();
    tellMoved(session.goToStart());
  }

  void undo(Words words) throws CommandException {
    words.end();
    Stop stop = session.undo();
    if (stop.kind() == Stop.Kind.NOT_FOUND) {
      throw CommandException.usage(words.line(), stop.what(), null);
    }
    tellMoved(stop);
  }

  void focus(Words words) throws CommandException {
    if (words.takes("hart")) {
      int hart = number(words);
      session.query("idle(hart(" + hart + "))");
      focusedHart = hart;
      focusedTask = null;
    } else if (words.takes("task")) {
      String task = words.rest();
      session.why(task);
      focusedTask = task;
    } else {
      words.end();
    }
    shell.print("focus: " + focus() + "\n");
  }

  private String focus() {
    return focusedTask == null ? "hart " + focusedHart : "hart " + focusedHart + ", task " + focusedTask;
  }

  void where(Words words) throws CommandException {
    words.end();
    StringBuilder text = new StringBuilder(session.position().text());
    text.append(session.isSettled() ? "" : " (in the middle of the instant)").append("   focus: ").append(focus()).append('\n');
    if (last != null) {
      text.append("stopped by ").append(reason(last)).append('\n');
    }
    List<ConsoleLine> lines = session.markers();
    if (!lines.isEmpty()) {
      text.append("last line: ").append(Renderer.visible(shell.format().line(lines.get(lines.size() - 1)))).append('\n');
    }
    text.append("lines ").append(lines.size()).append(", events ").append(session.position().step());
    text.append(" of ").append(session.furthestStep()).append(" seen");
    session.end().ifPresent(end -> text.append(", ended by ").append(end.text()));
    shell.print(text.append('\n').toString());
  }

  /** Runs on, through the traces on the way. */
  private Stop forward(Supplier<Stop> motion) throws CommandException {
    Position from = session.position();
    Stop stop = traced(motion.get());
    while (stop.kind() == Stop.Kind.BREAKPOINT && shell.traces().containsKey(stop.breakpoint())) {
      stop = traced(motion.get());
    }
    last = stop;
    tell(stop, from);
    return stop;
  }

  /** Runs the traces that were met; the stop, told by one that is no trace where there is one. */
  private Stop traced(Stop stop) throws CommandException {
    Stop told = stop;
    for (int number : stop.met()) {
      String commands = shell.traces().get(number);
      Stop each = number == stop.breakpoint() ? stop : stopAt(stop, number);
      if (commands != null) {
        shell.print(stopLine(each, stop.from()) + "\n");
        shell.nested(commands);
      } else if (shell.traces().containsKey(told.breakpoint())) {
        told = each;
      }
    }
    return told;
  }

  /** A stop as another breakpoint that was met there would tell it. */
  private Stop stopAt(Stop stop, int number) {
    for (Breakpoint breakpoint : session.breakpoints()) {
      if (breakpoint.number() == number) {
        Stop.Kind kind = breakpoint.kind() == Breakpoint.Kind.WATCH ? Stop.Kind.WATCH : Stop.Kind.BREAKPOINT;
        return new Stop(
            kind, stop.position(), stop.from(), stop.lines(), number, breakpoint.text(), stop.hart(), stop.task(), null, List.of());
      }
    }
    return stop;
  }

  private void tell(Stop stop, Position from) throws CommandException {
    shell.print(stopLine(stop, from) + "\n");
    if (stop.kind() == Stop.Kind.FAILURE) {
      failures(stop);
    } else if (stop.kind() == Stop.Kind.END) {
      verdicts();
    }
    shell.failed(Shell.exitOf(stop));
    shell.looks().displayAll();
  }

  private String stopLine(Stop stop, Position from) {
    StringBuilder line = new StringBuilder();
    line.append(shell.paint().bold("stop")).append(' ').append(reason(stop)).append(" at ").append(stop.position().text());
    if (stop.hart() >= 0) {
      line.append("  h").append(stop.hart()).append('/').append(stop.task() == null ? "kernel" : stop.task());
    }
    long events = stop.position().step() - from.step();
    long ns = stop.position().timeNs() - from.timeNs();
    line.append("   (").append(events < 0 ? "" : "+").append(events).append(events == 1 ? " event, " : " events, ");
    line.append(ns < 0 ? "" : "+").append(Durations.text(ns)).append(')');
    return line.toString();
  }

  private String reason(Stop stop) {
    String what = Renderer.visible(stop.what());
    return switch (stop.kind()) {
      case DONE -> "done";
      case BREAKPOINT -> "b" + stop.breakpoint() + " " + quoted(stop, what);
      case WATCH -> "w" + stop.breakpoint() + " " + what;
      case CONDITION -> "until " + quoted(stop, what);
      case FAILURE -> shell.paint().bad("failure");
      case END -> "end (" + what + ")";
      case TIMEOUT -> shell.paint().bad("timeout") + " of " + what;
      case NOT_FOUND -> "not found: " + what;
      case INTERRUPTED -> "interrupted";
      case START -> "start";
    };
  }

  /** Lines in quotes; conditions as they were typed. */
  private String quoted(Stop stop, String what) {
    boolean line = stop.hart() >= 0 && session.markers().stream().anyMatch(each -> each.text().equals(stop.what()));
    return line ? "\"" + what + "\"" : what;
  }

  private void failures(Stop stop) {
    Report report = session.report();
    List<Failure> told = new ArrayList<>();
    for (Failure failure : report.failures()) {
      if (failure.position().step() >= stop.from().step()) {
        told.add(failure);
      }
    }
    shell.print(new FailureText(shell.renderer()).write(told.isEmpty() ? report.failures() : told));
  }

  private void verdicts() {
    Report report = session.report();
    for (ExpectationResult each : report.expectations()) {
      String detail = each.detail().isEmpty() ? "" : "   (" + Renderer.visible(each.detail()) + ")";
      shell.print("# " + each.verdict().text() + "  " + Renderer.visible(each.text()) + detail + "\n");
    }
    shell.print("# " + Renderer.visible(report.title()) + ": " + report.verdict().text() + "   hash " + report.hashText() + "\n");
    if (!report.failures().isEmpty()) {
      shell.print(new FailureText(shell.renderer()).write(report.failures()));
    }
    int exit =
        switch (report.verdict()) {
          case FAILED -> CommandException.FAILED;
          case STOPPED -> 3;
          case UNDECIDED -> 4;
          default -> 0;
        };
    shell.failed(exit);
  }

  private void tellBack(Stop stop) throws CommandException {
    if (stop.kind() == Stop.Kind.NOT_FOUND) {
      shell.print("not found before " + stop.position().text() + ": " + Renderer.visible(stop.what()) + "\n");
      throw CommandException.failed("not found");
    }
    if (stop.kind() == Stop.Kind.BREAKPOINT || stop.kind() == Stop.Kind.WATCH) {
      shell.print(stopLine(stop, stop.from()) + "\n");
    }
    tellMoved(stop);
  }

  /** Says from where to where, and which lines are not written any more. */
  void tellMoved(Stop stop) throws CommandException {
    last = stop;
    boolean back = stop.events() < 0 || stop.durationNs() < 0;
    StringBuilder text = new StringBuilder(back ? "back " : "went ");
    text.append(stop.from().text()).append(" -> ").append(stop.position().text());
    long lines = Math.abs(stop.lines());
    if (lines > 0) {
      text.append("   ").append(lines).append(lines == 1 ? " line " : " lines ").append(stop.lines() < 0 ? "taken back" : "more");
      List<ConsoleLine> left = session.markers();
      text.append(
          left.isEmpty()
              ? "; none is left"
              : "; the last line is now \"" + Renderer.visible(left.get(left.size() - 1).text()) + "\"");
    }
    shell.print(text.append('\n').toString());
    shell.looks().displayAll();
  }

  /** What was run to and came. */
  List<Reached> reached() {
    return reached;
  }

  /** The name of a breakpoint as stops show it. */
  static String name(Breakpoint breakpoint) {
    return (breakpoint.kind() == Breakpoint.Kind.WATCH ? "w" : "b") + breakpoint.number();
  }
}
