// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A machine under test: built task by task, watched by one recorder, and checked by {@link Invariants} after every step
 * that a test lets it take.
 */
final class Rig {
  static final long US = 1_000;
  static final long MS = 1_000_000;
  static final long NEVER = Column.NEVER;

  /** A line of the trace. */
  record Line(EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third, String text) {}

  /** The parts of a task that a test sets; the others have the defaults of the language. */
  static final class Task {
    private QosClass qos = QosClass.NORMAL;
    private @Nullable List<Integer> affinity;
    private int shares = 100;
    private long startNs;
    private String identity;
    private boolean service;
    private long periodNs;
    private long deadlineNs;
    private int port = -1;
    private long priority;

    Task(String name) {
      this.identity = name;
    }

    Task qos(QosClass value) {
      qos = value;
      return this;
    }

    Task on(Integer... harts) {
      affinity = List.of(harts);
      return this;
    }

    Task shares(int value) {
      shares = value;
      return this;
    }

    Task start(long ns) {
      startNs = ns;
      return this;
    }

    Task identity(String value) {
      identity = value;
      return this;
    }

    Task service() {
      service = true;
      return this;
    }

    Task period(long ns, long deadline) {
      periodNs = ns;
      deadlineNs = deadline;
      return this;
    }

    Task priority(long value) {
      priority = value;
      return this;
    }

    Task port(int endpoint) {
      port = endpoint;
      return this;
    }
  }

  final MachineConfig.Builder builder = MachineConfig.builder();
  final List<Line> trace = new ArrayList<>();
  private final List<String> names = new ArrayList<>(List.of("kernel"));
  private int spawnable;
  private @Nullable MachineConfig config;
  private @Nullable Machine machine;
  private @Nullable Invariants invariants;

  Rig(int harts) {
    builder.harts(harts);
  }

  /** Adds a task with default arguments; its pid. */
  @CanIgnoreReturnValue
  int task(String name, QosClass qos, Program program) {
    return task(name, program, task -> task.qos(qos));
  }

  @CanIgnoreReturnValue
  int task(String name, Program program) {
    return task(name, program, task -> task);
  }

  @CanIgnoreReturnValue
  int task(String name, Program program, UnaryOperator<Task> with) {
    Task task = with.apply(new Task(name));
    builder.task(
        new MachineConfig.TaskSpec(
            name,
            program,
            task.qos,
            task.affinity,
            task.shares,
            task.startNs,
            task.identity,
            task.service,
            task.periodNs,
            task.deadlineNs,
            task.port,
            List.of(),
            task.priority));
    names.add(name);
    return names.size() - 1;
  }

  /** Lets tasks spawn a program, so many at a time; the number of the program. Comes behind all declared tasks. */
  @CanIgnoreReturnValue
  int spawnable(String name, Program program, int count) {
    builder.spawn(
        Collections.nCopies(
            count,
            new MachineConfig.TaskSpec(
            name, program, QosClass.NORMAL, null, 100, NEVER, "", false, 0, 0, -1, List.of())));
    for (int i = 0; i < count; i++) {
      names.add(name + i);
    }
    return spawnable++;
  }

  /** Adds an act of the world at an instant. */
  @CanIgnoreReturnValue
  Rig at(long ns, Program program) {
    builder.act(new ActSpec(ns, 0, ns, program));
    return this;
  }

  MachineConfig config() {
    if (config == null) {
      config = builder.build();
    }
    return config;
  }

  /** The machine; the first call boots it. */
  Machine machine() {
    if (machine == null) {
      machine = Machine.boot(config());
      machine.attach(new Recorder(trace));
      invariants = new Invariants(machine);
      check(invariants);
    }
    return machine;
  }

  MachineView view() {
    return machine().view();
  }

  private static void check(Invariants invariants) {
    List<String> broken = invariants.check();
    if (!broken.isEmpty()) {
      throw new AssertionError(String.join("\n", broken));
    }
  }

  /** Forgets what the checker saw, because the machine was put back. */
  void putBack(Snapshot place) {
    machine().restore(place);
    if (invariants != null) {
      invariants.forget();
    }
  }

  /** One checked step; false if nothing can happen any more. */
  @CanIgnoreReturnValue
  boolean step() {
    Machine it = machine();
    boolean stepped = it.step();
    if (invariants == null) {
      throw new AssertionError("booted without a checker");
    }
    check(invariants);
    return stepped;
  }

  /** So many steps, or all that there are. */
  void steps(int most) {
    int taken = 0;
    while (taken < most && step()) {
      taken++;
    }
  }

  /** Steps through all that happens up to an instant. */
  @CanIgnoreReturnValue
  Rig run(long untilNs) {
    while (machine().nextEventNs() <= untilNs && machine().nextEventNs() != NEVER) {
      step();
    }
    if (machine().nextEventNs() != NEVER && untilNs > machine().nowNs()) {
      machine().idleUntil(untilNs);
    }
    return this;
  }

  /** Steps until nothing can happen any more. */
  @CanIgnoreReturnValue
  Rig runOut() {
    steps(Integer.MAX_VALUE);
    return this;
  }

  /** Who was dispatched where and when: {@code a/0@5}, times in microseconds. */
  String dispatched() {
    StringBuilder out = new StringBuilder();
    for (Line line : trace) {
      if (line.kind() == EventKind.DISPATCH) {
        out.append(out.isEmpty() ? "" : " ").append(names.get(line.pid())).append('/').append(line.hart()).append('@')
            .append(micros(line.timeNs()));
      }
    }
    return out.toString();
  }

  private static String micros(long ns) {
    return ns % US == 0 ? Long.toString(ns / US) : ns / US + "." + String.format(java.util.Locale.ROOT, "%03d", ns % US);
  }

  /** Who ran in each unit of time on a hart: the first letter of its name, or a dot. */
  String gantt(int hart, long unitNs, long untilNs) {
    StringBuilder out = new StringBuilder();
    for (int cell = 0; cell < untilNs / unitNs; cell++) {
      int runs = 0;
      for (Line line : trace) {
        if (line.timeNs() > cell * unitNs || line.hart() != hart) {
          continue;
        }
        if (line.kind() == EventKind.DISPATCH) {
          runs = line.pid();
        } else if (line.kind() == EventKind.IDLE) {
          runs = 0;
        }
      }
      out.append(runs == 0 ? '.' : names.get(runs).charAt(0));
    }
    return out.toString();
  }

  /** The texts of markers, in order. */
  List<String> markers() {
    return texts(EventKind.MARKER);
  }

  List<String> texts(EventKind kind) {
    return trace.stream().filter(line -> line.kind() == kind).map(Line::text).toList();
  }

  List<Line> events(EventKind kind) {
    return trace.stream().filter(line -> line.kind() == kind).toList();
  }

  long count(EventKind kind) {
    return events(kind).size();
  }

  Pid pid(int number) {
    return new Pid(number);
  }

  /** Keeps every event. */
  static final class Recorder implements TraceSink {
    private final List<Line> lines;

    Recorder(List<Line> lines) {
      this.lines = lines;
    }

    @Override
    public long interest() {
      return -1;
    }

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
      lines.add(new Line(kind, timeNs, step, hart, pid, first, second, third, ""));
    }

    @Override
    public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
      lines.add(new Line(kind, timeNs, step, hart, pid, 0, 0, 0, text));
    }
  }
}
