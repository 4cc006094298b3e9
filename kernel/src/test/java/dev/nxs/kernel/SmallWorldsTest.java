// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static dev.nxs.kernel.user.QosClass.IDLE;
import static dev.nxs.kernel.user.QosClass.INTERACTIVE;
import static dev.nxs.kernel.user.QosClass.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.MachineConfig.Protocol;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.Syscall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Worlds of two harts and three tasks in which everything happens at once: all orders of what is due at one instant are
 * taken, by snapshot and state hash, and all invariants hold in every state that can be reached.
 */
final class SmallWorldsTest {
  private static final int MOST_STATES = 60_000;

  /** What a search found. */
  private record Found(int states, int choices, Set<String> ends) {}

  /** Takes scripted answers first and the first of several behind them, and notes how many there were to choose from. */
  private static final class Answers implements Chooser {
    private int[] answers = new int[0];
    private final List<Integer> counts = new ArrayList<>();

    @Override
    public int choose(Choice what, int count) {
      int place = counts.size();
      counts.add(count);
      return place < answers.length ? answers[place] : 0;
    }

    /** Of a range the ends. */
    @Override
    public long draw(Choice what, long count, long seeded) {
      return count == 1 || choose(what, 2) == 0 ? 0 : count - 1;
    }

    void begin(int[] wanted) {
      answers = wanted;
      counts.clear();
    }

    /** The answers of the next run in order, null behind the last. */
    int @Nullable [] next() {
      for (int place = counts.size() - 1; place >= 0; place--) {
        int answer = place < answers.length ? answers[place] : 0;
        if (answer + 1 < counts.get(place)) {
          int[] following = new int[place + 1];
          System.arraycopy(answers, 0, following, 0, Math.min(place, answers.length));
          following[place] = answer + 1;
          return following;
        }
      }
      return null;
    }
  }

  /** Goes to all states that can be reached; an end is told by the exit codes of the tasks. */
  private static Found explore(Rig rig) {
    Machine machine = rig.machine();
    Answers script = new Answers();
    machine.chooser(script);
    Deque<Snapshot> open = new ArrayDeque<>();
    Set<Long> seen = new HashSet<>();
    Set<String> ends = new HashSet<>();
    int choices = 0;
    open.push(machine.snapshot());
    seen.add(machine.stateHash());
    while (!open.isEmpty()) {
      Snapshot place = open.pop();
      int[] answers = new int[0];
      while (answers != null) {
        rig.putBack(place);
        script.begin(answers);
        boolean stepped = rig.step();
        choices += script.counts.size();
        if (!stepped) {
          ends.add(end(rig));
        } else if (seen.add(machine.stateHash())) {
          assertThat(seen.size()).isLessThan(MOST_STATES);
          open.push(machine.snapshot());
        }
        answers = script.next();
      }
    }
    return new Found(seen.size(), choices, ends);
  }

  private static String end(Rig rig) {
    StringBuilder out = new StringBuilder();
    for (int pid = 1; pid <= rig.view().tasks(); pid++) {
      Pid task = new Pid(pid);
      out.append(rig.view().state(task) == TaskState.EXITED ? rig.view().exitCode(task) : "-").append(' ');
    }
    return out.toString().strip();
  }

  private static Rig world(Consumer<Rig> with) {
    Rig rig = new Rig(2);
    rig.builder.timesliceNs(MS);
    with.accept(rig);
    return rig;
  }

  /** What can be seen of all runs of a world, one whole run after the other. */
  private static Set<String> allRuns(Supplier<Rig> worlds, Function<Rig, String> seen) {
    Set<String> found = new TreeSet<>();
    Answers script = new Answers();
    int[] answers = new int[0];
    int runs = 0;
    while (answers != null) {
      Rig rig = worlds.get();
      rig.machine().chooser(script);
      script.begin(answers);
      rig.runOut();
      found.add(seen.apply(rig));
      answers = script.next();
      assertThat(++runs).isLessThan(MOST_STATES);
    }
    return found;
  }

  private static Rig threeAtOnce() {
    return world(rig -> {
      rig.task("a", new Script().compute(MS), task -> task.on(0));
      rig.task("b", new Script().compute(MS), task -> task.on(1));
      rig.task("c", new Script().compute(MS), task -> task.on(0));
    });
  }

  @Test
  void timersComeInAllOrders() {
    assertThat(allRuns(SmallWorldsTest::threeAtOnce, rig -> pids(rig, EventKind.WAKE)))
        .containsExactly("1 2 3", "1 3 2", "2 1 3", "2 3 1", "3 1 2", "3 2 1");
  }

  @Test
  void hartsDecideInAllOrders() {
    assertThat(allRuns(SmallWorldsTest::threeAtOnce, rig -> pids(rig, EventKind.DISPATCH)))
        .containsExactly("1 2 3", "2 1 3", "2 3 1", "3 2 1");
  }

  private static String pids(Rig rig, EventKind kind) {
    return rig.events(kind).stream().map(line -> Integer.toString(line.pid())).collect(Collectors.joining(" "));
  }

  @Test
  void computationsThatEndTogetherEndInBothOrders() {
    assertThat(allRuns(() -> world(rig -> {
      rig.task("a", new Script().compute(MS).mark("a"));
      rig.task("b", new Script().compute(MS).mark("b"));
    }), rig -> String.join(" ", rig.markers()))).containsExactly("a b", "b a");
  }

  @Test
  void spinningTasksLookInBothOrders() {
    assertThat(allRuns(() -> world(rig -> {
      rig.task("a", new Script().spinUntil(MS).mark("a"));
      rig.task("b", new Script().spinUntil(MS).mark("b"));
      rig.task("c", new Script().sleep(MS));
    }), rig -> String.join(" ", rig.markers()))).contains("a b", "b a");
  }

  @Test
  void anInterruptMeetsTimersAndActsInAllOrders() {
    Set<String> found = allRuns(() -> world(rig -> {
      rig.builder.event(new MachineConfig.EventSpec("e", false));
      rig.task("waits", new Script().waitFor(0, 2 * MS).report("waits"), task -> task.on(1));
      rig.task("signals", new Script().compute(2 * MS).signal(0).mark("signals"), task -> task.on(0));
      rig.task("sleeps", new Script().sleep(2 * MS).mark("sleeps"), task -> task.on(1));
    }), rig -> String.join(", ", rig.markers()));
    assertThat(found).anyMatch(run -> run.contains("waits 110 0")).anyMatch(run -> run.contains("waits 0 0"));
    assertThat(found).anyMatch(run -> run.endsWith("sleeps")).anyMatch(run -> run.endsWith("0 0"));
  }

  @Test
  void costsThatAreRangesTakeBothEnds() {
    assertThat(allRuns(() -> world(rig -> {
      rig.builder.costs(new Costs(new Costs.Cost(0, MS), Costs.Cost.NONE, Costs.Cost.NONE, Costs.Cost.NONE, Costs.Cost.NONE));
      rig.task("a", new Script().getQos(1).getQos(1));
    }), rig -> Long.toString(rig.machine().nowNs() / MS))).containsExactly("0", "1", "2");
  }

  @Test
  void migrationsAndStealingInAllOrders() {
    Found found = explore(world(rig -> {
      rig.builder.agingNs(2 * MS);
      rig.task("a", IDLE, new Script().compute(MS).sleep(MS).compute(2 * MS));
      rig.task("b", NORMAL, new Script().compute(MS).setAffinity(0, 0).compute(MS).setAffinity(0, 0, 1).yieldHart().compute(MS));
      rig.task("c", INTERACTIVE, new Script().sleep(MS).compute(MS).sleep(MS).compute(MS));
      rig.at(2 * MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
      rig.at(3 * MS, new Script().call(Syscall.HART_ONLINE, 1, 0));
    }));
    assertThat(found.ends()).containsExactly("0 0 0");
    assertThat(found.states()).isGreaterThan(30);
  }

  @Test
  void theProfileNexusInAllOrders() {
    Found found = explore(world(rig -> {
      rig.builder.profile(MachineConfig.Profile.NEXUS);
      rig.task("a", IDLE, new Script().compute(2 * MS).sleep(MS).compute(2 * MS));
      rig.task("b", NORMAL, new Script().compute(MS).yieldHart().compute(2 * MS));
      rig.task("c", INTERACTIVE, new Script().sleep(MS).compute(MS).sleep(MS).compute(MS));
    }));
    assertThat(found.ends()).containsExactly("0 0 0");
    assertThat(found.states()).isGreaterThan(20);
  }

  @Test
  void computationsAndSleepsThatEndTogether() {
    Found found = explore(world(rig -> {
      for (int i = 0; i < 3; i++) {
        rig.task("t" + i, new Script().compute(2 * MS).sleep(MS).compute(MS).sleep(2 * MS).compute(MS));
      }
    }));
    assertThat(found.ends()).containsExactly("0 0 0");
    assertThat(found.states()).isGreaterThan(30);
    assertThat(found.choices()).isGreaterThan(30);
  }

  @Test
  void locksWithInheritanceAlwaysComeToAnEnd() {
    for (Protocol protocol : Protocol.values()) {
      Found found = explore(world(rig -> {
        rig.builder.mutex(new MachineConfig.MutexSpec("m", protocol, INTERACTIVE.wire()));
        rig.task("low", IDLE, locker());
        rig.task("mid", NORMAL, locker());
        rig.task("high", INTERACTIVE, locker());
      }));
      assertThat(found.ends()).as(protocol.name()).containsExactly("0 0 0");
    }
  }

  private static Script locker() {
    return new Script().sleep(MS).lock(0).compute(MS).unlock(0).sleep(MS).lock(0).sleep(MS).unlock(0);
  }

  @Test
  void locksTakenCrosswiseEndWellOrInADeadlock() {
    Found found = explore(world(rig -> {
      rig.builder.mutex(new MachineConfig.MutexSpec("a", Protocol.INHERIT, 0));
      rig.builder.mutex(new MachineConfig.MutexSpec("b", Protocol.INHERIT, 0));
      rig.task("ab", new Script().sleep(MS).lock(0).sleep(0).lock(1).unlock(1).unlock(0));
      rig.task("ba", new Script().sleep(MS).lock(1).sleep(MS).lock(0).unlock(0).unlock(1));
      rig.task("a", new Script().sleep(MS).lock(0).sleep(MS).unlock(0));
    }));
    assertThat(found.ends()).contains("0 0 0");
    assertThat(found.ends()).allMatch(end -> end.equals("0 0 0") || end.startsWith("- - "));
  }

  @Test
  void messagesThatMeetTheirTimeouts() {
    Found found = explore(world(rig -> {
      rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 1));
      rig.task("server", new Script().receive(0, 3 * MS).compute(MS).reply(1).receive(0, MS));
      rig.task("caller", new Script().sleep(MS).call(0, 1, MS).compute(MS).send(0, 2, MS));
      rig.task("sender", new Script().sleep(MS).send(0, 3, MS).sleep(MS).send(0, 4, 0));
    }));
    assertThat(found.ends()).containsExactly("0 0 0");
    assertThat(found.states()).isGreaterThan(20);
  }

  @Test
  void killsThatMeetWhatTheyKill() {
    Found found = explore(world(rig -> {
      rig.builder.mutex(new MachineConfig.MutexSpec("m", Protocol.INHERIT, 0));
      int victim = rig.task("victim", new Script().sleep(MS).lock(0).sleep(MS).unlock(0).exit(3));
      rig.task("waiter", new Script().sleep(MS).lock(0).compute(MS).unlock(0));
      rig.task("joiner", new Script().join(victim, 2 * MS).lock(0, NEVER).unlock(0));
      rig.at(2 * MS, new Script().kill(victim));
    }));
    // Killed before its end, or just too late.
    assertThat(found.ends()).allMatch(end -> end.endsWith("0 0"));
    assertThat(found.ends()).contains("-9 0 0");
  }

  @Test
  void theDocumentedOrderIsTheFirstChoice() {
    for (long seed = 0; seed < 60; seed++) {
      Rig documented = RandomMachines.rig(seed);
      Rig chosen = RandomMachines.rig(seed);
      chosen.machine().chooser((what, count) -> 0);
      documented.steps(150);
      chosen.steps(150);
      assertThat(chosen.trace).as("seed %d", seed).isEqualTo(documented.trace);
    }
  }

  @Test
  void whateverIsChosenTheInvariantsHold() {
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Rig rig = RandomMachines.rig(seed);
      rig.machine().chooser((what, count) -> random.nextInt(count));
      rig.steps(150);
    }
  }
}
