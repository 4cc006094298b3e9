// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.expect.Ending;
import dev.nxs.expect.LimitException;
import dev.nxs.expect.Plan;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Column;
import dev.nxs.syntax.diag.Code;
import org.jspecify.annotations.Nullable;

/** One run, from boot to its end, to the place where the caller wants it stopped, or to its first failure. */
final class Execution {
  private final Image image;
  private final RunOptions options;
  private final Drive drive;
  private @Nullable RunTrace trace;

  Execution(Image image, Plan plan, MachineConfig config, RunOptions options, EngineOptions engine) {
    this.image = image;
    this.options = options;
    drive = new Drive(image, plan, config, options, engine, options.interrupted());
  }

  /** Lets somebody see the run; to be called before it. */
  void attach(RunTrace listener) {
    trace = listener;
    listener.begin(new RunTrace.Traced(image.title(), drive.run().machine().view().harts(), drive.run()::nameOf));
    drive.run().machine().attach(listener);
  }

  Outcome execute() {
    String reason = "";
    End end;
    try {
      end = run();
    } catch (LimitException e) {
      end = End.EXPECTATION_LIMIT;
      reason = e.getMessage() == null ? "" : e.getMessage();
    }
    if (trace != null) {
      // What is looked at behind the end, to explain it, is no part of the run.
      drive.run().machine().detach(trace);
      trace.end(drive.run().nowNs());
    }
    drive.run().judge().end(ending(end));
    if (end == End.BROKEN) {
      reason = drive.broken();
    }
    return new Outcome(image, options, drive.run(), drive.record(), end, reason);
  }

  /** Makes the run for its last spells alone. */
  LastSpells spells() {
    MachineView view = drive.run().machine().view();
    LastSpells spells = new LastSpells(view.harts());
    SpellRecorder recorder = new SpellRecorder(view, drive.run()::nameOf, 0, spells::add);
    drive.run().machine().attach(recorder);
    try {
      run();
    } catch (LimitException e) {
      // The run ends here, as it did the first time.
      recorder.end(drive.run().nowNs());
      return spells;
    }
    recorder.end(drive.run().nowNs());
    return spells;
  }

  /** What an end means for open expectations. */
  static Ending ending(End end) {
    return switch (end) {
      case QUIESCENT -> Ending.QUIESCENT;
      case HORIZON, CONDITION -> Ending.HORIZON;
      case FAILURE, MARKER, INTERRUPTED, TIMEOUT, TIME_LIMIT, EVENT_LIMIT, LINE_LIMIT, TASK_LIMIT, EXPECTATION_LIMIT,
          BROKEN ->
          Ending.STOPPED;
    };
  }

  private End run() {
    Position stopAt = options.stopAt();
    End end = drive.start();
    if (end == null) {
      end =
          stopAt == null
              ? drive.go(Column.NEVER, Long.MAX_VALUE)
              : drive.go(stopAt.timeNs(), stopAt.step());
    }
    if (stopAt != null && (end == null || end == End.QUIESCENT || end == End.HORIZON || end == End.CONDITION)) {
      requireAt(stopAt);
    }
    // The run goes on to its end unless the caller's place comes first.
    return end == null ? End.INTERRUPTED : end;
  }

  /** A place that the run does not have is a mistake of the caller, not a place to stop at instead. */
  private void requireAt(Position place) {
    Position here = drive.run().machine().position();
    boolean stepFits = place.step() == Long.MAX_VALUE || place.step() == here.step();
    if (!stepFits || place.timeNs() != here.timeNs()) {
      throw Questions.refused(
          Code.NO_SUCH_POSITION, Positions.text(place),
          "the run has no place " + Positions.text(place) + "; it was stopped at " + here.text());
    }
  }

  /**
   * What is left of a run when it is over.
   *
   * @param reason which limit of the expectations it was, otherwise empty
   */
  record Outcome(
      Image image, RunOptions options, WatchedMachine run, RunRecord record, End end, String reason) {}
}
