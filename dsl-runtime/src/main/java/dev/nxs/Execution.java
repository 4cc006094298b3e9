// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.compile.RunPlan;
import dev.nxs.expect.Ending;
import dev.nxs.expect.Judge;
import dev.nxs.expect.LimitException;
import dev.nxs.expect.Plan;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.Invariants;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run, from boot to its end. The machine runs in stretches: to the horizon, or to the next instant at which a monitor
 * has something to decide; where states are judged, to every next instant at which something happens.
 */
final class Execution {
  /** Steps between two questions whether to go on. */
  private static final long STRETCH = 1 << 20;

  private final Image image;
  private final RunOptions options;
  private final long lineLimit;
  private final long eventBudget;
  private final WatchedMachine run;
  private final Machine machine;
  private final Judge judge;
  private final RunRecord record;
  private final boolean statesJudged;
  private final @Nullable Invariants invariants;
  private List<String> broken = List.of();
  private final long horizonNs;
  private final End atHorizon;
  private long conditionNs = Column.NEVER;

  Execution(Image image, Plan plan, MachineConfig config, RunOptions options, EngineOptions engine) {
    this.image = image;
    this.options = options;
    this.lineLimit = engine.lines();
    this.eventBudget = Math.min(image.eventBudget(), engine.events());
    this.statesJudged = plan.watchesStates();
    run = new WatchedMachine(image, plan, config);
    machine = run.machine();
    judge = run.judge();
    invariants = options.checkingInvariants() ? new Invariants(machine) : null;
    int last = config.attachments().size() - 1;
    record =
        new RunRecord(
            run::nameOf,
            options.listener(),
            options.keptLines(),
            engine.lines(),
            new RunRecord.Word() {
              @Override
              public long get() {
                return run.word(last, 0, 0);
              }

              @Override
              public void set(long value) {
                run.setWord(last, 0, 0, value);
              }
            },
            machine::requestStop);
    machine.attach(record);
    RunPlan wanted = image.run();
    long limitNs = Math.min(image.limitNs(), options.timeoutNs().orElse(Long.MAX_VALUE));
    long ownNs = wanted.durationNs().orElse(wanted.timeoutNs().orElse(Long.MAX_VALUE));
    horizonNs = Math.min(limitNs, ownNs);
    atHorizon =
        ownNs > limitNs ? End.TIME_LIMIT : wanted.durationNs().isPresent() ? End.HORIZON : End.TIMEOUT;
  }

  Outcome execute() {
    String reason = "";
    End end;
    try {
      end = loop();
    } catch (LimitException e) {
      end = End.EXPECTATION_LIMIT;
      reason = e.getMessage() == null ? "" : e.getMessage();
    }
    Ending ending =
        switch (end) {
          case QUIESCENT -> Ending.QUIESCENT;
          case HORIZON, CONDITION -> Ending.HORIZON;
          case FAILURE, MARKER, INTERRUPTED, TIMEOUT, TIME_LIMIT, EVENT_LIMIT, LINE_LIMIT, TASK_LIMIT,
              EXPECTATION_LIMIT, BROKEN ->
              Ending.STOPPED;
        };
    judge.end(ending);
    if (end == End.BROKEN && invariants != null) {
      reason = String.join("\n", broken) + "\n" + invariants.dump();
    }
    return new Outcome(image, options, run, record, end, reason);
  }

  private End loop() {
    if (machine.nextEventNs() > machine.nowNs()) {
      End end = finishInstant();
      if (end != null) {
        return end;
      }
    }
    while (true) {
      long boundNs = Math.min(lastNs(), judge.nextDeadlineNs());
      long nextNs = machine.nextEventNs();
      if (nextNs == Column.NEVER && isOpenEnded()) {
        return End.QUIESCENT;
      }
      if (statesJudged) {
        boundNs = Math.min(boundNs, nextNs);
      }
      RunEnd came = stretch(boundNs, nextNs);
      End end = afterStretch(came);
      if (end != null) {
        return end;
      }
    }
  }

  /** Whether nothing but the end of all activity ends the run; {@code run for} goes on through silence. */
  private boolean isOpenEnded() {
    return image.run().durationNs().isEmpty() && conditionNs == Column.NEVER;
  }

  /** The last instant of the run, as far as is known. */
  private long lastNs() {
    Position stopAt = options.stopAt();
    long lastNs = Math.min(horizonNs, conditionNs);
    return stopAt == null ? lastNs : Math.min(lastNs, stopAt.timeNs());
  }

  private RunEnd stretch(long boundNs, long nextNs) {
    if (nextNs == Column.NEVER) {
      machine.idleUntil(boundNs);
      return RunEnd.HORIZON;
    }
    long steps = Math.min(STRETCH, eventBudget - step());
    Position stopAt = options.stopAt();
    if (stopAt != null) {
      steps = Math.min(steps, stopAt.step() - step());
    }
    if (invariants == null) {
      return machine.run(boundNs, Math.max(0, steps));
    }
    RunEnd came = machine.run(boundNs, Math.min(1, Math.max(0, steps)));
    broken = invariants.check();
    return came;
  }

  private long step() {
    return machine.position().step();
  }

  /** What a stretch of the run leads to: an end, or null to go on. */
  private @Nullable End afterStretch(RunEnd came) {
    if (!broken.isEmpty()) {
      return End.BROKEN;
    }
    End failed = failure();
    if (failed != null) {
      return failed;
    }
    if (judge.ending() && conditionNs == Column.NEVER) {
      // The instant at which the condition came still belongs to the run.
      conditionNs = machine.nowNs();
    }
    boolean acted = false;
    for (int act : judge.takeActs()) {
      machine.fire(act);
      acted = true;
    }
    if (!acted && (came == RunEnd.HORIZON || came == RunEnd.QUIESCENT)) {
      End end = finishInstant();
      if (end != null) {
        return end;
      }
      return machine.nowNs() >= lastNs() && machine.nextEventNs() > machine.nowNs() ? endAtLast() : null;
    }
    if (came == RunEnd.STEPS) {
      if (step() >= eventBudget) {
        return End.EVENT_LIMIT;
      }
      if (options.stopAt() != null && step() >= options.stopAt().step()) {
        return atPosition();
      }
    }
    return options.interrupted().getAsBoolean() ? End.INTERRUPTED : null;
  }

  private End endAtLast() {
    if (conditionNs != Column.NEVER) {
      return judge.hasCome(false) ? End.CONDITION : End.MARKER;
    }
    if (options.stopAt() != null && machine.nowNs() < horizonNs) {
      return End.INTERRUPTED;
    }
    if (machine.nextEventNs() == Column.NEVER) {
      return End.QUIESCENT;
    }
    return atHorizon;
  }

  /** The position is reached by its number; its instant may lie further on. */
  private End atPosition() {
    Position stopAt = options.stopAt();
    if (stopAt != null && stopAt.timeNs() > machine.nowNs() && machine.nextEventNs() > stopAt.timeNs()) {
      machine.idleUntil(stopAt.timeNs());
      End end = finishInstant();
      if (end != null) {
        return end;
      }
    }
    return End.INTERRUPTED;
  }

  /** Everything of this instant is done: states are judged, and what is due. */
  private @Nullable End finishInstant() {
    judge.settled();
    if (failure() == null) {
      judge.due();
    }
    if (!broken.isEmpty()) {
      return End.BROKEN;
    }
    End failed = failure();
    if (failed == null && judge.ending() && conditionNs == Column.NEVER) {
      conditionNs = machine.nowNs();
    }
    if (failed == null) {
      judge.takeActs().forEach(machine::fire);
    }
    return failed;
  }

  private @Nullable End failure() {
    RunRecord.FaultEvent fault = record.fault();
    if (fault != null) {
      Fault what = FaultExplainer.faultOf(fault);
      return what == Fault.LIVELOCK || what == Fault.LIMIT ? End.TASK_LIMIT : End.FAILURE;
    }
    if (judge.failed()) {
      return End.FAILURE;
    }
    return record.lines() > lineLimit ? End.LINE_LIMIT : null;
  }

  /**
   * What is left of a run when it is over.
   *
   * @param reason which limit of the expectations it was, otherwise empty
   */
  record Outcome(
      Image image, RunOptions options, WatchedMachine run, RunRecord record, End end, String reason) {}
}
