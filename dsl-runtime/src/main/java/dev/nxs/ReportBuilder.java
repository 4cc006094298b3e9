// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.compile.RunPlan;
import dev.nxs.compile.Site;
import dev.nxs.expect.Explainer;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.HartId;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.TaskState;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.IdleState;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the report of a run that is over. */
final class ReportBuilder {
  /** Tasks whose standing is told where a run was stopped. */
  private static final int TASKS_TOLD = 20;

  private final Execution.Outcome outcome;
  private final Image image;
  private final WatchedMachine run;
  private final Machine machine;
  private final Explainer explainer;
  private final Replay replay;

  ReportBuilder(Execution.Outcome outcome) {
    this.outcome = outcome;
    this.image = outcome.image();
    this.run = outcome.run();
    this.machine = run.machine();
    this.replay = new Replay(image, outcome.options());
    this.explainer =
        new Explainer(
            image, run, outcome.record().markers(), replay::command, outcome.record()::close);
  }

  /** The report of a scenario that is not run. */
  static Report skipped(Image image) {
    Metrics nothing = new Metrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());
    return new Report(
        image.source(), image.title(), image.titleSpan(), Verdict.SKIPPED, image.skip(), null, new Position(0, 0),
        List.of(), List.of(), List.of(), List.of(), List.of(), nothing, 0);
  }

  Report build() {
    Metrics metrics = metrics(run, outcome.record());
    // Explaining evaluates conditions, which changes nothing; the hash is taken first all the same.
    long hash = RunRecord.mix(outcome.record().hash(), machine.stateHash());
    Position end = machine.position();
    List<Failure> failures = new ArrayList<>();
    RunRecord.FaultEvent fault = outcome.record().fault();
    if (fault != null) {
      failures.add(faultFailure(fault));
    }
    missedCondition(failures);
    missedMarker(failures);
    if (outcome.end().isAbnormal() && fault == null) {
      failures.add(0, stopped());
    }
    // From here on the machine may have run beyond the end.
    List<ExpectationResult> results = explainer.results();
    List<Failure> notices = new ArrayList<>();
    for (ExpectationResult result : results) {
      if (result.failure() != null && result.verdict() == Verdict.FAILED) {
        failures.add(result.failure());
      } else if (result.failure() != null && isNews(result.verdict())) {
        notices.add(result.failure());
      }
    }
    Verdict verdict = verdict(results, failures);
    if (image.xfail() != null) {
      verdict = expected(verdict, failures, end);
    }
    return new Report(
        image.source(), image.title(), image.titleSpan(), verdict, image.xfail(), outcome.end(),
        end, results, failures, notices, outcome.record().markers(),
        outcome.record().audit(), metrics, hash);
  }

  /** Where a failure or a limit cut the run, that the rest is undecided goes without saying. */
  private boolean isNews(Verdict verdict) {
    boolean cut = outcome.end() == End.FAILURE || outcome.end() == End.MARKER || outcome.end() == End.TIMEOUT || outcome.end().isAbnormal();
    return verdict == Verdict.VACUOUS || (verdict == Verdict.UNDECIDED && !cut);
  }

  private Failure faultFailure(RunRecord.FaultEvent fault) {
    Diagnostic.Builder diagnostic =
        new FaultExplainer(image, machine.pool()).explain(fault, standing(fault.pid()));
    if (outcome.end() == End.TASK_LIMIT) {
      standing(diagnostic);
    }
    Position position = new Position(fault.timeNs(), fault.step());
    return explainer.failure(
        diagnostic.build(), position, fault.hart(), image.taskNames().get(fault.pid()));
  }

  /** {@code run until} is an expectation, too. */
  private void missedCondition(List<Failure> failures) {
    RunPlan plan = image.run();
    boolean missed = outcome.end() == End.TIMEOUT || outcome.end() == End.QUIESCENT;
    if (plan.until() == null || !missed) {
      return;
    }
    String at = Durations.text(machine.nowNs());
    Diagnostic.Builder diagnostic =
        Diagnostic.error(
                Code.RUN_UNTIL_MISSED,
                plan.span(),
                outcome.end() == End.TIMEOUT
                    ? "the run reached its timeout before its condition came"
                    : "nothing more can happen, and the condition of the run has not come")
            .label("not met by " + at);
    standing(diagnostic);
    failures.add(explainer.failure(diagnostic.build(), machine.position(), -1, null));
  }

  /** Who runs until a marker expects it to come. */
  private void missedMarker(List<Failure> failures) {
    String marker = outcome.options().untilMarker();
    boolean over =
        switch (outcome.end()) {
          case QUIESCENT, HORIZON, CONDITION, TIMEOUT -> true;
          case MARKER, FAILURE, INTERRUPTED, TIME_LIMIT, EVENT_LIMIT, LINE_LIMIT, TASK_LIMIT, EXPECTATION_LIMIT,
              BROKEN -> false;
        };
    if (marker == null || !over || run.judge().hasCome(true)) {
      return;
    }
    Diagnostic.Builder diagnostic =
        Diagnostic.error(
                Code.RUN_UNTIL_MISSED, image.titleSpan(), "the run was to go on until `" + marker + "`, which never came")
            .label("ended at " + Durations.text(machine.nowNs()));
    standing(diagnostic);
    failures.add(explainer.failure(diagnostic.build(), machine.position(), -1, null));
  }

  private Failure stopped() {
    RunPlan plan = image.run();
    String what =
        switch (outcome.end()) {
          case EVENT_LIMIT -> "the limit of " + machine.position().step() + " events";
          case LINE_LIMIT -> "the limit of " + (outcome.record().lines() - 1) + " lines";
          case EXPECTATION_LIMIT -> outcome.end().text() + ": " + outcome.reason();
          default -> outcome.end().text() + ", " + Durations.text(machine.nowNs());
        };
    Diagnostic.Builder diagnostic =
        Diagnostic.error(Code.RUN_STOPPED, plan.span(), "the run was stopped by " + what);
    if (outcome.end() == End.BROKEN) {
      outcome.reason().lines().forEach(diagnostic::note);
      diagnostic.help("this is a fault of nxs itself; please report it with this file");
      return explainer.failure(diagnostic.build(), machine.position(), -1, null);
    }
    standing(diagnostic);
    diagnostic.help(
        "say how long it is to run (`run for …`), or raise the limit behind the title: `(limit: …)`, `(events: …)`");
    return explainer.failure(diagnostic.build(), machine.position(), -1, null);
  }

  /** Where each task stands. */
  private void standing(Diagnostic.Builder diagnostic) {
    MachineView view = machine.view();
    int told = 0;
    for (int pid = 1; pid <= view.tasks(); pid++) {
      TaskState state = view.state(new Pid(pid));
      if (state == TaskState.EXITED || state == TaskState.NEW) {
        continue;
      }
      if (told++ == TASKS_TOLD) {
        diagnostic.note("and more");
        return;
      }
      Site site = standing(pid);
      diagnostic.note(
          "`" + image.taskNames().get(pid) + "` is " + state.name().toLowerCase(Locale.ROOT) + " on hart "
              + view.hartOf(new Pid(pid)) + place(site));
    }
  }

  private @Nullable Site standing(int pid) {
    int word = pid == 0 ? -1 : image.pcWord(pid);
    return word < 0 ? null : image.standing(pid, machine.view().memory(new Pid(pid), word));
  }

  private static String place(@Nullable Site site) {
    return site == null ? "" : ", at " + site.span().place();
  }

  private Verdict verdict(List<ExpectationResult> results, List<Failure> failures) {
    if (outcome.end().isAbnormal()) {
      return Verdict.STOPPED;
    }
    if (!failures.isEmpty()) {
      return Verdict.FAILED;
    }
    boolean undecided = results.stream().anyMatch(result -> result.verdict() == Verdict.UNDECIDED);
    if (undecided || outcome.end() == End.INTERRUPTED) {
      return Verdict.UNDECIDED;
    }
    boolean vacuous = results.stream().anyMatch(result -> result.verdict() == Verdict.VACUOUS);
    if (vacuous && outcome.options().strict()) {
      return Verdict.FAILED;
    }
    boolean nothingElse =
        results.stream().allMatch(r -> r.verdict() == Verdict.VACUOUS || r.verdict() == Verdict.SKIPPED);
    return vacuous && nothingElse ? Verdict.VACUOUS : Verdict.PASSED;
  }

  /** The verdict of a scenario that is expected to fail. */
  private Verdict expected(Verdict verdict, List<Failure> failures, Position end) {
    return switch (verdict) {
      case FAILED, STOPPED -> Verdict.EXPECTED_FAILURE;
      case PASSED, VACUOUS -> {
        Diagnostic diagnostic =
            Diagnostic.error(
                    Code.UNEXPECTED_PASS, image.titleSpan(), "the scenario was expected to fail and passed")
                .note("expected because: " + image.xfail())
                .help("remove the `xfail`")
                .build();
        failures.add(explainer.failure(diagnostic, end, -1, null));
        yield Verdict.FAILED;
      }
      case UNDECIDED, SKIPPED, EXPECTED_FAILURE -> verdict;
    };
  }

  /** The figures of a run as it stands. */
  static Metrics metrics(WatchedMachine run, RunRecord record) {
    Machine machine = run.machine();
    MachineView view = machine.view();
    long dispatches = 0;
    long preemptions = 0;
    long migrations = 0;
    long wakeups = 0;
    long misses = 0;
    for (int pid = 1; pid <= view.tasks(); pid++) {
      Pid task = new Pid(pid);
      dispatches += view.dispatches(task);
      preemptions += view.preemptions(task);
      migrations += view.migrations(task);
      wakeups += view.wakeups(task);
      misses += view.deadlineMisses(task);
    }
    long steals = 0;
    long ipis = 0;
    List<Metrics.Power> power = new ArrayList<>();
    for (int hart = 0; hart < view.harts(); hart++) {
      steals += view.steals(new HartId(hart));
      ipis += view.ipis(new HartId(hart));
      power.add(power(view, new HartId(hart)));
    }
    return new Metrics(
        machine.nowNs(), machine.position().step(), record.word(RunRecord.LINES), dispatches, preemptions,
        migrations, wakeups, steals, ipis, misses, run.timerWakeups(), run.expirations(), power);
  }

  private static Metrics.Power power(MachineView view, HartId hart) {
    List<Long> idleNs = new ArrayList<>();
    for (IdleState state : IdleState.values()) {
      idleNs.add(view.idleNs(hart, state));
    }
    return new Metrics.Power(view.busyNs(hart), idleNs, view.idleWakeups(hart), view.picojoules(hart));
  }
}
