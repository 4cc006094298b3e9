// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.expect.LimitException;
import dev.nxs.expect.Plan;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.Snapshot;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of one text that can be at any of its places: it goes forward by running, and back by restoring a checkpoint
 * and replaying. The same place is the same state, word for word, however it was reached.
 */
final class Timeline {
  private final Image image;
  private final Drive drive;
  private final WatchedMachine run;
  private final Machine machine;
  private final Checkpoints checkpoints;
  private final RunOptions options;
  private final @Nullable End atStart;
  private @Nullable End end;
  private String reason = "";
  private boolean muted;
  private long furthestStep;

  Timeline(
      Image image,
      Plan plan,
      MachineConfig config,
      RunOptions options,
      EngineOptions engine,
      BooleanSupplier interrupted) {
    this.image = image;
    this.options = options;
    ConsoleListener listener = options.listener();
    RunOptions own =
        options.listener(
            line -> {
              if (!muted && listener != null) {
                listener.line(line);
              }
            });
    TraceSink events = options.events();
    if (events != null) {
      own = own.events(new Unmuted(events));
    }
    drive = new Drive(image, plan, config, own, engine, interrupted);
    run = drive.run();
    machine = run.machine();
    atStart = drive.start();
    end = atStart;
    Snapshot boot = machine.snapshot();
    checkpoints = new Checkpoints(options.checkpointBytes(), boot.bytes());
    checkpoints.add(machine.position(), boot);
  }

  /** Passes on what happens while somebody is to know of it. */
  private final class Unmuted implements TraceSink {
    private final TraceSink sink;

    Unmuted(TraceSink sink) {
      this.sink = sink;
    }

    @Override
    public long interest() {
      return sink.interest();
    }

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
      if (!muted) {
        sink.event(kind, timeNs, step, hart, pid, first, second, third);
      }
    }

    @Override
    public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
      if (!muted) {
        sink.line(kind, timeNs, step, hart, pid, text);
      }
    }
  }

  Image image() {
    return image;
  }

  WatchedMachine run() {
    return run;
  }

  Machine machine() {
    return machine;
  }

  RunRecord record() {
    return drive.record();
  }

  Position position() {
    return machine.position();
  }

  long step() {
    return machine.position().step();
  }

  /** How far the run has been. */
  long furthestStep() {
    return furthestStep;
  }

  /** How many checkpoints are kept. */
  int checkpoints() {
    return checkpoints.count();
  }

  /** How the run ended, where it is at its end or at a failure; null where it may go on. */
  @Nullable End end() {
    return end;
  }

  /** Whether everything of this instant has happened. */
  boolean isSettled() {
    return machine.nextEventNs() > machine.nowNs();
  }

  /**
   * Runs to a place, or to the first hit, failure or end before it.
   *
   * @param untilNs the last instant, {@code Column.NEVER} where only the step counts
   * @return how it ended, null at the place or at a hit
   */
  @Nullable End forward(long untilNs, long untilStep, @Nullable Stops stops) {
    if (end == End.EXPECTATION_LIMIT) {
      // The monitors gave up in the middle of an event; there is no way on from here.
      return end;
    }
    Stops watching = stops == null || stops.isEmpty() ? null : stops;
    if (watching != null) {
      machine.attach(watching);
      drive.pausedBy(watching);
    }
    try {
      end = chunks(untilNs, untilStep, watching);
    } catch (LimitException e) {
      end = End.EXPECTATION_LIMIT;
      reason = e.getMessage() == null ? "" : e.getMessage();
    } finally {
      if (watching != null) {
        machine.detach(watching);
        drive.pausedBy(null);
      }
    }
    furthestStep = Math.max(furthestStep, step());
    return end;
  }

  private @Nullable End chunks(long untilNs, long untilStep, @Nullable Stops stops) {
    while (true) {
      long chunk = Math.min(untilStep, checkpoints.nextStep(step()));
      End came = drive.go(untilNs, chunk);
      long step = step();
      if (step == chunk && came == null) {
        checkpoints.add(machine.position(), machine.snapshot());
      }
      boolean hit = stops != null && stops.isDue();
      if (came != null || hit || step < chunk || step >= untilStep) {
        return came;
      }
    }
  }

  /**
   * Goes to a place of the run, forward or back. Where the run has no such place, the state stays as it was, and also
   * where somebody asks for a stop, which is thrown as {@link Interrupted}.
   *
   * @param timeNs the instant, {@code Column.NEVER} for that of the step
   * @param step the step, {@code Long.MAX_VALUE} for the last of the instant
   * @return whether there is such a place
   */
  boolean goTo(long timeNs, long step) {
    Position here = position();
    if (here.step() == step && here.timeNs() == timeNs) {
      return true;
    }
    Snapshot before = machine.snapshot();
    End endBefore = end;
    boolean back = step < here.step() || timeNs < here.timeNs();
    Checkpoints.Checkpoint nearest = checkpoints.get(checkpoints.before(timeNs, step));
    if (back || nearest.position().step() > here.step()) {
      restore(nearest);
    }
    boolean there = false;
    try {
      replay(timeNs, step);
      there = isAt(timeNs, step);
    } finally {
      if (!there) {
        restore(before, endBefore);
      }
    }
    return there;
  }

  private boolean isAt(long timeNs, long step) {
    Position here = position();
    boolean stepFits = step == Long.MAX_VALUE || here.step() == step;
    return stepFits && (timeNs == Column.NEVER || here.timeNs() == timeNs);
  }

  /** Somebody asked a replay to stop; the state is what it was before. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("interrupted", null, false, false);
    }
  }

  /** Runs on without telling anybody, through all failures before the place. */
  private void replay(long timeNs, long step) {
    boolean mutedBefore = muted;
    muted = true;
    try {
      while (true) {
        End came = forward(timeNs, step, null);
        if (came == End.INTERRUPTED) {
          throw new Interrupted();
        }
        boolean goesOn = came == End.FAILURE || came == End.TASK_LIMIT;
        if (!goesOn || (isAt(timeNs, step) && (step != Long.MAX_VALUE || isSettled()))) {
          return;
        }
      }
    } finally {
      muted = mutedBefore;
    }
  }

  /** Back to boot. */
  void toStart() {
    restore(checkpoints.get(0));
    end = atStart;
  }

  /** Where the run ends; nobody is told, and the state is here again afterwards. */
  Position last() {
    Snapshot before = machine.snapshot();
    End endBefore = end;
    boolean mutedBefore = muted;
    muted = true;
    try {
      if (toEnd() == End.INTERRUPTED) {
        throw new Interrupted();
      }
      return position();
    } finally {
      muted = mutedBefore;
      restore(before, endBefore);
    }
  }

  /** Runs on to the end, through all failures. */
  @Nullable End toEnd() {
    End came;
    do {
      came = forward(Column.NEVER, Long.MAX_VALUE, null);
    } while (came == End.FAILURE || came == End.TASK_LIMIT);
    return came;
  }

  private void restore(Checkpoints.Checkpoint checkpoint) {
    restore(checkpoint.snapshot(), null);
  }

  /** Puts the state back to one that this timeline had. */
  void restore(Snapshot snapshot, @Nullable End endThere) {
    machine.restore(snapshot);
    drive.restored();
    end = endThere;
  }

  /** The last hit up to here, that of the event at hand included. */
  Stops.@Nullable Hit lastEvent(Stops.Sought sought) {
    return lastHit(List.of(sought), new Position(Column.NEVER, step()));
  }

  /**
   * The last hit before here, searched from checkpoint to checkpoint; the state is back here afterwards.
   *
   * @return null where there is none
   */
  Stops.@Nullable Hit lastHit(List<Stops.Sought> sought) {
    return lastHit(sought, position());
  }

  private Stops.@Nullable Hit lastHit(List<Stops.Sought> sought, Position limit) {
    Position here = position();
    Snapshot before = machine.snapshot();
    End endBefore = end;
    Stops.Hit found = null;
    long untilStep = here.step();
    int number = checkpoints.before(here.timeNs(), here.step());
    muted = true;
    try {
      while (number >= 0 && found == null) {
        Checkpoints.Checkpoint from = checkpoints.get(number);
        restore(from);
        found = lastHit(sought, untilStep, limit);
        untilStep = from.position().step();
        number--;
      }
    } finally {
      muted = false;
      restore(before, endBefore);
    }
    return found;
  }

  private Stops.@Nullable Hit lastHit(List<Stops.Sought> sought, long untilStep, Position limit) {
    Stops stops = new Stops(run, sought, false);
    while (step() < untilStep) {
      End came = forward(Column.NEVER, untilStep, stops);
      if (came == End.INTERRUPTED) {
        throw new Interrupted();
      }
      if (came != null && came != End.FAILURE && came != End.TASK_LIMIT) {
        break;
      }
    }
    Stops.Hit last = null;
    for (Stops.Hit hit : stops.hits()) {
      boolean before = hit.step() < limit.step() || (hit.step() == limit.step() && hit.timeNs() < limit.timeNs());
      last = before ? hit : last;
    }
    return last;
  }

  /** Listens to a stretch that is replayed. */
  interface Listener extends TraceSink {
    /** The stretch is over. */
    void end(long timeNs);
  }

  /**
   * Replays what happened from the start of an instant up to here; the state is here again afterwards.
   *
   * @param fromNs at or before here
   * @param listener made where the stretch begins
   */
  void replayed(long fromNs, Supplier<Listener> listener) {
    Position here = position();
    Snapshot before = machine.snapshot();
    End endBefore = end;
    muted = true;
    try {
      // The place before the instant, so that what happens at it is seen.
      restore(checkpoints.get(checkpoints.before(fromNs - 1, Long.MAX_VALUE)));
      if (fromNs > 0) {
        replay(fromNs - 1, Long.MAX_VALUE);
      }
      Listener listening = listener.get();
      machine.attach(listening);
      try {
        replay(here.timeNs(), here.step());
      } finally {
        machine.detach(listening);
      }
      listening.end(here.timeNs());
    } finally {
      muted = false;
      restore(before, endBefore);
    }
  }

  /** The report of the run up to here; what is still open is undecided unless the run is at its end. */
  Report report() {
    Snapshot before = machine.snapshot();
    End endBefore = end;
    try {
      End ended = end == null ? End.INTERRUPTED : end;
      run.judge().end(Execution.ending(ended));
      return new ReportBuilder(
              new Execution.Outcome(image, options, run, drive.record(), ended, reason))
          .build();
    } finally {
      restore(before, endBefore);
    }
  }
}
