// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever way a place is reached, it is the same place: every word, every line. */
class SessionWalkTest {
  private static final String BUSY =
      """
      scenario "busy" {
        machine(harts: 2, seed: 7)
        service timed
        endpoint box(depth: 2)
        event go
        task ui(qos: interactive) { loop { compute(random(100us..900us)); sleep(2ms) } }
        task worker[3](qos: idle) { loop { compute(1ms + index * 100us); mark("worker ${index} at ${now()}"); sleep(3ms) } }
        task server { loop { let n = recv(box); compute(200us); if n > 2 { signal(go) } } }
        task client { for i in 0..40 { send(box, i); sleep(1ms) } }
        when marker starts "worker 1" { set_qos(normal, of: worker[1]) }
        every 7ms { mark("beat") }
        run for 60ms
        expect {
          at least 5 of marker starts "worker 0"
          whenever marker starts "worker 1" then marker starts "worker 2" within 50ms
          at most 20 of marker starts "worker 0" every 50ms
          always queue_length() <= 6
          wake_latency(ui).p99 <= 20ms
          no starvation over 50ms
          never marker "beat" after 20ms xfail "it goes on"
          stable idle(hart(0)) for 10us
          count(dispatch(ui)) > 3
        }
      }
      """;

  /** Every place of a run, reached by single steps. */
  private static final class Direct {
    private final List<Position> positions = new ArrayList<>();
    private final List<Snapshot> states = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomWalksMeetTheStatesOfTheDirectRun(long seed) {
    try (Session session = Sessions.of(BUSY, RunOptions.defaults().checkpointBytes(seed == 1 ? 0 : 64L << 20))) {
      Direct direct = new Direct();
      Stop stop;
      do {
        direct.positions.add(session.position());
        direct.states.add(session.snapshot());
        direct.lines.add(session.markers().size());
        stop = session.step();
      } while (stop.kind() == Stop.Kind.DONE);
      assertThat(stop.kind()).isEqualTo(Stop.Kind.END);
      assertThat(direct.positions.size()).isGreaterThan(300);

      Random random = new Random(seed);
      session.goToStart();
      for (int i = 0; i < 150; i++) {
        int here = (int) session.position().step();
        switch (random.nextInt(6)) {
          case 0 -> session.step(1 + random.nextInt(50));
          case 1 -> session.back(1 + random.nextInt(50));
          case 2 -> session.goTo(direct.positions.get(random.nextInt(direct.positions.size())));
          case 3 -> session.backTo(Condition.marker("beat"));
          case 4 -> session.runUntil(Condition.of("dispatch(ui)"));
          default -> session.restore(direct.states.get(random.nextInt(direct.states.size())));
        }
        int step = (int) session.position().step();
        if (session.end().isEmpty() && step < direct.states.size()) {
          assertThat(session.snapshot()).as("seed %d, motion %d from %d", seed, i, here).isEqualTo(direct.states.get(step));
          assertThat(session.markers()).hasSize(direct.lines.get(step));
        }
      }
    }
  }

  @Test
  void twoSessionsMeetWhateverTheirWays() {
    try (Session direct = Sessions.of(BUSY); Session other = Sessions.of(BUSY)) {
      direct.goTo(41_000_000L);
      other.run();
      other.backTo(Condition.marker("beat"));
      other.back(100);
      other.runFor(3_000_000);
      other.goTo(41_000_000L);
      assertThat(other.position()).isEqualTo(direct.position());
      assertThat(other.stateHash()).isEqualTo(direct.stateHash());
      assertThat(other.markers()).isEqualTo(direct.markers());
    }
  }

  @Test
  void aSessionThatStopsOftenReportsWhatAPlainRunReports() {
    Report plain = Ran.of(BUSY);
    try (Session session = Sessions.of(BUSY)) {
      session.breakOn(Condition.of("dispatch(ui)"));
      session.watch("queue_length()");
      Stop stop;
      int stops = 0;
      do {
        stop = session.run();
        stops++;
      } while (stop.kind() != Stop.Kind.END);
      assertThat(stops).isGreaterThan(20);
      Report report = session.report();
      assertThat(report.hash()).isEqualTo(plain.hash());
      assertThat(Ran.told(report)).isEqualTo(Ran.told(plain));
      assertThat(report.markers()).isEqualTo(plain.markers());
      // Asking changes nothing.
      assertThat(session.report()).isEqualTo(report);
    }
  }

  @Test
  void aSessionThatPassesAFailureGoesOnAsIfItHadNotStopped() {
    String text =
        Ran.scenario(
            "task a { loop { compute(1ms); mark(\"tick\"); sleep(1ms) } }",
            "task b { loop { compute(1ms); sleep(1500us) } }",
            "when dispatches(b) == 5 { mark(\"b\") }",
            "run for 30ms",
            "expect { never marker \"tick\" after 5ms; always dispatches(b) < 3; finally dispatches(a) > 2 }");
    try (Session stopped = Sessions.of(text); Session passed = Sessions.of(text)) {
      int failures = 0;
      Stop stop = stopped.run();
      while (stop.kind() == Stop.Kind.FAILURE) {
        failures++;
        stop = stopped.run();
      }
      assertThat(failures).isEqualTo(2);
      assertThat(stop.kind()).isEqualTo(Stop.Kind.END);
      passed.goToEnd();
      assertThat(passed.position()).isEqualTo(stopped.position());
      assertThat(passed.stateHash()).isEqualTo(stopped.stateHash());
      assertThat(passed.markers()).isEqualTo(stopped.markers());
    }
  }

  @Test
  void theCheckpointsStayWithinTheirMemory() {
    String text = Ran.scenario("task a { loop { compute(1us); yield() } }", "task b { loop { compute(1us); yield() } }", "run for 100ms");
    try (Session session = Sessions.of(text, RunOptions.defaults().checkpointBytes(0))) {
      session.run();
      assertThat(session.position().step()).isGreaterThan(50_000);
      assertThat(session.checkpoints()).isLessThanOrEqualTo(8);
      long end = session.position().step();
      session.back(1);
      assertThat(session.position().step()).isEqualTo(end - 1);
    }
  }
}
