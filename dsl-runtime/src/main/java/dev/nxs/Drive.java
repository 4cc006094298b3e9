// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.compile.RunPlan;
import dev.nxs.expect.Judge;
import dev.nxs.expect.Plan;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.Invariants;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Fault;
import dev.nxs.timed.check.TimedInvariants;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The engine of every run: it takes a machine from stretch to stretch, and asks the monitors where they have something
 * to decide. Where somebody has to look at states at every instant, a stretch is one instant.
 *
 * <p>A run that pauses, at whatever place, and goes on again is word for word the run that did not: nothing is judged
 * because of a pause. A failure cuts its instant short; what it left undone is noted in the state, and done first when
 * somebody goes on all the same.
 */
final class Drive {
  /** Steps between two questions whether to go on. */
  private static final long STRETCH = 1 << 14;

  /** Nothing was left undone. */
  private static final int WHOLE = 0;

  /** Acts are left, and the rest of the instant. */
  private static final int IN_INSTANT = 1;

  /** The instant is over, and nothing of its end is done. */
  private static final int AFTER_INSTANT = 2;

  /** The instant is over, and its states are judged. */
  private static final int AFTER_STATES = 3;

  /** The instant is over, and all is judged; the acts are left. */
  private static final int AFTER_DEADLINES = 4;

  private final Image image;
  private final WatchedMachine run;
  private final Machine machine;
  private final Judge judge;
  private final RunRecord record;
  private final BooleanSupplier interrupted;
  private final boolean statesJudged;
  private final long lineLimit;
  private final long eventBudget;
  private final long horizonNs;
  private final End atHorizon;
  private final @Nullable Invariants invariants;
  private final @Nullable TimedInvariants timedInvariants;
  private List<String> broken = List.of();
  private @Nullable Pause pause;
  private int knownFailures;

  /** Somebody who may pause a run. */
  interface Pause {
    /** Whether the run is to pause now, after some of its events. */
    boolean isDue();

    /** Whether it has to be asked after every instant. */
    boolean looksAtStates();
  }

  Drive(
      Image image,
      Plan plan,
      MachineConfig config,
      RunOptions options,
      EngineOptions engine,
      BooleanSupplier interrupted) {
    this.image = image;
    this.interrupted = interrupted;
    this.lineLimit = engine.lines();
    this.eventBudget = Math.min(image.eventBudget(), engine.events());
    this.statesJudged = plan.watchesStates();
    run = new WatchedMachine(image, plan, config);
    machine = run.machine();
    judge = run.judge();
    invariants = options.checkingInvariants() ? new Invariants(machine) : null;
    boolean checksTimed = options.checkingInvariants() && image.timedPid() != 0;
    timedInvariants = checksTimed ? TimedInvariants.of(machine, config, new Pid(image.timedPid())) : null;
    if (timedInvariants != null) {
      machine.attach(timedInvariants);
    }
    int last = config.attachments().size() - 1;
    record =
        new RunRecord(
            run::nameOf,
            options.listener(),
            options.keptLines(),
            engine.lines(),
            new RunRecord.Words() {
              @Override
              public long get(int column) {
                return run.word(last, 0, column);
              }

              @Override
              public void set(int column, long value) {
                run.setWord(last, 0, column, value);
              }
            },
            machine::requestStop);
    machine.attach(record);
    TraceSink events = options.events();
    if (events != null) {
      machine.attach(events);
    }
    record.setWord(RunRecord.CONDITION_AT, Column.NEVER);
    RunPlan wanted = image.run();
    long limitNs = Math.min(image.limitNs(), options.timeoutNs().orElse(Long.MAX_VALUE));
    long ownNs = wanted.durationNs().orElse(wanted.timeoutNs().orElse(Long.MAX_VALUE));
    // A run that is to last as long as there is time ends with the last instant; never would be no end.
    horizonNs = Math.min(limitNs, wanted.durationNs().isPresent() ? Math.min(ownNs, Column.NEVER - 1) : ownNs);
    atHorizon =
        ownNs > limitNs ? End.TIME_LIMIT : wanted.durationNs().isPresent() ? End.HORIZON : End.TIMEOUT;
  }

  WatchedMachine run() {
    return run;
  }

  RunRecord record() {
    return record;
  }

  /** Which rules of the machine do not hold, with its whole state; empty where nothing is broken or nobody looks. */
  String broken() {
    return broken.isEmpty() || invariants == null ? "" : String.join("\n", broken) + "\n" + invariants.dump();
  }

  /** The last instant of the run, as far as is known. */
  long lastNs() {
    return Math.min(horizonNs, conditionNs());
  }

  /** Says who may pause the run from now on, null for nobody. */
  void pausedBy(@Nullable Pause by) {
    pause = by;
  }

  /** The state was replaced by an earlier one of the same run. */
  void restored() {
    if (invariants != null) {
      invariants.forget();
    }
    if (timedInvariants != null) {
      timedInvariants.forget();
    }
    judge.restored();
    record.restored();
  }

  /** Looks at the machine as it is after boot; to be called once, before anything else. */
  @Nullable End start() {
    knownFailures = failures();
    return machine.nextEventNs() > machine.nowNs() ? finishInstant() : null;
  }

  /**
   * Goes on to a place, or to the next failure, pause or end before it.
   *
   * @param untilNs the last instant; what happens at it still happens
   * @param untilStep the last step
   * @return how the run ended, null where it may go on
   */
  @Nullable End go(long untilNs, long untilStep) {
    knownFailures = failures();
    End end = finishCut();
    while (end == null) {
      long nowNs = machine.nowNs();
      long nextNs = machine.nextEventNs();
      if (nextNs == Column.NEVER && isOpenEnded()) {
        return End.QUIESCENT;
      }
      if (nowNs >= lastNs() && nextNs > nowNs) {
        return endAtLast();
      }
      if (isThere(untilNs, untilStep, nowNs, nextNs)) {
        return null;
      }
      end = stretch(untilNs, untilStep, nextNs);
      if (end == null && pause != null && pause.isDue()) {
        return null;
      }
    }
    return end;
  }

  /** A place is reached where its step is taken, and time has passed up to its instant as far as nothing happens. */
  private boolean isThere(long untilNs, long untilStep, long nowNs, long nextNs) {
    boolean timePasses = untilNs != Column.NEVER && nowNs < untilNs && nextNs > untilNs;
    return (step() >= untilStep && !timePasses) || (nowNs >= untilNs && nextNs > untilNs);
  }

  private @Nullable End stretch(long untilNs, long untilStep, long nextNs) {
    boolean looked = (statesJudged && judge.asksNow()) || (pause != null && pause.looksAtStates());
    // Where states are looked at whatever happens, it must be at no instant too many.
    long ownNs = Math.min(lastNs(), looked ? judge.nextDeadlineNs() : judge.soonestDeadlineNs());
    if (statesJudged && judge.asksAlways()) {
      ownNs = Math.min(ownNs, nextNs);
    }
    long boundNs = Math.min(ownNs, untilNs);
    if (pause != null && pause.looksAtStates()) {
      boundNs = Math.min(boundNs, nextNs);
    }
    RunEnd came;
    if (nextNs > boundNs) {
      machine.idleUntil(boundNs);
      came = RunEnd.HORIZON;
    } else {
      long steps = Math.min(STRETCH, Math.min(eventBudget, untilStep) - step());
      came = machine.run(boundNs, Math.max(0, invariants == null ? steps : Math.min(1, steps)));
    }
    if (invariants != null) {
      broken = checked(invariants);
      if (!broken.isEmpty()) {
        return End.BROKEN;
      }
    }
    // Between events time passes unseen, unless something is to be decided there.
    boolean over = machine.nextEventNs() > machine.nowNs() && (nextNs <= boundNs || boundNs >= ownNs);
    boolean finishes = over && came != RunEnd.STEPS;
    if (failures() > knownFailures) {
      cut(!finishes ? IN_INSTANT : judge.isSettled() ? AFTER_STATES : AFTER_INSTANT);
      return failureEnd();
    }
    if (record.lines() > lineLimit) {
      return End.LINE_LIMIT;
    }
    return afterStretch(came, finishes);
  }

  /** What does not hold of the machine, and of its timer service. */
  private List<String> checked(Invariants kernel) {
    List<String> found = kernel.check();
    if (timedInvariants == null) {
      return found;
    }
    return Stream.concat(found.stream(), timedInvariants.check().stream()).toList();
  }

  /** What a stretch of the run leads to: an end, or null to go on. */
  private @Nullable End afterStretch(RunEnd came, boolean finishes) {
    // Acts that wait for states come behind what is due.
    boolean acted = !judge.isSettled() && takeActs();
    if (!acted && finishes) {
      End end = finishInstant();
      if (end != null) {
        return end;
      }
    }
    if (came == RunEnd.STEPS && step() >= eventBudget) {
      return End.EVENT_LIMIT;
    }
    return interrupted.getAsBoolean() ? End.INTERRUPTED : null;
  }

  /** The condition of the run may have come, and acts that wait for conditions; whether any is to happen now. */
  private boolean takeActs() {
    if (judge.ending() && conditionNs() == Column.NEVER) {
      // The instant at which the condition came still belongs to the run.
      record.setWord(RunRecord.CONDITION_AT, machine.nowNs());
    }
    boolean acted = false;
    for (int act : judge.takeActs()) {
      machine.fire(act);
      acted = true;
    }
    return acted;
  }

  /** Everything of this instant is done: states are judged, and what is due. */
  private @Nullable End finishInstant() {
    if (statesJudged && isInstantOfStates()) {
      judge.settled();
    }
    if (failures() > knownFailures) {
      return cutEnd(AFTER_STATES);
    }
    return finishDeadlines();
  }

  /**
   * Whether this is an instant for those who watch states. A stretch may have come to one that is not: where nothing
   * happened, at a deadline that was taken back or a pause.
   */
  private boolean isInstantOfStates() {
    return judge.asksNow() || judge.nextDeadlineNs() <= machine.nowNs() || machine.nowNs() >= lastNs();
  }

  private @Nullable End finishDeadlines() {
    judge.due();
    if (failures() > knownFailures) {
      return cutEnd(AFTER_DEADLINES);
    }
    takeActs();
    return null;
  }

  /** Does what a failure left undone. */
  private @Nullable End finishCut() {
    int cut = (int) record.word(RunRecord.CUT);
    cut(WHOLE);
    return switch (cut) {
      case IN_INSTANT, AFTER_DEADLINES -> {
        takeActs();
        yield null;
      }
      case AFTER_INSTANT -> takeActs() ? null : finishInstant();
      case AFTER_STATES -> finishDeadlines();
      default -> null;
    };
  }

  private End cutEnd(int place) {
    cut(place);
    return failureEnd();
  }

  private void cut(int place) {
    record.setWord(RunRecord.CUT, place);
  }

  private int failures() {
    return record.faults() + judge.failures();
  }

  private End failureEnd() {
    RunRecord.FaultEvent fault = record.lastFault();
    if (fault != null && fault.step() == step()) {
      Fault what = FaultExplainer.faultOf(fault);
      return what == Fault.LIVELOCK || what == Fault.LIMIT ? End.TASK_LIMIT : End.FAILURE;
    }
    return End.FAILURE;
  }

  /** Whether nothing but the end of all activity ends the run; {@code run for} goes on through silence. */
  private boolean isOpenEnded() {
    return image.run().durationNs().isEmpty() && conditionNs() == Column.NEVER;
  }

  private long conditionNs() {
    return record.word(RunRecord.CONDITION_AT);
  }

  private long step() {
    return machine.position().step();
  }

  private End endAtLast() {
    if (conditionNs() != Column.NEVER) {
      return judge.hasCome(false) ? End.CONDITION : End.MARKER;
    }
    return machine.nextEventNs() == Column.NEVER ? End.QUIESCENT : atHorizon;
  }
}
