// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.Rig.NEVER;
import static dev.nxs.kernel.user.QosClass.IDLE;
import static dev.nxs.kernel.user.QosClass.INTERACTIVE;
import static dev.nxs.kernel.user.QosClass.NORMAL;
import static dev.nxs.kernel.user.QosClass.PERFBURST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.MachineConfig.Protocol;
import dev.nxs.kernel.trace.EventKind;
import org.junit.jupiter.api.Test;

/** Spawning, joining and killing tasks. */
final class TaskLifeTest {
  private static final int EPERM = 1;
  private static final int ESRCH = 3;
  private static final int EINVAL = 22;
  private static final int ENOSPC = 28;
  private static final int EPIPE = 32;
  private static final int ETIMEDOUT = 110;

  @Test
  void aSpawnedTaskRunsWithItsArgumentsAndGivesItsCodeToWhoJoins() {
    Rig rig = new Rig(1);
    rig.task("parent", new Script().spawn(0, -1, 7).joinChild(NEVER).report("joined").joinChild(NEVER).report("again"));
    rig.spawnable("child", new Script().compute(MS).exitWithArgument(), 2);
    rig.runOut();
    assertThat(rig.markers()).containsExactly("joined 0 7", "again 0 7");
    assertThat(rig.dispatched()).isEqualTo("parent/0@0 child0/0@0 parent/0@1000");
  }

  @Test
  void aSpawnedTaskHasTheClassSharesAndHartsOfItsParent() {
    Rig rig = new Rig(3);
    rig.task("parent", new Script().spawn(0, -1), task -> task.qos(INTERACTIVE).shares(300).on(1, 2));
    rig.spawnable("child", new Script().compute(MS), 1);
    rig.runOut();
    assertThat(rig.view().qos(rig.pid(2))).isEqualTo(INTERACTIVE);
    assertThat(rig.view().shares(rig.pid(2))).isEqualTo(300);
    assertThat(rig.view().affinity(rig.pid(2))).containsExactly(1, 2);
    // The parent has hart 1 as its home, so the next in turn is hart 2.
    assertThat(rig.view().hartOf(rig.pid(2))).isEqualTo(2);
  }

  @Test
  void aSpawnedTaskHasTheNameThatItWasGivenUntilItsRowIsUsedAgain() {
    Rig rig = new Rig(1);
    rig.task("parent", new Script().spawnNamed(0, "first").join(2, NEVER).sleep(MS).spawn(0, -1).sleep(MS));
    rig.spawnable("child", new Script().compute(MS), 1);
    rig.run(0);
    assertThat(rig.view().givenName(2)).isEqualTo("first");
    assertThat(rig.view().givenName(1)).isNull();
    rig.run(MS);
    assertThat(rig.view().state(rig.pid(2))).isEqualTo(TaskState.EXITED);
    assertThat(rig.view().givenName(2)).as("its end does not take it away").isEqualTo("first");
    rig.run(2 * MS);
    assertThat(rig.view().state(rig.pid(2))).isEqualTo(TaskState.RUNNING);
    assertThat(rig.view().givenName(2)).isNull();
    assertThat(rig.view().givenName(0)).isNull();
  }

  @Test
  void refusesToSpawnAboveOnesOwnClassUnlessPrivileged() {
    Rig rig = new Rig(1);
    rig.task("plain", NORMAL, new Script().spawn(0, INTERACTIVE.wire()).spawn(0, IDLE.wire()));
    rig.task("execd", IDLE, new Script().spawn(0, PERFBURST.wire()));
    rig.spawnable("child", new Script().compute(MS), 4);
    rig.runOut();
    assertThat(rig.events(EventKind.FAILS)).extracting(Rig.Line::pid, Rig.Line::first)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(1, (long) EPERM));
    assertThat(rig.view().qos(rig.pid(3))).isEqualTo(IDLE);
    assertThat(rig.view().qos(rig.pid(4))).isEqualTo(PERFBURST);
    assertThat(rig.view().state(rig.pid(5))).isEqualTo(TaskState.NEW);
  }

  @Test
  void refusesToSpawnWhatDoesNotExistOrHasNoRoom() {
    Rig rig = new Rig(1);
    rig.task("parent", new Script().spawn(3, -1).spawn(0, 9).spawn(0, -1).spawn(0, -1));
    rig.spawnable("child", new Script().compute(MS), 1);
    rig.runOut();
    assertThat(rig.events(EventKind.FAILS)).extracting(Rig.Line::first)
        .containsExactly((long) ESRCH, (long) EINVAL, (long) ENOSPC);
  }

  @Test
  void aRowIsUsedAgainOnceItsTaskHasBeenJoined() {
    Rig rig = new Rig(1);
    rig.task("parent", new Script().spawn(0, -1, 1).joinChild(NEVER).report("one").spawn(0, -1, 2).joinChild(NEVER)
        .report("two").join(2, NEVER).report("old"));
    rig.spawnable("child", new Script().compute(MS).exitWithArgument(), 1);
    rig.runOut();
    assertThat(rig.markers()).containsExactly("one 0 1", "two 0 2", "old " + ESRCH + " 0");
    assertThat(rig.view().dispatches(rig.pid(2))).isEqualTo(1);
  }

  @Test
  void aTaskThatNobodyJoinedKeepsItsRowUntilItsParentEnds() {
    Rig rig = new Rig(1);
    rig.task("parent", new Script().spawn(0, -1, 1).sleep(2 * MS).spawn(0, -1, 2).report("kept"));
    rig.task("heir", new Script().spawn(0, -1, 3).report("free"), task -> task.start(4 * MS));
    rig.spawnable("child", new Script().compute(MS).exitWithArgument(), 1);
    rig.runOut();
    assertThat(rig.markers()).containsExactly("kept " + ENOSPC + " 0", "free 0 " + (3 | 1L << 24));
    assertThat(rig.view().exitCode(rig.pid(3))).isEqualTo(3);
  }

  @Test
  void joinWaitsForATimeAndLearnsOfAnEndBeforeIt() {
    Rig rig = new Rig(1);
    int other = rig.task("other", new Script().sleep(3 * MS).exit(5));
    rig.task("a", new Script().join(other, MS).report("a").join(other, 0).report("a").join(other, 3 * MS).report("a"));
    rig.task("b", new Script().join(other, NEVER).report("b").join(other, 0).report("b"), task -> task.start(9 * MS));
    rig.runOut();
    assertThat(rig.markers())
        .containsExactly("a " + ETIMEDOUT + " 0", "a " + ETIMEDOUT + " 0", "a 0 5", "b 0 5", "b 0 5");
  }

  @Test
  void refusesToJoinOneselfOrNobody() {
    Rig rig = new Rig(1);
    rig.task("a", new Script().join(1, NEVER).report("self").join(9, NEVER).report("none").join(0, 0).report("zero"));
    rig.spawnable("spare", new Script(), 1);
    assertThat(rig.runOut().markers()).containsExactly("self " + EINVAL + " 0", "none " + ESRCH + " 0", "zero " + ESRCH + " 0");
  }

  @Test
  void toSpawnAboveOnesClassIsAuditedAndNobodyComesToBe() {
    Rig rig = new Rig(1);
    rig.task("a", NORMAL, new Script().spawn(0, 3).report("a").spawn(0, 9).report("a"));
    rig.spawnable("child", new Script().mark("child"), 1);
    rig.runOut();
    assertThat(rig.markers()).containsExactly("a " + EPERM + " 0", "a " + EINVAL + " 0");
    assertThat(rig.texts(EventKind.AUDIT))
        .containsExactly(
            "QOS-AUDIT decision=deny reason=unauthorized_escalation caller_sid=0xaf63dc4c8601ec8c caller_pid=1 target_pid=0 from=normal to=perfburst");
    assertThat(rig.view().state(rig.pid(2))).isEqualTo(TaskState.NEW);
  }

  @Test
  void onlyExecdTheWorldAndTheParentMayKill() {
    Rig rig = new Rig(1);
    int victim = rig.task("victim", new Script().sleep(90 * MS));
    rig.task("stranger", new Script().kill(victim).report("stranger").kill(2).report("self"), task -> task.start(MS));
    rig.task("parent", new Script().spawn(0, -1).killChild().report("parent").killChild().report("again"));
    rig.task("execd", new Script().kill(victim).report("execd"), task -> task.start(2 * MS));
    rig.spawnable("child", new Script().compute(9 * MS), 1);
    rig.runOut();
    assertThat(rig.markers()).containsExactly("parent 0 0", "again " + ESRCH + " 0", "stranger " + EPERM + " 0",
        "self " + EPERM + " 0", "execd 0 0");
    assertThat(rig.view().exitCode(rig.pid(victim))).isEqualTo(-9);
    assertThat(rig.machine().nowNs()).isEqualTo(2 * MS);
  }

  @Test
  void aTaskIsKilledWhereverItIs() {
    String[] names = {"running", "queued", "sleeping", "receiving", "sending", "calling", "waiting", "locking", "meeting",
        "joining", "spinning", "later"};
    Script[] scripts = {
      new Script().compute(50 * MS), new Script().compute(50 * MS), new Script().sleep(50 * MS),
      new Script().receive(0, NEVER), new Script().send(1, 1, 0).send(1, 1, NEVER), new Script().call(2, 1, NEVER),
      new Script().waitFor(0, NEVER), new Script().lock(0), new Script().arrive(0, NEVER), new Script().join(1, NEVER),
      new Script().spin().loop(), new Script().mark("later")
    };
    Rig rig = new Rig(2);
    for (int endpoint = 0; endpoint < 3; endpoint++) {
      rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 1));
    }
    rig.builder.event(new MachineConfig.EventSpec("v", true)).mutex(new MachineConfig.MutexSpec("m", Protocol.INHERIT, 0));
    rig.builder.barrier(new MachineConfig.BarrierSpec("b", 2));
    rig.task("keeper", new Script().lock(0).sleep(90 * MS).unlock(0), task -> task.on(1));
    Script end = new Script();
    for (int i = 0; i < names.length; i++) {
      boolean spins = names[i].equals("spinning");
      boolean mustWaitFirst = i > 1;
      boolean later = names[i].equals("later");
      rig.task(names[i], scripts[i], task -> task.on(spins ? 1 : 0).qos(spins || later || mustWaitFirst ? INTERACTIVE : IDLE).start(later ? 80 * MS : MS));
      end.kill(2 + i).report("kill");
    }
    rig.at(5 * MS, end);
    rig.runOut();
    assertThat(rig.markers()).hasSize(names.length).containsOnly("kill 0 0");
    for (int i = 0; i < names.length; i++) {
      assertThat(rig.view().state(rig.pid(2 + i))).as(names[i]).isEqualTo(TaskState.EXITED);
      assertThat(rig.view().exitCode(rig.pid(2 + i))).as(names[i]).isEqualTo(-9);
    }
    assertThat(rig.machine().nowNs()).isEqualTo(90 * MS);
  }

  @Test
  void aKilledTaskGivesBackItsLocksWithoutAnError() {
    Rig rig = new Rig(1);
    rig.builder.mutex(new MachineConfig.MutexSpec("m", Protocol.INHERIT, 0));
    int victim = rig.task("victim", new Script().lock(0).sleep(90 * MS));
    rig.task("next", new Script().lock(0).mark("mine").unlock(0), task -> task.start(MS));
    rig.at(2 * MS, new Script().kill(victim));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("mine");
    assertThat(rig.count(EventKind.FAULT)).isZero();
    assertThat(rig.machine().nowNs()).isEqualTo(2 * MS);
  }

  @Test
  void aKilledWaiterTakesBackTheUrgencyThatItLent() {
    Rig rig = new Rig(1);
    rig.builder.mutex(new MachineConfig.MutexSpec("m", Protocol.INHERIT, 0));
    rig.task("low", IDLE, new Script().lock(0).compute(4 * MS).unlock(0));
    int high = rig.task("high", new Script().lock(0), task -> task.qos(PERFBURST).start(MS));
    rig.task("mid", new Script().compute(MS), task -> task.start(2 * MS));
    rig.at(3 * MS, new Script().kill(high));
    assertThat(rig.runOut().dispatched()).isEqualTo("low/0@0 high/0@1000 low/0@1000 mid/0@3000 low/0@4000");
  }

  @Test
  void whoCalledATaskThatEndsLearnsThatNobodyWillAnswer() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 2));
    int server = rig.task("server", new Script().receive(0, NEVER).compute(9 * MS));
    rig.task("client", new Script().call(0, 1, NEVER).report("client"));
    rig.at(2 * MS, new Script().kill(server));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("client " + EPIPE + " 0");
  }

  @Test
  void anEndpointIsClosedWhenAllWhoMightReceiveHaveEnded() {
    Rig rig = new Rig(1);
    rig.builder.endpoint(new MachineConfig.EndpointSpec("e", 1).receivedBy(java.util.List.of(1, 2)));
    rig.task("one", new Script().sleep(2 * MS));
    rig.task("two", new Script().sleep(4 * MS));
    rig.task("caller", new Script().call(0, 1, NEVER).report("caller"));
    rig.task("sender", new Script().send(0, 2, NEVER).report("sender"), task -> task.start(MS));
    rig.task("late", new Script().send(0, 3, NEVER).report("late").call(0, 3, 0).report("late"), task -> task.start(5 * MS));
    rig.run(3 * MS);
    assertThat(rig.markers()).isEmpty();
    rig.runOut();
    assertThat(rig.markers()).containsExactly(
        "caller " + EPIPE + " 0", "sender " + EPIPE + " 0", "late " + EPIPE + " 0", "late " + EPIPE + " 0");
  }

  @Test
  void whoJoinsAKilledTaskGetsMinusNine() {
    Rig rig = new Rig(1);
    rig.task("parent", new Script().spawn(0, -1).joinChild(NEVER).report("joined"));
    rig.spawnable("child", new Script().sleep(90 * MS), 1);
    rig.at(MS, new Script().kill(2));
    assertThat(rig.runOut().markers()).containsExactly("joined 0 -9");
  }
}
