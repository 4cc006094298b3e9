// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Durations;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a session stands, and all the ways in which it gets elsewhere. */
final class Motions {
  /** Motions that can be undone. */
  private static final int UNDONE = 1_000;

  private final BooleanSupplier interrupted;
  private final Questions questions = new Questions(this);
  private final Breakpoints breakpoints = new Breakpoints(questions);
  private final Deque<Snapshot> before = new ArrayDeque<>();
  private final Object session;
  private SessionText text;
  private Timeline timeline;

  /**
   * Stands at boot.
   *
   * @param session whose motions these are; snapshots of others are refused
   */
  Motions(Object session, SessionText text, BooleanSupplier interrupted) {
    this.session = session;
    this.text = text;
    this.interrupted = interrupted;
    timeline = text.boot(interrupted);
  }

  SessionText text() {
    return text;
  }

  Timeline timeline() {
    return timeline;
  }

  Questions questions() {
    return questions;
  }

  Breakpoints breakpoints() {
    return breakpoints;
  }

  /** Where a motion begins. */
  private final class Start {
    private final Position position = timeline.position();
    private final long lines = timeline.record().word(RunRecord.LINES);

    Stop stop(Stop.Kind kind, String what) {
      return stop(kind, 0, what, -1, null);
    }

    Stop stop(Stop.Kind kind, int breakpoint, String what, int hart, @Nullable String task) {
      long written = timeline.record().word(RunRecord.LINES) - lines;
      End end = kind == Stop.Kind.END || kind == Stop.Kind.FAILURE ? timeline.end() : null;
      return new Stop(kind, timeline.position(), position, written, breakpoint, what, hart, task, end, List.of());
    }

    Stop found(Stops.Hit hit) {
      String task = hit.pid() > 0 ? timeline.run().nameOf(hit.pid()) : null;
      if (hit.id() == 0) {
        return stop(Stop.Kind.CONDITION, 0, hit.text() == null ? "" : hit.text(), hit.hart(), task);
      }
      Breakpoint breakpoint = breakpoints.get(hit.id());
      boolean watch = breakpoint.kind() == Breakpoint.Kind.WATCH;
      String what =
          watch
              ? breakpoint.text() + ": " + questions.show(breakpoint.text(), hit.before()) + " -> "
                  + questions.show(breakpoint.text(), hit.after())
              : hit.text() == null ? breakpoint.text() : hit.text();
      return stop(watch ? Stop.Kind.WATCH : Stop.Kind.BREAKPOINT, hit.id(), what, hit.hart(), task);
    }
  }

  /** Moves, so that it can be undone; a motion that fails leaves everything as it was. */
  Stop move(Supplier<Stop> motion) {
    Snapshot here = here();
    Stop stop;
    try {
      stop = motion.get();
    } catch (Timeline.Interrupted e) {
      put(here);
      return new Start().stop(Stop.Kind.INTERRUPTED, "");
    }
    boolean stayed = here.timeline() == timeline && here.position().equals(stop.position());
    if (!stayed) {
      before.push(here);
      if (before.size() > UNDONE) {
        before.removeLast();
      }
    }
    return stop;
  }

  Snapshot here() {
    Machine machine = timeline.machine();
    return new Snapshot(session, timeline, text, machine.snapshot(), machine.position(), timeline.end());
  }

  // ---- forward

  /**
   * Runs to a place, or to the first breakpoint, failure or end before it.
   *
   * @param untilNs {@code Column.NEVER} where only the step counts
   * @param untilStep {@code Long.MAX_VALUE} where only the instant counts
   * @param own what this motion alone looks for
   */
  Stop forward(long untilNs, long untilStep, List<Stops.Sought> own) {
    Start start = new Start();
    List<Stops.Sought> all = new ArrayList<>(own);
    all.addAll(breakpoints.sought());
    Set<Integer> passed = new HashSet<>();
    Breakpoint place = breakpoints.nextPlace(timeline.position(), timeline.isSettled(), passed);
    while (true) {
      Position stopAt = place == null ? new Position(untilNs, untilStep) : sooner(untilNs, untilStep, place);
      Stops stops = new Stops(timeline.run(), all, true);
      End end = timeline.forward(stopAt.timeNs(), stopAt.step(), stops);
      if (end == End.INTERRUPTED) {
        return start.stop(Stop.Kind.INTERRUPTED, "");
      }
      if (end != null) {
        boolean failed = end == End.FAILURE || end == End.TASK_LIMIT;
        return start.stop(failed ? Stop.Kind.FAILURE : Stop.Kind.END, end.text());
      }
      List<Stops.Hit> met = met(stops);
      if (!met.isEmpty()) {
        Stop stop = start.found(met.get(0));
        List<Integer> numbers = met.stream().map(Stops.Hit::id).filter(number -> number != 0).toList();
        numbers.forEach(breakpoints::stopped);
        return stop.with(numbers.stream().filter(number -> number != stop.breakpoint()).toList());
      }
      if (stops.hits().isEmpty()) {
        if (place == null || isAt(new Position(untilNs, untilStep))) {
          return start.stop(Stop.Kind.DONE, "");
        }
        if (isAt(Breakpoints.place(place))) {
          return place(start, place);
        }
        // Another run has another event there, or none at that instant.
        passed.add(place.number());
        place = breakpoints.nextPlace(timeline.position(), timeline.isSettled(), passed);
      }
    }
  }

  private Stop place(Start start, Breakpoint place) {
    breakpoints.stopped(place.number());
    return start.stop(Stop.Kind.BREAKPOINT, place.number(), place.text(), -1, null);
  }

  private boolean isAt(Position place) {
    Position here = timeline.position();
    return here.timeNs() == place.timeNs() && (place.step() == Long.MAX_VALUE || place.step() == here.step());
  }

  private static Position sooner(long untilNs, long untilStep, Breakpoint breakpoint) {
    Position place = Breakpoints.place(breakpoint);
    return new Position(Math.min(untilNs, place.timeNs()), Math.min(untilStep, place.step()));
  }

  /** The hits that stop, one of each breakpoint; those that are to be ignored some more times are counted and passed. */
  private List<Stops.Hit> met(Stops stops) {
    Map<Integer, Stops.Hit> met = new LinkedHashMap<>();
    for (Stops.Hit hit : stops.hits()) {
      if (!met.containsKey(hit.id()) && (hit.id() == 0 || breakpoints.stops(hit.id()))) {
        met.put(hit.id(), hit);
      }
    }
    return List.copyOf(met.values());
  }

  /** Runs to a place, or to the first breakpoint, failure or end before it; a place that the run does not have is refused. */
  Stop runTo(Position place) {
    if (place.step() != Long.MAX_VALUE) {
      requirePlace(place);
    }
    return forward(place.timeNs(), place.step(), List.of());
  }

  /** Refuses a place that the run does not have; the session stays where it is. */
  void requirePlace(Position place) {
    Snapshot here = here();
    goTo(place);
    put(here);
  }

  /** Runs until something was found some times. */
  Stop repeated(long times, Stops.Sought what) {
    if (times < 1) {
      throw new IllegalArgumentException("a motion is made 1 time or more: times=" + times);
    }
    Start start = new Start();
    Stop stop = forward(Column.NEVER, Long.MAX_VALUE, List.of(what));
    for (long i = 1; i < times && stop.kind() == Stop.Kind.CONDITION; i++) {
      stop = forward(Column.NEVER, Long.MAX_VALUE, List.of(what));
    }
    Stop.Kind kind = stop.kind() == Stop.Kind.CONDITION ? Stop.Kind.DONE : stop.kind();
    return start.stop(kind, stop.breakpoint(), stop.what(), stop.hart(), stop.task()).with(stop.also());
  }

  /** Runs until a condition comes, or to an instant at most. */
  Stop until(Condition condition, long untilNs) {
    Stops.Sought sought = Stops.Sought.probe(0, questions.probe(condition));
    Start start = new Start();
    Stop stop = forward(untilNs, Long.MAX_VALUE, List.of(sought));
    return switch (stop.kind()) {
      case DONE -> start.stop(Stop.Kind.TIMEOUT, condition.text());
      case CONDITION -> start.stop(
          stop.kind(), 0, stop.what().isEmpty() ? condition.text() : stop.what(), stop.hart(), stop.task())
          .with(stop.also());
      default -> stop;
    };
  }

  // ---- back, and anywhere

  /** Goes some events back; more than there are lead to the start. */
  Stop back(long events) {
    Start start = new Start();
    long step = timeline.step() - events;
    if (step <= 0) {
      return toStart();
    }
    timeline.goTo(Column.NEVER, step);
    return start.stop(Stop.Kind.DONE, "");
  }

  /** Goes back to the last breakpoint, or to the start. */
  Stop backRun() {
    Start start = new Start();
    Breakpoint place = breakpoints.lastPlace(timeline.position());
    Stops.Hit hit = timeline.lastHit(breakpoints.sought());
    if (place != null && (hit == null || hit.timeNs() < Breakpoints.place(place).timeNs())) {
      goTo(Breakpoints.place(place));
      return place(start, place);
    }
    if (hit == null) {
      return toStart();
    }
    timeline.goTo(hit.timeNs(), hit.step());
    Stop stop = start.found(hit);
    breakpoints.stopped(hit.id());
    return stop;
  }

  /** Goes back to where a condition came last. */
  Stop backTo(Condition condition) {
    Start start = new Start();
    Stops.Hit hit = timeline.lastHit(List.of(Stops.Sought.probe(0, questions.probe(condition))));
    if (hit == null) {
      return start.stop(Stop.Kind.NOT_FOUND, condition.text());
    }
    timeline.goTo(hit.timeNs(), hit.step());
    return start.found(hit);
  }

  /** Goes to boot. */
  Stop toStart() {
    Start start = new Start();
    timeline.toStart();
    return start.stop(Stop.Kind.START, "");
  }

  /** Goes to a place, past all breakpoints. */
  Stop goTo(Position place) {
    Start start = new Start();
    if (!timeline.goTo(place.timeNs(), place.step())) {
      throw Questions.refused(
          Code.NO_SUCH_POSITION, Positions.text(place), "the run has no place " + Positions.text(place) + nearest(place));
    }
    return start.stop(Stop.Kind.DONE, "");
  }

  /** Where the event of a place that does not exist is, or where the run ends. */
  private String nearest(Position place) {
    Snapshot here = here();
    if (place.step() == Long.MAX_VALUE || !timeline.goTo(Column.NEVER, place.step())) {
      return "; it ends at " + timeline.last().text();
    }
    String told = "; event " + place.step() + " is at " + Durations.text(timeline.position().timeNs());
    put(here);
    return told;
  }

  /** Goes to the end of the run, past all breakpoints; failures on the way are passed, too. */
  Stop toEnd() {
    Start start = new Start();
    End end = timeline.toEnd();
    return start.stop(end == End.INTERRUPTED ? Stop.Kind.INTERRUPTED : Stop.Kind.END, end == null ? "" : end.text());
  }

  /** Takes the last motion back. */
  Stop undo() {
    Start start = new Start();
    Snapshot last = before.poll();
    if (last == null) {
      return start.stop(Stop.Kind.NOT_FOUND, "nothing to undo");
    }
    put(last);
    return start.stop(Stop.Kind.DONE, "");
  }

  /** Goes to a place that was kept, in the run of then. */
  Stop restore(Snapshot snapshot) {
    if (snapshot.session() != session) {
      throw new IllegalArgumentException("the snapshot is of another session");
    }
    Start start = new Start();
    put(snapshot);
    return start.stop(Stop.Kind.DONE, "");
  }

  private void put(Snapshot snapshot) {
    timeline = snapshot.timeline();
    text = snapshot.text();
    timeline.restore(snapshot.state(), snapshot.end());
  }

  // ---- other runs

  /** Adds a declaration, and goes to this place, or at least this instant, of the new run. */
  Stop add(String declaration) {
    SessionText changed = text.adding(declaration);
    Position here = timeline.position();
    return fork(changed, timeline.isSettled() ? new Position(here.timeNs(), Long.MAX_VALUE) : here);
  }

  /** Makes something happen now, or a nanosecond later where everything of this instant has happened. */
  Stop act(String statements) {
    long timeNs = timeline.position().timeNs();
    long atNs = timeline.isSettled() ? Math.addExact(timeNs, 1) : timeNs;
    return fork(text.acting(atNs, statements), new Position(atNs, Long.MAX_VALUE));
  }

  /** Sets a parameter of the scenario, or the number of harts, from boot on. */
  Stop set(String name, String value) {
    Position here = timeline.position();
    SessionText changed = text.setting(name, value);
    return fork(changed, timeline.isSettled() ? new Position(here.timeNs(), Long.MAX_VALUE) : here);
  }

  private Stop fork(SessionText changed, Position place) {
    Start start = new Start();
    Timeline other = changed.boot(interrupted);
    if (!other.goTo(place.timeNs(), place.step())) {
      // The new run has ended before, or its events are others.
      other.goTo(place.timeNs(), Long.MAX_VALUE);
    }
    text = changed;
    timeline = other;
    return start.stop(Stop.Kind.DONE, "");
  }

  /** Starts over with another text. */
  Stop reload(Source source) {
    Start start = new Start();
    SessionText changed = text.reading(source);
    timeline = changed.boot(interrupted);
    text = changed;
    return start.stop(Stop.Kind.START, "");
  }

  /** Collects the figures of an expression from boot on, in a run that is otherwise the same, and comes back here. */
  void ask(String expression) {
    Position here = timeline.position();
    SessionText asking = text.asking(expression);
    Timeline other = asking.boot(interrupted);
    other.goTo(here.timeNs(), here.step());
    text = asking;
    timeline = other;
  }

  /** The tasks by pid; 0 is the kernel. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    names.add("kernel");
    for (int pid = 1; pid <= timeline.machine().view().tasks(); pid++) {
      names.add(timeline.run().nameOf(pid));
    }
    return names;
  }

  /**
   * The pid of a task by its name.
   *
   * @throws NxsException if there is none
   */
  int pid(String task) {
    List<String> names = names();
    int pid = names.indexOf(task);
    if (pid < 1) {
      String meant = Suggest.closest(task, names.subList(1, names.size()));
      throw Questions.refused(
          Code.UNKNOWN_NAME,
          task,
          "no task is called `" + task + "`" + (meant == null ? "" : ", did you mean `" + meant + "`?"));
    }
    return pid;
  }
}
