// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ServiceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may set which class, the order of the checks, their audit lines, and that a refusal changes nothing. */
final class QosSetTest {
  private static final long WAIT = 5 * MS;

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (String identity : new String[] {"app", "execd", "policyd", ""}) {
      for (boolean self : new boolean[] {true, false}) {
        for (QosClass before : QosClass.values()) {
          for (QosClass wanted : QosClass.values()) {
            cases.add(Arguments.of(identity, self, before, wanted));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void onlyPrivilegedServicesRaiseAClassOrTouchAnothersTask(
      String identity, boolean self, QosClass before, QosClass wanted) {
    boolean privileged = identity.equals("execd") || identity.equals("policyd");
    QosClass own = self ? before : QosClass.NORMAL;
    int target = self ? 1 : 2;
    Rig rig = caller(identity, own, target, wanted.wire());
    rig.task("target", before, new Script().sleep(WAIT));

    String reason;
    if (!self && !privileged) {
      reason = "unauthorized_other_pid";
    } else if (wanted.wire() > before.wire() && !privileged) {
      reason = "unauthorized_escalation";
    } else {
      reason = "applied";
    }
    boolean applied = reason.equals("applied");
    long[] unchanged = runAndCompare(rig);

    assertThat(rig.texts(EventKind.AUDIT))
        .containsExactly(
            "QOS-AUDIT decision=" + (applied ? "allow" : "deny") + " reason=" + reason + " caller_sid=" + sid(identity)
                + " caller_pid=1 target_pid=" + target + " from=" + before.label() + " to=" + wanted.label());
    assertThat(rig.view().qos(rig.pid(target))).isEqualTo(applied ? wanted : before);
    assertThat(rig.markers()).containsExactly("set " + (applied ? 0 : Errno.EPERM.number()) + " 0");
    assertThat(rig.count(EventKind.QOS_CHANGE)).isEqualTo(applied ? 1 : 0);
    if (!applied) {
      assertThat(unchanged).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 100, 254, 255})
  void aValueThatIsNoClassIsRefusedBeforeTheTargetIsLookedAt(long value) {
    for (long target : new long[] {1, 2, 77}) {
      Rig rig = caller("execd", QosClass.NORMAL, target, value);
      rig.task("target", new Script().sleep(WAIT));
      assertThat(runAndCompare(rig)).isEmpty();
      assertThat(rig.markers()).containsExactly("set 22 0");
      assertThat(rig.texts(EventKind.AUDIT))
          .containsExactly(
              "QOS-AUDIT decision=deny reason=invalid_qos_class caller_sid=" + sid("execd")
                  + " caller_pid=1 target_pid=" + target);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {256, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void aValueThatIsNoByteIsRefusedWithoutAudit(long value) {
    Rig rig = caller("app", QosClass.NORMAL, 1, value);
    assertThat(runAndCompare(rig)).isEmpty();
    assertThat(rig.markers()).containsExactly("set 22 0");
    assertThat(rig.texts(EventKind.AUDIT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 0xffff_ffffL})
  void aTargetThatDoesNotExistIsRefusedBeforeTheCallerIsLookedAt(long target) {
    Rig rig = caller("app", QosClass.NORMAL, target, 3);
    rig.task("target", new Script().sleep(WAIT));
    assertThat(runAndCompare(rig)).isEmpty();
    assertThat(rig.markers()).containsExactly("set 22 0");
    assertThat(rig.texts(EventKind.AUDIT))
        .containsExactly(
            "QOS-AUDIT decision=deny reason=invalid_target_pid caller_sid=" + sid("app") + " caller_pid=1 target_pid="
                + target);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x1_0000_0000L, 0x1_0000_0001L, -1})
  void aTargetThatIsNo32BitNumberIsRefusedWithoutAudit(long target) {
    Rig rig = caller("execd", QosClass.NORMAL, target, 1);
    assertThat(runAndCompare(rig)).isEmpty();
    assertThat(rig.markers()).containsExactly("set 22 0");
    assertThat(rig.texts(EventKind.AUDIT)).isEmpty();
  }

  @Test
  void aQueueWithoutRoomIsEagainAndTheTaskKeepsItsClassAndPlace() {
    Rig rig = caller("execd", QosClass.PERFBURST, 3, QosClass.IDLE.wire());
    rig.builder.queueCapacity(1);
    rig.task("idle", QosClass.IDLE, new Script().compute(MS));
    rig.task("target", QosClass.NORMAL, new Script().compute(MS));
    assertThat(runAndCompare(rig)).isEmpty();
    assertThat(rig.markers()).containsExactly("set 11 0");
    assertThat(rig.texts(EventKind.AUDIT))
        .containsExactly(
            "QOS-AUDIT decision=deny reason=scheduler_queue_full caller_sid=" + sid("execd")
                + " caller_pid=1 target_pid=3 from=normal to=idle");
  }

  @Test
  void theClassOfAWaitingTaskIsUsedAtItsNextWake() {
    Rig rig = new Rig(1);
    rig.task("execd", new Script().sleep(MS).setQos(2, QosClass.PERFBURST.wire()).compute(9 * MS));
    rig.task("target", QosClass.IDLE, new Script().sleep(WAIT).compute(MS));
    rig.runOut();
    assertThat(rig.dispatched()).isEqualTo("execd/0@0 target/0@0 execd/0@1000 target/0@5000 execd/0@6000");
  }

  @Test
  void anActSpeaksWithTheAuthorityOfExecd() {
    Rig rig = new Rig(1);
    rig.task("target", QosClass.IDLE, new Script().sleep(WAIT));
    rig.at(MS, new Script().setQos(1, 3));
    rig.runOut();
    assertThat(rig.texts(EventKind.AUDIT))
        .containsExactly(
            "QOS-AUDIT decision=allow reason=applied caller_sid=" + sid("execd")
                + " caller_pid=0 target_pid=1 from=idle to=perfburst");
  }

  @Test
  void anybodyReadsTheClassOfAnyTask() {
    Rig rig = new Rig(1);
    rig.task("reader", new Script().getQos(2).report("get").getQos(1).report("get").getQos(9).report("get"));
    rig.task("other", QosClass.PERFBURST, new Script().sleep(WAIT));
    rig.runOut();
    assertThat(rig.markers()).containsExactly("get 0 3", "get 0 1", "get 22 0");
  }

  private static Rig caller(String identity, QosClass own, long target, long value) {
    Rig rig = new Rig(1);
    // It computes before and after, so that nothing but the call happens in that step.
    rig.task("caller", new Script().compute(MS).setQos(target, value).report("set").compute(MS),
        task -> task.qos(own).identity(identity));
    return rig;
  }

  private static String sid(String identity) {
    long value = identity.isEmpty() ? 0 : ServiceId.of(identity).value();
    return String.format(Locale.ROOT, "0x%016x", value);
  }

  /** Runs to the step of the call and over it; the words besides result, clock and accounting that it changed. */
  private static long[] runAndCompare(Rig rig) {
    while (rig.markers().isEmpty()) {
      Tables before = tables(rig);
      rig.step();
      if (!rig.markers().isEmpty()) {
        return changed(before, tables(rig));
      }
    }
    throw new AssertionError("no call was made");
  }

  private static Tables tables(Rig rig) {
    Tables copy = new Tables(rig.config());
    System.arraycopy(rig.machine().snapshot().words(), 0, copy.words, 0, copy.words.length);
    return copy;
  }

  private static long[] changed(Tables before, Tables after) {
    Set<Integer> expected = new TreeSet<>();
    for (int column : new int[] {MachineColumns.NOW, MachineColumns.STEP, MachineColumns.CHANGED}) {
      expected.add(after.machine.base() + column);
    }
    // The caller goes on: its registers, its computation and its accounting.
    int caller = after.tasks.base() + TaskColumns.COLUMNS.size();
    for (int column = 0; column < TaskColumns.COLUMNS.size(); column++) {
      if (column != TaskColumns.QOS && column != TaskColumns.SHARES && column != TaskColumns.HOME) {
        expected.add(caller + column);
      }
    }
    for (int column = 0; column < HartColumns.COLUMNS.size(); column++) {
      expected.add(after.harts.base() + column);
    }
    for (int word = 0; word < 3; word++) {
      expected.add(after.memoryBase[1] + word);
    }
    List<Long> changed = new ArrayList<>();
    for (int word = 0; word < after.words.length; word++) {
      if (after.words[word] != before.words[word] && !expected.contains(word)) {
        changed.add((long) word);
      }
    }
    return changed.stream().mapToLong(Long::longValue).toArray();
  }
}
