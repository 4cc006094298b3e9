// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nxs.kernel.Position;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.syntax.diag.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What a session does when it is asked to. */
class SessionTest {
  private static final String TEXT =
      """
      scenario "s" {
        param cost: duration = 1ms
        machine(harts: 1)
        event go
        task ui(qos: interactive) { loop { wait(go); compute(cost); mark("ui ran") } }
        task worker(qos: idle) { for i in 1..=5 { compute(2ms); mark("worker ${i}") } }
        every 3ms { signal(go) }
        run for 20ms
        expect { at least 1 of marker "worker 5" }
      }
      """;

  @Test
  void aBreakpointStopsInBothDirectionsAtTheSamePlaces() {
    try (Session session = Sessions.of(TEXT)) {
      session.breakOn(Condition.marker("ui ran"));
      List<Position> forward = new ArrayList<>();
      Stop stop = session.run();
      while (stop.kind() == Stop.Kind.BREAKPOINT) {
        assertThat(stop.what()).isEqualTo("ui ran");
        assertThat(stop.task()).isEqualTo("ui");
        forward.add(stop.position());
        stop = session.run();
      }
      assertThat(stop.kind()).isEqualTo(Stop.Kind.END);
      List<Position> back = new ArrayList<>();
      stop = session.backRun();
      while (stop.kind() == Stop.Kind.BREAKPOINT) {
        back.add(0, stop.position());
        stop = session.backRun();
      }
      assertThat(stop.kind()).isEqualTo(Stop.Kind.START);
      assertThat(forward).hasSize(6).isEqualTo(back);
    }
  }

  @Test
  void aWatchTellsBothValuesInBothDirections() {
    try (Session session = Sessions.of(TEXT)) {
      Breakpoint watch = session.watch("state(ui)");
      session.runFor(2_900_000);
      Stop stop = session.run();
      assertThat(stop.kind()).isEqualTo(Stop.Kind.WATCH);
      assertThat(stop.breakpoint()).isEqualTo(watch.number());
      assertThat(stop.what()).isEqualTo("state(ui): blocked -> running");
      Stop next = session.run();
      assertThat(next.what()).isEqualTo("state(ui): running -> blocked");
      Stop back = session.backRun();
      assertThat(back.position()).isEqualTo(stop.position());
      assertThat(back.what()).isEqualTo(stop.what());
    }
  }

  @Test
  void aStateStopsWhereItBecomesTrue() {
    try (Session session = Sessions.of(TEXT)) {
      session.breakOn(Condition.state("preemptions(worker) == 2"));
      Stop stop = session.run();
      assertThat(stop.kind()).isEqualTo(Stop.Kind.BREAKPOINT);
      assertThat(stop.position().timeNs()).isEqualTo(6_000_000);
      assertThat(session.run().kind()).isEqualTo(Stop.Kind.END);
    }
  }

  @Test
  void aPlaceStopsInBothDirections() {
    try (Session session = Sessions.of(TEXT)) {
      session.breakAt(Positions.parse("4ms"));
      assertThat(session.run().position().timeNs()).isEqualTo(4_000_000);
      assertThat(session.run().kind()).isEqualTo(Stop.Kind.END);
      Stop back = session.backRun();
      assertThat(back.kind()).isEqualTo(Stop.Kind.BREAKPOINT);
      assertThat(back.position().timeNs()).isEqualTo(4_000_000);
    }
  }

  @Test
  void aBreakpointThatStopsOnceGoesAndOneThatIgnoresWaits() {
    try (Session session = Sessions.of(TEXT)) {
      session.breakOn(Condition.marker("ui ran"), true, 2);
      Stop stop = session.run();
      assertThat(stop.position().timeNs()).isEqualTo(10_000_000);
      assertThat(session.breakpoints()).isEmpty();
      assertThat(session.run().kind()).isEqualTo(Stop.Kind.END);
    }
  }

  @Test
  void whatIsDisabledOrDeletedStopsNothing() {
    try (Session session = Sessions.of(TEXT)) {
      int number = session.breakOn(Condition.marker("ui ran")).number();
      int other = session.breakOn(Condition.marker("worker 1")).number();
      session.enable(number, false);
      session.delete(other);
      assertThat(session.run().kind()).isEqualTo(Stop.Kind.END);
      assertThatExceptionOfType(NxsException.class).isThrownBy(() -> session.delete(other));
    }
  }

  @Test
  void stepsCountOnHartsAndTasks() {
    try (Session session = Sessions.of(TEXT)) {
      assertThat(session.step(3).events()).isEqualTo(3);
      Stop task = session.stepTask("ui", 1);
      assertThat(task.task()).isEqualTo("ui");
      assertThat(session.next(0, 2).hart()).isEqualTo(0);
      Stop finished = session.finish("worker");
      assertThat(finished.task()).isEqualTo("worker");
      assertThat(session.query("running(worker)").text()).isEqualTo("false");
    }
  }

  @Test
  void goingBackTakesLinesBackAndSaysHowMany() {
    try (Session session = Sessions.of(TEXT)) {
      Stop forward = session.runUntil(Condition.marker("worker 3"));
      assertThat(forward.kind()).isEqualTo(Stop.Kind.CONDITION);
      assertThat(forward.lines()).isEqualTo(5);
      Stop back = session.backTo(Condition.marker("worker 1"));
      assertThat(back.lines()).isEqualTo(-4);
      assertThat(session.markers()).extracting(ConsoleLine::text).containsExactly("worker 1");
      Stop again = session.backTo(Condition.marker("worker 1"));
      assertThat(again.kind()).isEqualTo(Stop.Kind.NOT_FOUND);
      assertThat(again.position()).isEqualTo(back.position());
    }
  }

  @Test
  void aConditionThatDoesNotComeInTimeIsATimeout() {
    try (Session session = Sessions.of(TEXT)) {
      Stop stop = session.runUntil(Condition.marker("never"), 5_000_000);
      assertThat(stop.kind()).isEqualTo(Stop.Kind.TIMEOUT);
      assertThat(stop.position().timeNs()).isEqualTo(5_000_000);
    }
  }

  @Test
  void aPlaceThatDoesNotExistIsRefusedAndNothingChanges() {
    try (Session session = Sessions.of(TEXT)) {
      session.runFor(5_000_000);
      Snapshot here = session.snapshot();
      for (String place : List.of("4ms#10000", "3ms#2", "21ms")) {
        assertThatExceptionOfType(NxsException.class)
            .isThrownBy(() -> session.goTo(Positions.parse(place)))
            .satisfies(e -> assertThat(e.diagnostics().get(0).code()).isEqualTo(Code.NO_SUCH_POSITION));
        assertThat(session.snapshot()).isEqualTo(here);
      }
    }
  }

  @Test
  void anActMakesAnotherRunThatIsTheSameUpToHere() {
    try (Session session = Sessions.of(TEXT)) {
      session.runFor(5_000_000);
      List<ConsoleLine> before = session.markers();
      Stop stop = session.act("set_qos(perfburst, of: worker)");
      assertThat(stop.position().timeNs()).isEqualTo(5_000_001);
      assertThat(session.query("qos(worker)").text()).isEqualTo("perfburst");
      assertThat(session.markers()).startsWith(before.toArray(new ConsoleLine[0]));
      assertThat(session.source().text()).contains("at 5.000001ms { set_qos(perfburst, of: worker) }");
      session.back(5);
      assertThat(session.query("qos(worker)").text()).isEqualTo("idle");
      session.goToEnd();
      Report exported = Ran.of(session.source().text());
      assertThat(exported.hash()).isEqualTo(session.report().hash());
    }
  }

  @Test
  void undoTakesMotionsBackAndForksToo() {
    try (Session session = Sessions.of(TEXT)) {
      Snapshot start = session.snapshot();
      session.runFor(5_000_000);
      Snapshot middle = session.snapshot();
      session.act("signal(go)");
      session.goToEnd();
      session.undo();
      session.undo();
      assertThat(session.snapshot()).isEqualTo(middle);
      assertThat(session.source().text()).isEqualTo(TEXT);
      session.undo();
      assertThat(session.snapshot()).isEqualTo(start);
      assertThat(session.undo().kind()).isEqualTo(Stop.Kind.NOT_FOUND);
    }
  }

  @Test
  void aDeclarationJoinsTheScenario() {
    try (Session session = Sessions.of(TEXT)) {
      session.runFor(5_000_000);
      Stop stop = session.add("task late(qos: perfburst, start: 4ms) { mark(\"late\") }");
      assertThat(stop.position().timeNs()).isEqualTo(5_000_000);
      assertThat(session.markers()).extracting(ConsoleLine::text).contains("late");
      session.add("expect marker \"never\"");
      session.goToEnd();
      assertThat(session.report().verdict()).isEqualTo(Verdict.FAILED);
    }
  }

  @Test
  void aDeclarationWithAMistakeIsRefusedWithItsPlaceInWhatWasTyped() {
    try (Session session = Sessions.of(TEXT)) {
      String typed = "task late { compute(3) }";
      assertThatExceptionOfType(NxsException.class)
          .isThrownBy(() -> session.add(typed))
          .satisfies(e -> assertThat(e.getMessage()).startsWith("input:1:21: NXS1205"));
      assertThat(session.source().text()).isEqualTo(TEXT);
    }
  }

  @Test
  void aParameterIsSetFromBootOn() {
    try (Session session = Sessions.of(TEXT)) {
      session.runFor(5_000_000);
      session.set("cost", "100us");
      assertThat(session.query("cpu_time(ui)").text()).isEqualTo("100us");
      assertThat(session.position().timeNs()).isEqualTo(5_000_000);
    }
  }

  @Test
  void figuresThatNobodyCollectedAreCollectedWhenTheyAreAskedFor() {
    try (Session session = Sessions.of(TEXT)) {
      session.runFor(10_000_000);
      Position here = session.position();
      assertThat(session.query("wake_latency(ui).count").text()).isEqualTo("4");
      assertThat(session.query("count(marker \"ui ran\")").text()).isEqualTo("3");
      assertThat(session.query("wake_latency(ui).max").text()).isEqualTo("0ns");
      assertThat(session.position()).isEqualTo(here);
      session.back(3);
      assertThat(session.query("count(marker \"ui ran\")").text()).isIn("2", "3");
    }
  }

  @Test
  void aCheckTellsTheValuesOfItsParts() {
    try (Session session = Sessions.of(TEXT)) {
      session.runFor(5_000_000);
      Check check = session.check("cpu_time(ui) > cpu_time(worker) + 1ms");
      assertThat(check.holds()).isFalse();
      assertThat(check.parts())
          .contains(new Check.Part(0, "cpu_time(ui)", "1ms"), new Check.Part(15, "cpu_time(worker)", "4ms"));
    }
  }

  @Test
  void anExpressionWithAMistakeIsRefusedAtItsPlace() {
    try (Session session = Sessions.of(TEXT)) {
      assertThatExceptionOfType(NxsException.class)
          .isThrownBy(() -> session.query("cpu_time(wrker)"))
          .satisfies(e -> assertThat(e.getMessage()).startsWith("input:1:10: NXS1201"));
      assertThatExceptionOfType(NxsException.class).isThrownBy(() -> session.query("1 / 0"));
      assertThatExceptionOfType(NxsException.class).isThrownBy(() -> session.query("} scenario \"x\" {"));
      assertThatExceptionOfType(NxsException.class).isThrownBy(() -> session.query(""));
      assertThatExceptionOfType(NxsException.class).isThrownBy(() -> session.runUntil(Condition.of("marker")));
      assertThatExceptionOfType(NxsException.class).isThrownBy(() -> session.stepTask("u", 1));
    }
  }

  @Test
  void aSessionBelongsToOneThreadAtATime() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(1);
    RunOptions waiting =
        RunOptions.defaults()
            .listener(
                line -> {
                  inside.countDown();
                  try {
                    tried.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try (Session session = Sessions.of(TEXT, waiting)) {
      CompletableFuture<Stop> run = CompletableFuture.supplyAsync(session::run);
      inside.await();
      assertThatIllegalStateException()
          .isThrownBy(session::step)
          .withMessageContaining("in use by thread");
      tried.countDown();
      assertThat(run.get().kind()).isEqualTo(Stop.Kind.END);
      assertThat(session.position().timeNs()).isEqualTo(20_000_000);
    }
  }

  @Test
  void aStopIsAskedForFromAnotherThreadAndTheRunGoesOnFromThere() {
    List<Session> self = new ArrayList<>();
    String endless = Ran.scenario("task a { loop { mark(\"x\"); compute(1us); yield() } }", "run for 5s");
    int[] lines = new int[1];
    RunOptions options =
        RunOptions.defaults()
            .listener(
                line -> {
                  if (lines[0]++ == 100) {
                    self.get(0).requestStop();
                  }
                });
    try (Session session = Sessions.of(endless, options)) {
      self.add(session);
      Stop stop = session.run();
      assertThat(stop.kind()).isEqualTo(Stop.Kind.INTERRUPTED);
      assertThat(session.step().kind()).isEqualTo(Stop.Kind.DONE);
      assertThat(session.step().events()).isEqualTo(1);
    }
  }

  @Test
  void aClosedSessionSaysSo() {
    Session session = Sessions.of(TEXT);
    session.close();
    session.close();
    assertThatIllegalStateException().isThrownBy(session::run).withMessage("the session is closed");
  }

  @Test
  void aSnapshotOfAnotherSessionIsRefused() {
    try (Session session = Sessions.of(TEXT); Session other = Sessions.of(TEXT)) {
      Snapshot foreign = other.snapshot();
      assertThatIllegalArgumentException().isThrownBy(() -> session.restore(foreign));
      assertThat(session.differences(session.snapshot(), session.snapshot(), 10)).isEmpty();
      Snapshot before = session.snapshot();
      session.step();
      assertThat(session.differences(before, session.snapshot(), 100))
          .extracting(difference -> difference.name())
          .anyMatch(name -> name.contains("step"));
    }
  }

  @Test
  void aPlaceWhoseInstantAndNumberDisagreeIsRefusedByEveryMotion() {
    try (Session session = Sessions.of(TEXT)) {
      session.goTo(4_000_000L);
      Snapshot before = session.snapshot();
      Position wrong = new Position(9_000_000L, session.position().step() + 2);
      List<Runnable> motions =
          List.of(() -> session.goTo(wrong), () -> session.runTo(wrong), () -> session.breakAt(wrong));
      for (Runnable motion : motions) {
        assertThatExceptionOfType(NxsException.class)
            .isThrownBy(motion::run)
            .satisfies(e -> assertThat(e.diagnostics().get(0).code()).isEqualTo(Code.NO_SUCH_POSITION));
        assertThat(session.snapshot()).isEqualTo(before);
        assertThat(session.breakpoints()).isEmpty();
      }
      assertThatExceptionOfType(NxsException.class)
          .isThrownBy(() -> Sessions.scenario(TEXT).run(RunOptions.defaults().stopAt(wrong)))
          .withMessageContaining("has no place");
    }
  }

  @Test
  void aPlaceThatAnotherRunDoesNotHaveStopsNothing() {
    try (Session session = Sessions.of(TEXT)) {
      session.goTo(9_000_000L);
      Position place = session.position();
      session.goToStart();
      session.breakAt(place);
      assertThat(session.run().kind()).isEqualTo(Stop.Kind.BREAKPOINT);
      session.set("cost", "7ms");
      session.goToStart();
      assertThat(session.run().kind()).isEqualTo(Stop.Kind.END);
    }
  }

  @Test
  void aMotionThatIsStoppedOnItsWayLeavesTheSessionWhereItWas() {
    AtomicBoolean stops = new AtomicBoolean();
    try (Session session = Sessions.of(TEXT, RunOptions.defaults().interruptedBy(stops::get))) {
      session.goTo(4_000_000L);
      Snapshot before = session.snapshot();
      List<Supplier<Stop>> motions =
          List.of(
              () -> session.goTo(15_000_000L),
              () -> session.back(2),
              () -> session.backTo(Condition.marker("worker 1")),
              session::backRun,
              () -> session.set("cost", "2ms"),
              () -> session.act("mark(\"x\")"));
      session.breakOn(Condition.marker("worker 1"));
      for (Supplier<Stop> motion : motions) {
        stops.set(true);
        assertThat(motion.get().kind()).isEqualTo(Stop.Kind.INTERRUPTED);
        stops.set(false);
        assertThat(session.snapshot()).isEqualTo(before);
      }
      stops.set(true);
      assertThatExceptionOfType(NxsException.class)
          .isThrownBy(() -> session.schedule(0))
          .withMessageContaining("interrupted");
      stops.set(false);
      assertThat(session.snapshot()).isEqualTo(before);
      assertThat(session.goTo(15_000_000L).kind()).isEqualTo(Stop.Kind.DONE);
    }
  }

  @Test
  void anyEventOfAKindIsACondition() {
    try (Session session = Sessions.of(TEXT)) {
      assertThat(session.runUntil(Condition.event(EventKind.BLOCK)).task()).isEqualTo("ui");
      Stop preempted = session.runUntil(Condition.of("event preempt on hart 0 by task worker"));
      assertThat(preempted.task()).isEqualTo("worker");
      assertThat(session.backTo(Condition.of("event block")).position().step()).isLessThan(preempted.position().step());
      for (String wrong : List.of("event blok", "event block on hart 7", "event block by task nobody")) {
        assertThatExceptionOfType(NxsException.class).isThrownBy(() -> session.breakOn(Condition.of(wrong)));
      }
    }
  }
}
