// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that are awake and wait for a place in a full run queue: who comes first, where to, and what it costs. */
final class FullQueueTest {
  private static Rig rig(int harts) {
    Rig rig = new Rig(harts);
    rig.builder.queueCapacity(1).steal(0);
    return rig;
  }

  private static List<String> order(Rig rig) {
    return rig.events(EventKind.MARKER).stream().map(Rig.Line::text).toList();
  }

  @Test
  void theLowestPidComesFirstWheneverItBeganToWait() {
    Rig rig = rig(1);
    rig.task("running", new Script().compute(10 * MS));
    rig.task("queued", new Script().compute(MS).mark("queued"));
    rig.task("third", new Script().mark("third"), task -> task.start(3 * MS));
    rig.task("fourth", new Script().mark("fourth"), task -> task.start(2 * MS));
    rig.task("fifth", new Script().mark("fifth"), task -> task.start(1 * MS));
    rig.run(4 * MS);
    for (int pid = 3; pid <= 5; pid++) {
      assertThat(rig.view().state(rig.pid(pid))).isEqualTo(TaskState.BLOCKED);
      assertThat(rig.view().waitsForRoom(rig.pid(pid))).isTrue();
    }
    assertThat(rig.view().waitsForRoom(rig.pid(2))).isFalse();
    rig.runOut();
    assertThat(order(rig)).containsExactly("queued", "third", "fourth", "fifth");
  }

  @Test
  void oneThatIsKilledWaitsNoMore() {
    Rig rig = rig(1);
    rig.task("running", new Script().compute(10 * MS));
    rig.task("queued", new Script().mark("queued"));
    rig.task("third", new Script().mark("third"));
    rig.task("fourth", new Script().mark("fourth"));
    rig.at(MS, new Script().kill(3));
    rig.runOut();
    assertThat(order(rig)).containsExactly("queued", "fourth");
  }

  @Test
  void anAffinityThatLeadsElsewhereLeadsToTheRoomThere() {
    Rig rig = rig(2);
    rig.task("running", new Script().compute(10 * MS), task -> task.on(0));
    rig.task("queued", new Script(), task -> task.on(0));
    int third = rig.task("third", new Script().mark("third"), task -> task.on(0));
    rig.at(MS, new Script().setAffinity(third, 1));
    rig.run(MS);
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::timeNs, Rig.Line::hart)
        .containsExactly(tuple("third", MS, 1));
    assertThat(rig.view().migrations(rig.pid(third))).isEqualTo(1);
  }

  @Test
  void aHartThatComesTakesItsOwnWhoWaitElsewhere() {
    Rig rig = rig(2);
    rig.task("running", new Script().compute(10 * MS), task -> task.on(0));
    rig.task("queued", new Script(), task -> task.on(0));
    rig.task("third", new Script().mark("third"), task -> task.on(1).start(2 * MS));
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.at(3 * MS, new Script().call(Syscall.HART_ONLINE, 1, 0));
    rig.run(3 * MS);
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::text, Rig.Line::timeNs, Rig.Line::hart)
        .containsExactly(tuple("third", 3 * MS, 1));
  }

  @Test
  void aHartThatGoesHandsOverWhoWaitsForRoomThere() {
    Rig rig = rig(3);
    rig.task("busy", new Script().compute(9 * MS), task -> task.on(0));
    rig.task("running", new Script().compute(9 * MS), task -> task.on(1));
    rig.task("queued", new Script().mark("queued"), task -> task.on(1));
    rig.task("waiting", new Script().mark("waiting"), task -> task.on(1, 2));
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.runOut();
    assertThat(order(rig)).containsExactly("waiting", "queued");
    assertThat(rig.view().hartOf(rig.pid(4))).isEqualTo(2);
  }

  @Test
  void aHartThatGoesTakesNobodyInWhileItIsEmptied() {
    Rig rig = rig(2);
    rig.task("running", QosClass.PERFBURST, new Script().compute(9 * MS));
    // A service and the tasks of its class have room for one together, and lie in lists of their own: what leaves one
    // makes room in the other.
    rig.task("queued", new Script(), task -> task.on(0).service());
    rig.task("plain", new Script(), task -> task.on(0));
    rig.task("service", new Script(), task -> task.on(0).service());
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 0, 0));
    rig.run(MS);
    assertThat(rig.view().queueLength(new HartId(0))).isZero();
    rig.runOut();
    for (int pid = 1; pid <= 4; pid++) {
      assertThat(rig.view().state(rig.pid(pid))).isEqualTo(TaskState.EXITED);
    }
  }

  @Test
  void theSharedQueueTakesThemAsThereIsRoomAndKeepsThemWhenAHartGoes() {
    Rig rig = rig(2);
    rig.builder.queues(MachineConfig.Queues.GLOBAL);
    for (int pid = 1; pid <= 6; pid++) {
      rig.task("t" + pid, new Script().compute(2 * MS).mark("t" + pid));
    }
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.runOut();
    assertThat(order(rig)).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void aSnapshotKeepsWhoWaitsAndInWhichOrder() {
    Rig rig = rig(1);
    rig.task("running", new Script().compute(10 * MS));
    rig.task("queued", new Script().mark("queued"));
    rig.task("third", new Script().mark("third"), task -> task.start(3 * MS));
    rig.task("fourth", new Script().mark("fourth"), task -> task.start(2 * MS));
    rig.run(4 * MS);
    Snapshot before = rig.machine().snapshot();
    rig.runOut();
    long hash = rig.machine().stateHash();
    rig.putBack(before);
    rig.runOut();
    assertThat(rig.machine().stateHash()).isEqualTo(hash);
    assertThat(order(rig)).containsExactly("queued", "third", "fourth", "queued", "third", "fourth");
  }

  /** How many waiting tasks are looked at while ten tasks pass a queue for one, beside tasks that start later. */
  private static long looks(int sleepers) {
    MachineConfig.Builder builder = MachineConfig.builder().queueCapacity(1);
    for (int i = 0; i < sleepers; i++) {
      builder.task(spec("sleeper" + i, new Script(), QosClass.NORMAL, 900 * MS));
    }
    for (int i = 0; i < 10; i++) {
      builder.task(spec("passes" + i, new Script().compute(MS).sleep(MS).compute(MS), QosClass.NORMAL, MS));
    }
    Machine machine = Machine.boot(builder.build());
    List<Long> waiting = new ArrayList<>();
    while (machine.nextEventNs() < 900 * MS && machine.step()) {
      long count = 0;
      for (int pid = sleepers + 1; pid <= sleepers + 10; pid++) {
        count += machine.view().waitsForRoom(new Pid(pid)) ? 1 : 0;
      }
      waiting.add(count);
    }
    assertThat(waiting).contains(8L);
    return machine.kernel().scheduler.parked().looks();
  }

  private static MachineConfig.TaskSpec spec(String name, Script script, QosClass qos, long startNs) {
    return new MachineConfig.TaskSpec(
        name, script, qos, null, 100, startNs, name, false, 0, 0, -1, List.of());
  }

  @Test
  void roomCostsByThoseWhoWaitForItAndNotByAllTasks() {
    long few = looks(1);
    assertThat(looks(1_000)).isEqualTo(few);
    // Ten tasks come twice: somebody waits 16 times, and begins behind no more than those who wait already.
    assertThat(few).isLessThanOrEqualTo(16 * 9);
  }
}
