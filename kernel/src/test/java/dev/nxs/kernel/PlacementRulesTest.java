// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Syscall;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Affinity and shares as calls, and harts that go offline and come back. */
final class PlacementRulesTest {
  private static String errno(Errno errno) {
    return Integer.toString(errno.number());
  }

  @Test
  void inASharedQueueAnIdleHartTakesWhatItMayTakeFromNowOn() {
    Rig rig = new Rig(2);
    rig.builder.queues(MachineConfig.Queues.GLOBAL);
    rig.task("running", new Script().compute(9 * Rig.MS), task -> task.on(1));
    int waiting = rig.task("waiting", new Script().mark("here"), task -> task.on(1));
    rig.at(Rig.MS, new Script().setAffinity(waiting, 0));
    rig.run(Rig.MS);
    assertThat(rig.events(EventKind.MARKER)).extracting(Rig.Line::timeNs, Rig.Line::hart)
        .containsExactly(tuple(Rig.MS, 0));
  }

  @Test
  void aTaskThatTakesItsOwnHartAwayGoesOnElsewhereAtOnce() {
    Rig rig = new Rig(2);
    rig.task("a", new Script().compute(2 * MS).setAffinity(0, 1).report("set").compute(2 * MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 a/1@2000");
    assertThat(rig.markers()).containsExactly("set 0 0");
    assertThat(rig.view().migrations(rig.pid(1))).isEqualTo(1);
    assertThat(rig.view().cpuTimeNs(rig.pid(1))).isEqualTo(4 * MS);
  }

  @Test
  void anotherTasksAffinityMovesItFromItsHartOrItsQueueAtThisInstant() {
    Rig rig = new Rig(2);
    rig.builder.steal(0);
    rig.task("a", new Script().compute(6 * MS), task -> task.on(0));
    rig.task("b", new Script().compute(3 * MS), task -> task.on(0));
    rig.at(2 * MS, new Script().setAffinity(2, 1));
    rig.at(4 * MS, new Script().setAffinity(1, 1));
    rig.runOut();
    assertThat(rig.gantt(0, MS, 8 * MS)).isEqualTo("aaaa....");
    assertThat(rig.gantt(1, MS, 8 * MS)).isEqualTo("..bbbaa.");
    assertThat(rig.view().affinity(rig.pid(1))).containsExactly(1);
  }

  @Test
  void rejectsMasksThatNameNoHartThatIsOnlineAndChangesNothing() {
    Rig rig = new Rig(3);
    rig.at(0, new Script().call(Syscall.HART_OFFLINE, 2, 0));
    rig.task(
        "a",
        new Script().compute(MS).setAffinity(0).report("empty").setAffinity(0, 2).report("offline").setAffinity(0, 0, 3)
            .report("missing").setAffinity(0, -1).report("negative").setAffinity(9, 0).report("nobody"),
        task -> task.identity("execd"));
    rig.runOut();
    String invalid = errno(Errno.EINVAL);
    assertThat(rig.markers())
        .containsExactly(
            "empty " + invalid + " 0", "offline " + invalid + " 0", "missing " + invalid + " 0",
            "negative " + invalid + " 0", "nobody " + invalid + " 0");
    assertThat(rig.view().affinity(rig.pid(1))).containsExactly(0, 1, 2);
  }

  @Test
  void onlyThePrivilegedPlaceOthers() {
    Rig rig = new Rig(2);
    rig.task(
        "a",
        new Script().setAffinity(2, 0).report("affinity").call(Syscall.SHARES_SET, 2, 5).report("shares")
            .call(Syscall.SHARES_GET, 2, 0).report("get"));
    rig.task("b", new Script().compute(MS));
    rig.task(
        "e",
        new Script().compute(MS).setAffinity(2, 0).report("execd").call(Syscall.SHARES_SET, 2, 5).report("execd"),
        task -> task.identity("execd"));
    rig.runOut();
    String refused = errno(Errno.EPERM);
    assertThat(rig.markers())
        .containsExactly(
            "affinity " + refused + " 0", "shares " + refused + " 0", "get 0 100", "execd 0 0", "execd 0 5");
  }

  @ParameterizedTest
  @CsvSource({"-7,1", "0,1", "1,1", "1000,1000", "1001,1000", "9223372036854775807,1000"})
  void sharesAreClamped(long asked, long applied) {
    Rig rig = new Rig(1);
    rig.task("a", new Script().call(Syscall.SHARES_SET, 1, asked).report("set"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("set 0 " + applied);
    assertThat(rig.view().shares(rig.pid(1))).isEqualTo((int) applied);
  }

  @Test
  void whereThereIsAPolicydNobodyGivesHimselfMoreThanEverybodyMayHave() {
    Rig rig = new Rig(1);
    rig.task(
        "a",
        new Script().call(Syscall.SHARES_SET, 1, 501).report("a").call(Syscall.SHARES_SET, 1, 500).report("a")
            .call(Syscall.SHARES_SET, 1, 9000).report("a"));
    rig.task(
        "rich",
        new Script().call(Syscall.SHARES_SET, 2, 700).report("rich").call(Syscall.SHARES_SET, 2, 701).report("rich"),
        task -> task.shares(800));
    rig.task("policyd", new Script(), task -> task.identity("policyd").service());
    rig.task("e", new Script().call(Syscall.SHARES_SET, 4, 900).report("execd"), task -> task.identity("execd"));
    rig.runOut();
    String refused = errno(Errno.EPERM);
    assertThat(rig.markers())
        .containsExactly(
            "a " + refused + " 0", "a 0 500", "a " + refused + " 0", "rich 0 700", "rich " + refused + " 0",
            "execd 0 900");
    assertThat(rig.view().shares(rig.pid(1))).isEqualTo(500);
    assertThat(rig.view().shares(rig.pid(2))).isEqualTo(700);
  }

  @Test
  void sharesWeighTheTimeThatTasksOfAClassGet() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().compute(1000 * MS), task -> task.shares(300));
    rig.task("b", new Script().compute(1000 * MS), task -> task.shares(100));
    rig.task("c", new Script().compute(1000 * MS), task -> task.shares(50));
    rig.run(900 * MS);
    assertThat(rig.view().cpuTimeNs(rig.pid(1))).isEqualTo(600 * MS);
    assertThat(rig.view().cpuTimeNs(rig.pid(2))).isEqualTo(200 * MS);
    assertThat(rig.view().cpuTimeNs(rig.pid(3))).isEqualTo(100 * MS);
  }

  @Test
  void aHartThatGoesOfflineLosesNoTask() {
    Rig rig = new Rig(2);
    rig.builder.steal(0);
    for (String name : List.of("a", "b", "c", "d")) {
      rig.task(name, new Script().compute(2 * MS));
    }
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.runOut();
    // b runs on hart 1 and d waits there; both go to the tail of hart 0, b with 1 ms left.
    assertThat(rig.gantt(0, MS, 9 * MS)).isEqualTo("aaccbdd..");
    assertThat(rig.gantt(1, MS, 2 * MS)).isEqualTo("bb");
    assertThat(rig.view().online(new HartId(1))).isFalse();
    assertThat(rig.events(EventKind.OFFLINE)).hasSize(1);
  }

  @Test
  void tasksComeHomeWhenTheirOnlyHartComesBack() {
    Rig rig = new Rig(2);
    rig.task("a", new Script().compute(6 * MS), task -> task.on(1));
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.at(3 * MS, new Script().call(Syscall.HART_ONLINE, 1, 0));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/1@0 a/0@1000 a/1@3000");
    assertThat(rig.view().cpuTimeNs(rig.pid(1))).isEqualTo(6 * MS);
  }

  @Test
  void aWaitingTaskWakesWhereItMayRun() {
    Rig rig = new Rig(2);
    rig.builder.event(new MachineConfig.EventSpec("go", true));
    rig.task("a", new Script().waitFor(0, NEVER).compute(MS), task -> task.on(1));
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.at(2 * MS, new Script().signal(0));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/1@0 a/0@2000");
  }

  @Test
  void theHartsThatATaskMayRunOnAreTold() {
    Rig rig = new Rig(70);
    rig.task("a", new Script().setAffinity(0, 3, 64, 69).call(Syscall.AFFINITY_GET, 1, 0).reportList("harts"));
    rig.at(MS, new Script().call(Syscall.AFFINITY_GET, 1, 0).reportList("harts").call(Syscall.AFFINITY_GET, 2, 0).report("nobody"));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("harts 0 3 64 69", "harts 0 3 64 69", "nobody " + errno(Errno.EINVAL) + " 0");
  }

  @Test
  void anOfflineHartTellsNobodyWhereItsTasksAre() {
    Rig rig = new Rig(2);
    rig.task("a", new Script().compute(3 * MS), task -> task.on(0, 1));
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 0, 0));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("a/0@0 a/1@1000");
    assertThat(rig.view().ipisRequested(new HartId(1))).isZero();
    assertThat(rig.count(EventKind.ONLINE)).isZero();
    assertThat(rig.count(EventKind.OFFLINE)).isEqualTo(1);
  }

  @Test
  void aHartThatComesBackIsTold() {
    Rig rig = new Rig(2);
    rig.task("a", new Script().compute(3 * MS), task -> task.on(0));
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.at(2 * MS, new Script().call(Syscall.HART_ONLINE, 1, 0));
    rig.runOut();
    assertThat(rig.events(EventKind.ONLINE)).extracting(Rig.Line::timeNs).containsExactly(2 * MS);
  }

  @Test
  void refusesToTakeTheLastHartOfflineOrAHartThatIsNotThere() {
    Rig rig = new Rig(2);
    rig.task("a", new Script().compute(3 * MS));
    for (long missing : new long[] {2, 3, 4, -1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE}) {
      rig.at(0, new Script().call(Syscall.HART_OFFLINE, missing, 0).report("missing"));
      rig.at(0, new Script().call(Syscall.HART_ONLINE, missing, 0).report("missing"));
    }
    rig.at(0, new Script().call(Syscall.HART_ONLINE, 1, 0).report("on"));
    rig.at(MS, new Script().call(Syscall.HART_OFFLINE, 0, 0).call(Syscall.HART_OFFLINE, 1, 0).report("last"));
    rig.at(2 * MS, new Script().call(Syscall.HART_OFFLINE, 0, 0).report("again"));
    rig.runOut();
    String invalid = errno(Errno.EINVAL) + " 0";
    assertThat(rig.markers().subList(0, 14)).containsOnly("missing " + invalid);
    assertThat(rig.markers().subList(14, 17)).containsExactly("on " + invalid, "last " + invalid, "again " + invalid);
    assertThat(rig.dispatched()).isEqualTo("a/0@0 a/1@1000");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aFullQueueLetsEvacuatedTasksWaitForRoom(int capacity) {
    Rig rig = new Rig(2);
    rig.builder.steal(0).queueCapacity(capacity);
    for (int task = 0; task < 2 * (capacity + 1); task++) {
      rig.task("t" + task, new Script().compute(MS));
    }
    rig.at(0, new Script().call(Syscall.HART_OFFLINE, 1, 0));
    rig.runOut();
    assertThat(rig.events(EventKind.EXIT)).hasSize(2 * (capacity + 1));
    assertThat(rig.machine().nowNs()).isEqualTo(2L * (capacity + 1) * MS);
  }

  @Test
  void aSecondaryHartWithoutTheTrapRuntimeFailsClosed() {
    Rig rig = new Rig(2);
    rig.builder.bootHartOnly(true).event(new MachineConfig.EventSpec("v", true));
    rig.task("a", new Script().signal(0).report("a"), task -> task.on(0));
    rig.task(
        "b", new Script().compute(MS).setQos(2, 0).report("b").waitFor(0, NEVER).report("b").yieldHart().sleep(MS).report("b"),
        task -> task.on(1));
    rig.runOut();
    String refused = errno(Errno.EPERM) + " 0";
    assertThat(rig.markers())
        .containsExactly(
            "a 0 0",
            "KTRAP: cpu1 has no trap runtime, refused qos_set",
            "b " + refused,
            "KTRAP: cpu1 has no trap runtime, refused event_wait",
            "b " + refused,
            "b 0 0");
    assertThat(rig.view().qos(rig.pid(2))).isEqualTo(dev.nxs.kernel.user.QosClass.NORMAL);
    assertThat(rig.texts(EventKind.AUDIT)).isEmpty();
  }
}
