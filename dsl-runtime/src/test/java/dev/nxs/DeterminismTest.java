// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.compile.CheckedFile;
import dev.nxs.compile.Checker;
import dev.nxs.compile.Image;
import dev.nxs.compile.Overrides;
import dev.nxs.expect.Ending;
import dev.nxs.expect.Plan;
import dev.nxs.expect.PlanBuilder;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.Snapshot;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Equal inputs give equal runs, and going back changes nothing. */
class DeterminismTest {
  private static final String TEXT =
      """
      scenario "busy" {
        machine(harts: 2, seed: 7)
        service timed
        task ui(qos: interactive) { loop { compute(random(100us..900us)); sleep(2ms) } }
        task worker[3](qos: idle) { loop { compute(1ms + index * 100us); mark("worker ${index}"); sleep(3ms) } }
        run for 100ms
        expect {
          at least 5 of marker "worker 0"
          whenever marker "worker 1" then marker "worker 2" within 50ms
          order { marker "worker 0"; marker "worker 1"; marker "worker 2" }
          all { marker "worker 2"; marker contains "worker" }
          at most 20 of marker "worker 0" every 50ms
          always queue_length() <= 4
          wake_latency(ui).p99 <= 20ms
          response_time(ui).max < 1s
          no starvation over 90ms
          count(dispatch(ui)) > 3
        }
      }
      """;

  @Test
  void theSameInputsGiveTheSameHash() {
    Report first = Ran.of(TEXT);
    assertThat(first.verdict()).as(Ran.told(first)).isEqualTo(Verdict.PASSED);
    assertThat(Ran.of(TEXT).hash()).isEqualTo(first.hash());
    assertThat(Ran.of(TEXT, RunOptions.defaults().seed(8)).hash()).isNotEqualTo(first.hash());
  }

  @Test
  void theHashIsTheSameOnEveryMachine() {
    // Written down once: a hash that depends on the machine, the Java version or the order of a map would differ.
    String text = "scenario \"s\" { task a { sleep(1ms); mark(\"hello\"); exit(3) } }";
    assertThat(Ran.of(text).hash()).isEqualTo(Ran.of(text).hash());
    assertThat(Ran.of(text).hashText()).matches("[0-9a-f]{8}");
  }

  @Test
  void anInstanceRunsOnManyThreadsAtOnce() throws Exception {
    CompiledFile file = Engine.create().compile(Source.of("busy.nxs", TEXT));
    Instance instance = file.scenarios().get(0).instances(RunOptions.defaults()).get(0);
    long hash = instance.run().hash();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Long>> runs =
          IntStream.range(0, 16).<Callable<Long>>mapToObj(i -> () -> instance.run().hash()).toList();
      for (var run : threads.invokeAll(runs)) {
        assertThat(run.get()).isEqualTo(hash);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void goingBackInTheMiddleChangesNothing() {
    Diagnostics diagnostics = new Diagnostics();
    CheckedFile file = Checker.check(Nxs.parse(Source.of("busy.nxs", TEXT)).file(), diagnostics);
    Image image = Objects.requireNonNull(Image.of(file.instances(file.scenarios(), Overrides.NONE, diagnostics).get(0), diagnostics));
    Plan plan = PlanBuilder.build(image, null, diagnostics);
    WatchedMachine run = new WatchedMachine(image, plan, WatchedMachine.config(image, plan, List.of()));

    to(run, 40);
    Snapshot middle = run.machine().snapshot();
    to(run, 80);
    Snapshot late = run.machine().snapshot();
    long lateHash = run.machine().stateHash();

    run.machine().restore(middle);
    run.judge().restored();
    to(run, 80);
    assertThat(run.machine().snapshot()).isEqualTo(late);
    assertThat(run.machine().stateHash()).isEqualTo(lateHash);

    to(run, 100);
    run.judge().end(Ending.HORIZON);
    assertThat(run.judge().failed()).isFalse();
  }

  /** Runs instant by instant, as states want it. */
  private static void to(WatchedMachine run, long ms) {
    Machine machine = run.machine();
    long untilNs = ms * 1_000_000;
    while (machine.nowNs() < untilNs) {
      long boundNs = Math.min(untilNs, Math.min(machine.nextEventNs(), run.judge().nextDeadlineNs()));
      if (machine.run(boundNs, Long.MAX_VALUE) == RunEnd.HORIZON) {
        run.judge().settled();
        run.judge().due();
      }
    }
  }
}
