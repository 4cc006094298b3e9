// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.SchedulingPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who runs next under each policy, with a queue a hart and with one for all. */
final class PolicyRulesTest {
  private static Rig rig(int harts, SchedulingPolicy policy) {
    Rig rig = new Rig(harts);
    rig.builder.scheduler(policy);
    return rig;
  }

  private static void periodic(Rig rig, String name, long periodMs, long costMs, long priority, Integer... harts) {
    rig.task(name, new Script().compute(costMs * MS).nextPeriod().loop(), task -> {
      task.period(periodMs * MS, periodMs * MS).priority(priority);
      return harts.length == 0 ? task : task.on(harts);
    });
  }

  @Test
  void roundRobinTakesTurnsWhateverTheClass() {
    Rig rig = rig(1, BuiltInPolicy.ROUND_ROBIN);
    rig.task("a", QosClass.IDLE, new Script().compute(20 * MS));
    rig.task("b", QosClass.PERFBURST, new Script().compute(20 * MS));
    rig.task("c", QosClass.NORMAL, new Script().compute(10 * MS));
    rig.runOut();
    assertThat(rig.gantt(0, 10 * MS, 60 * MS)).isEqualTo("abcab.");
  }

  @Test
  void fixedPriorityRunsTheGreatestAndKnowsNoSlices() {
    Rig rig = rig(1, BuiltInPolicy.FIXED_PRIORITY);
    rig.task("a", new Script().compute(30 * MS), task -> task.priority(-1));
    rig.task("b", new Script().compute(20 * MS), task -> task.priority(7).start(5 * MS));
    rig.task("c", new Script().compute(5 * MS), task -> task.priority(Long.MAX_VALUE).start(10 * MS));
    rig.runOut();
    assertThat(rig.gantt(0, 5 * MS, 60 * MS)).isEqualTo("abcbbbaaaaa.");
    assertThat(rig.count(EventKind.SLICE_END)).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"FIXED_PRIORITY", "EDF"})
  void aRunningJobKeepsItsHartAmongEqualsAndAPreemptedOneItsPlace(BuiltInPolicy policy) {
    Rig rig = rig(1, policy);
    rig.task("a", new Script().compute(2 * MS), task -> task.start(MS).period(20 * MS, 20 * MS).priority(1));
    rig.task("b", new Script().compute(4 * MS), task -> task.period(21 * MS, 21 * MS).priority(1));
    rig.task("c", new Script().compute(MS), task -> task.start(MS).period(20 * MS, 20 * MS).priority(1));
    rig.task("u", new Script().compute(MS), task -> task.start(2 * MS).period(5 * MS, 5 * MS).priority(2));
    rig.runOut();
    // Deadlines of a, b and c are one. When u is done, the one declared first goes on, not the one that came back last.
    assertThat(rig.gantt(0, MS, 9 * MS)).isEqualTo("bbuaabbc.");
  }

  @Test
  void aYieldingTaskGoesBehindItsEquals() {
    Rig rig = rig(1, BuiltInPolicy.FIXED_PRIORITY);
    for (String name : List.of("a", "b", "c")) {
      rig.task(name, new Script().compute(MS).yieldHart().compute(MS).yieldHart().compute(MS), task -> task.priority(1));
    }
    rig.task("z", new Script().compute(MS));
    rig.runOut();
    assertThat(rig.gantt(0, MS, 10 * MS)).isEqualTo("abcabcabcz");
  }

  @Test
  void earliestDeadlineFirstRunsTasksWithoutDeadlineLast() {
    Rig rig = rig(1, BuiltInPolicy.EDF);
    rig.task("x", QosClass.PERFBURST, new Script().compute(3 * MS));
    rig.task("a", new Script().compute(2 * MS), task -> task.period(10 * MS, 9 * MS));
    rig.task("b", new Script().compute(2 * MS), task -> task.period(20 * MS, 5 * MS));
    rig.runOut();
    assertThat(rig.gantt(0, MS, 7 * MS)).isEqualTo("bbaaxxx");
  }

  @Test
  void aLateJobIsFollowedAtOnceByTheNextWithItsOwnDeadline() {
    Rig rig = rig(1, BuiltInPolicy.EDF);
    rig.task("a", new Script().compute(6 * MS).nextPeriod().compute(MS).nextPeriod().compute(MS),
        task -> task.period(4 * MS, 4 * MS));
    rig.task("b", new Script().compute(2 * MS), task -> task.start(5 * MS).period(2 * MS, 2 * MS));
    rig.runOut();
    // At 6 the second job of a, released at 4, is due at 8, behind b, which is due at 7.
    assertThat(rig.gantt(0, MS, 10 * MS)).isEqualTo("aaaaaabbaa");
    assertThat(rig.view().deadlineMisses(rig.pid(1))).isEqualTo(2);
  }

  @Test
  void aGlobalQueueSendsTheMostUrgentToTheHartOfTheLeastUrgent() {
    Rig rig = rig(2, BuiltInPolicy.FIXED_PRIORITY);
    rig.builder.queues(MachineConfig.Queues.GLOBAL);
    rig.task("a", new Script().compute(10 * MS), task -> task.priority(1));
    rig.task("b", new Script().compute(10 * MS), task -> task.priority(2));
    rig.task("c", new Script().compute(2 * MS), task -> task.priority(3).start(3 * MS));
    rig.runOut();
    assertThat(rig.gantt(0, MS, 14 * MS)).isEqualTo("bbbbbbbbbb....");
    assertThat(rig.gantt(1, MS, 14 * MS)).isEqualTo("aaaccaaaaaaa..");
  }

  @Test
  void ofEquallyUrgentTasksTheOneDeclaredLastGivesItsHartToTheGlobalQueue() {
    Rig less = rig(2, BuiltInPolicy.FIXED_PRIORITY);
    less.builder.queues(MachineConfig.Queues.GLOBAL);
    less.task("a", new Script().compute(6 * MS), task -> task.priority(1).on(0));
    less.task("b", new Script().compute(6 * MS), task -> task.priority(2).on(1));
    less.task("c", new Script().compute(2 * MS), task -> task.priority(3).start(3 * MS));
    less.runOut();
    assertThat(less.gantt(0, MS, 8 * MS)).isEqualTo("aaaccaaa");
    assertThat(less.gantt(1, MS, 8 * MS)).isEqualTo("bbbbbb..");
    Rig equal = rig(2, BuiltInPolicy.FIXED_PRIORITY);
    equal.builder.queues(MachineConfig.Queues.GLOBAL);
    equal.task("a", new Script().compute(6 * MS), task -> task.priority(1).on(1));
    equal.task("b", new Script().compute(6 * MS), task -> task.priority(1).on(0));
    equal.task("c", new Script().compute(2 * MS), task -> task.priority(3).start(3 * MS));
    equal.runOut();
    assertThat(equal.gantt(0, MS, 8 * MS)).isEqualTo("bbbccbbb");
    assertThat(equal.gantt(1, MS, 8 * MS)).isEqualTo("aaaaaa..");
  }

  @Test
  void whoWaitsIsServedByClassBeforePriority() {
    Rig rig = rig(1, BuiltInPolicy.FIXED_PRIORITY);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 4));
    rig.task("urgent", new Script().receive(0, Rig.NEVER).mark("urgent"), task -> task.priority(9).qos(QosClass.IDLE));
    rig.task("classy", new Script().receive(0, Rig.NEVER).mark("classy"), task -> task.priority(1).qos(QosClass.PERFBURST));
    rig.task("other", new Script().receive(0, Rig.NEVER).mark("other"), task -> task.priority(2).qos(QosClass.PERFBURST));
    for (int i = 1; i <= 3; i++) {
      rig.at(i * MS, new Script().send(0, 1, Rig.NEVER));
    }
    rig.runOut();
    assertThat(rig.markers()).containsExactly("other", "classy", "urgent");
  }

  @ParameterizedTest
  @EnumSource(names = {"FIXED_PRIORITY", "EDF"})
  void globalSchedulingLetsAHeavyTaskMissBehindLightOnes(BuiltInPolicy policy) {
    for (int harts = 2; harts <= 4; harts++) {
      Rig rig = rig(harts, policy);
      rig.builder.queues(MachineConfig.Queues.GLOBAL);
      for (int light = 0; light < harts; light++) {
        periodic(rig, "l" + light, 10, 2, 2);
      }
      periodic(rig, "H", 11, 10, 1);
      rig.run(14 * MS);
      long doneNs = policy == BuiltInPolicy.EDF ? 12 * MS : 14 * MS;
      assertThat(rig.events(EventKind.DEADLINE_MISS)).as("harts %d", harts).hasSize(1)
          .allSatisfy(line -> assertThat(line.timeNs()).isEqualTo(doneNs));
    }
  }

  @Test
  void aGlobalQueueRespectsAffinity() {
    Rig rig = rig(2, BuiltInPolicy.QOS);
    rig.builder.queues(MachineConfig.Queues.GLOBAL);
    rig.task("a", new Script().compute(4 * MS), task -> task.on(1));
    rig.task("b", new Script().compute(2 * MS), task -> task.on(1));
    rig.task("c", new Script().compute(3 * MS));
    rig.runOut();
    assertThat(rig.gantt(0, MS, 6 * MS)).isEqualTo("ccc...");
    assertThat(rig.gantt(1, MS, 6 * MS)).isEqualTo("aaaabb");
  }

  /** The short cuts of the scheduler against the policies as they are written for everybody. */
  @ParameterizedTest
  @EnumSource
  void aBuiltInPolicyDecidesAsItsOwnMethodsSay(BuiltInPolicy policy) {
    for (long seed = 0; seed < 60; seed++) {
      Rig known = RandomMachines.plain(seed, policy);
      Rig asked = RandomMachines.plain(seed, policy);
      asked.builder.askBuiltIn();
      known.run(20 * MS);
      asked.run(20 * MS);
      assertThat(asked.dispatched()).as("seed %d", seed).isEqualTo(known.dispatched());
    }
  }
}
