// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A state that is judged only where something it asks about has changed is judged as one that is judged at every settled
 * instant: verdicts, places and all that follows. A condition that makes a text cannot be followed, so the same condition
 * written as a text is the one that is judged always.
 */
class IncrementalStatesTest {
  private static final int COUNT = Integer.getInteger("nxs.states", 75);
  private static final List<String> FORMS =
      List.of(
          "expect { always C }",
          "expect { never C }",
          "expect { always C from 3ms until 12ms }",
          "expect { always C after marker starts \"a\" until marker starts \"c\" }",
          "expect { eventually C within 9ms }",
          "expect { C by 5ms }",
          "expect { C after 4ms }",
          "expect { C within 3ms after marker starts \"b\" }",
          "expect { stable C for 1500us }",
          "expect { whenever C then D within 2ms }",
          "expect { whenever ready(a) then running(a) within 1ms; always running(b) or not blocked(b) and C }",
          "expect { whenever running(a) or ready(a) then sleeping(a) within 3ms; whenever D then blocked(c) within 5ms }",
          // Several ask for one condition, and some of them are decided before the others.
          "expect { eventually running(a); whenever ready(a) then running(a) within 1ms; always not ready(a) until 7ms;"
              + " whenever running(a) then C within 3ms; eventually ready(a) within 9ms; always not not ready(a) from 9ms }",
          // What a task came to that ended, and whose hart then idled before it ran another.
          "expect { stable exited(b) for 2ms; stable not ready(b) for 5ms; whenever exited(b) then ready(b) within 9ms;"
              + " whenever running(a) then ready(b) or running(b) within 3ms; whenever C then exited(d) within 9ms }",
          "expect { whenever C then marker starts \"b\" within 4ms }",
          "expect { whenever marker starts \"a\" then C within 3ms }",
          "expect { phase p { start marker starts \"a\"; end marker starts \"c\"; always C; eventually D } }",
          "when C { mark(\"it holds\") }",
          "when once C { mark(\"it holds once\"); mark(\"again\") }",
          "run until C timeout 15ms");

  private static final List<String> FLAGS =
      List.of(
          "running(T)", "ready(T)", "blocked(T)", "sleeping(T)", "exited(T)", "idle(H)", "online(H)", "current(H) == T",
          "state(T) == \"running\"", "state(T) != \"ready\"", "qos(T) == idle", "qos(T) == interactive", "holder(lock) == T",
          "hart_of(T) == H", "utilization(H) < 0.7");

  private static final List<String> NUMBERS =
      List.of(
          "queue_length(H)", "queue_length()", "queue_length(H, normal)", "dispatches(T)", "preemptions(T)", "migrations(T)",
          "wakeups(T)", "switches(H)", "ipis(H)", "steals()", "idle_wakeups(H)", "count(marker starts \"a\")",
          "count(dispatch(T))", "exit_code(T)", "dispatches(T) - dispatches(U)", "deadline_misses(T)", "switches() % 5",
          "worst(queue_length(hart(0)), queue_length(H))", "timers(T)", "expirations()", "timer_wakeups()");

  private static final List<String> TIMES =
      List.of(
          "cpu_time(T)", "wait_time(T)", "idle_time(H)", "idle_time()", "now()", "cpu_time(T) + 1ms", "now() - cpu_time(T)",
          "wake_latency(T).max", "run_delay().p90", "idle_time(H, \"wfi\")");

  private static String machine(Random random) {
    List<String> items = new ArrayList<>();
    int harts = 1 + random.nextInt(3);
    String narrow = random.nextInt(4) == 0 ? ", queue_capacity: 1" : "";
    items.add("machine(harts: " + harts + ", seed: " + random.nextInt(100) + narrow + ")");
    if (random.nextBoolean()) {
      items.add("service timed");
    }
    items.add("mutex lock");
    items.add("event go");
    items.add("endpoint box(depth: 2)");
    items.add("task a(qos: " + qos(random) + ") { loop { compute(" + us(random) + "); mark(\"a ${now()}\"); sleep(" + us(random) + ") } }");
    items.add(
        "task b(qos: " + qos(random) + ", start: " + us(random) + ") { for i in 0..9 { lock(lock); compute(" + us(random)
            + "); unlock(lock); send(box, i); mark(\"b ${i}\"); yield() }; exit(3) }");
    items.add(
        "task c(qos: " + qos(random) + ") { loop { let n = recv(box); lock(lock); compute(" + us(random)
            + "); unlock(lock); mark(\"c ${n}\"); set_qos([idle, normal][n % 2]); if n == 4 { signal(go) } } }");
    if (!narrow.isEmpty()) {
      // Tasks that wait for room in the queue of their class become ready without an event of theirs.
      items.add("task crowd[3](qos: normal) { loop { compute(" + us(random) + "); sleep(" + us(random) + ") } }");
    }
    items.add("task d(start: " + us(random) + ") { wait(go); ignore spawn(helper()); compute(" + us(random) + ") }");
    if (harts > 1 && random.nextBoolean()) {
      items.add("at 6ms { offline(hart(1)) }");
      items.add("at 9ms { online(hart(1)) }");
    }
    return String.join("\n", items);
  }

  private static String us(Random random) {
    return List.of("100us", "250us", "700us", "1ms", "1300us", "2ms").get(random.nextInt(6));
  }

  private static String qos(Random random) {
    return List.of("idle", "normal", "interactive", "perfburst").get(random.nextInt(4));
  }

  private static String condition(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 9 : 6);
    String found =
        switch (kind) {
          case 0, 1 -> pick(random, FLAGS);
          case 2, 3 -> pick(random, NUMBERS) + " " + operator(random) + " " + random.nextInt(7);
          case 4 -> pick(random, TIMES) + " " + operator(random) + " " + (1 + random.nextInt(12)) + "ms";
          case 5 -> pick(random, NUMBERS) + " " + operator(random) + " " + pick(random, NUMBERS);
          case 6 -> "not (" + condition(random, depth - 1) + ")";
          case 7 -> "(" + condition(random, depth - 1) + " and " + condition(random, depth - 1) + ")";
          default -> "(" + condition(random, depth - 1) + " or " + condition(random, depth - 1) + ")";
        };
    return found
        .replace("T", pick(random, List.of("a", "b", "c", "d")))
        .replace("U", pick(random, List.of("a", "b", "c", "d")))
        .replace("H", "hart(0)");
  }

  private static String operator(Random random) {
    return pick(random, List.of("<=", "<", ">=", ">", "==", "!="));
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String unfollowed(String condition) {
    return "\"${" + condition + "}\" == \"true\"";
  }

  /** A form whose own conditions on the states of tasks are judged always, too. */
  private static String unfollowedStates(String form) {
    return form.replaceAll("\\b(running|ready|blocked|sleeping|exited)\\((\\w)\\)", "(\"\\${$0}\" == \"true\")");
  }

  private static String text(String machine, String form, String first, String second) {
    return """
        fn worst(x: int, y: int): int { if x > y { return x }; return y }
        program helper() { mark("b helper"); sleep(1ms) }
        scenario "states" {
        %s
        %s
        %s
        }
        """
        .formatted(machine, form.replace("C", first).replace("D", second), form.startsWith("run") ? "" : "run for 20ms");
  }

  /** The run that comes back as seldom as it can. */
  private static Report atOnce(String text) {
    CompiledFile file = Engine.create().compile(Source.of("test.nxs", text));
    return file.instances(file.scenarios(), RunOptions.defaults()).get(0).run();
  }

  /** What came of a run, without the words of the condition. */
  private static String told(Report report) {
    List<String> told = new ArrayList<>();
    told.add(report.verdict() + " " + report.end() + " " + report.position() + " " + report.hashText());
    report.expectations().forEach(each -> told.add(each.verdict() + " " + each.detail()));
    Stream.concat(report.failures().stream(), report.notices().stream())
        .forEach(each -> told.add(each.diagnostic().code() + " " + each.position()));
    report.markers().forEach(line -> told.add(line.timeNs() + " " + line.text()));
    return String.join("\n", told);
  }

  /** The queue has room for one, so `c` waits at first, and is queued when `b` runs, which no event of `c` tells. */
  @Test
  void aTaskThatWaitedForRoomIsSeenToBeReady() {
    Report report =
        Ran.of(
            Ran.scenario(
                "machine(harts: 1, queue_capacity: 1)",
                "task a { compute(2ms) }",
                "task b { compute(2ms) }",
                "task c { compute(2ms) }",
                "expect { whenever blocked(c) then ready(c) within 2ms; blocked(c) by 1ms; never blocked(c) from 2ms }"));
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }

  /** The hart idles when `b` has ended, so nothing but its own end tells of `b` before the hart runs another. */
  @Test
  void aTaskThatHasEndedIsNotReadyWhenItsHartRunsAnother() {
    Report report =
        atOnce(
            """
            scenario "gone" {
              machine(harts: 1)
              task a(qos: perfburst) { loop { sleep(2ms); compute(100us) } }
              task b { compute(1ms) }
              expect { always exited(b) from 1500us; never ready(b) from 1500us }
              run for 20ms
            }
            """);
    assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void statesAreJudgedAsIfTheyWereJudgedAtEveryInstant(int part) {
    for (int seed = part * COUNT; seed < (part + 1) * COUNT; seed++) {
      Random random = new Random(seed);
      String machine = machine(random);
      String first = condition(random, 2);
      String second = condition(random, 1);
      String form = FORMS.get(seed % FORMS.size());
      String guarded = text(machine, form, first, second);
      String always = text(machine, unfollowedStates(form), unfollowed(first), unfollowed(second));
      String expected = told(Ran.of(always));
      assertThat(told(Ran.of(guarded))).as("seed %d, step by step%n%s", seed, guarded).isEqualTo(expected);
      assertThat(told(atOnce(guarded))).as("seed %d, at once%n%s", seed, guarded).isEqualTo(expected);
    }
  }
}
