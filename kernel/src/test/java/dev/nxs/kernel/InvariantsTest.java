// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static dev.nxs.kernel.Rig.MS;
import static dev.nxs.kernel.user.QosClass.IDLE;
import static dev.nxs.kernel.user.QosClass.PERFBURST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MutexColumns;
import dev.nxs.kernel.state.TaskColumns;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The checker of invariants finds what is broken; that it finds nothing else is shown by all other tests. */
final class InvariantsTest {
  /** A machine at rest between two steps: one task runs, one waits for a mutex, one is queued, one sleeps. */
  private static Machine machine() {
    Rig rig = new Rig(2);
    rig.builder.mutex(new MachineConfig.MutexSpec("m", MachineConfig.Protocol.NONE, 0));
    rig.task("runs", new Script().lock(0).compute(9 * MS).unlock(0), task -> task.on(0));
    rig.task("waits", new Script().lock(0).unlock(0), task -> task.start(MS).qos(PERFBURST).on(0));
    rig.task("queued", new Script().compute(MS), task -> task.start(MS).qos(IDLE).on(0));
    rig.task("sleeps", new Script().sleep(50 * MS), task -> task.qos(PERFBURST).on(0));
    rig.run(2 * MS);
    return rig.machine();
  }

  private static void finds(String sentence, Consumer<Tables> breaks) {
    Machine machine = machine();
    Invariants invariants = new Invariants(machine);
    assertThat(invariants.check()).isEmpty();
    breaks.accept(machine.kernel().tables);
    assertThat(invariants.check()).as(invariants.dump()).anyMatch(found -> found.contains(sentence));
  }

  @Test
  void findsATaskThatWasLost() {
    finds("task 3, READY, is in 0 places", tables -> {
      tables.harts.set(0, HartColumns.HEAD_0, 0);
      tables.harts.set(0, HartColumns.TAIL_0, 0);
      tables.harts.set(0, HartColumns.COUNT_0, 0);
      tables.harts.set(0, HartColumns.QUEUED, 0);
      tables.harts.set(0, HartColumns.LEVELS, 0);
    });
  }

  @Test
  void findsATaskInTwoPlaces() {
    finds("task 3, READY, is in 2 places", tables -> tables.harts.set(0, HartColumns.CURRENT, 3));
  }

  @Test
  void findsATaskOfAnotherState() {
    finds("hart 0 runs task 1, which is SLEEPING",
        tables -> tables.tasks.set(1, TaskColumns.STATE, TaskState.SLEEPING.ordinal()));
  }

  @Test
  void findsATaskWhereItMustNotRun() {
    finds("task 1 is on hart 0, where it must not run", tables -> tables.affinity.set(1, 0, 2));
  }

  @Test
  void findsAMutexWithoutTheHolderThatOthersWaitFor() {
    finds("1 tasks wait for mutex 0, which nobody holds", tables -> tables.mutexes.set(0, MutexColumns.HOLDER, 0));
  }

  @Test
  void findsAWaiterThatNoListHas() {
    finds("task 2 waits for MUTEX in 0 lists", tables -> tables.mutexes.set(0, MutexColumns.WAITERS, 0));
  }

  @Test
  void findsInterruptsThatDoNotAddUp() {
    finds("requests to hart 0", tables -> tables.harts.add(0, HartColumns.IPI_REQUESTS, 1));
  }

  @Test
  void findsTimeThatNobodyUsed() {
    finds("tasks used", tables -> tables.tasks.add(1, TaskColumns.CPU, 5));
  }

  @Test
  void findsATimerThatFiredEarly() {
    finds("task 4 was to sleep until 50000000 ns", tables -> {
      tables.tasks.set(4, TaskColumns.TIMER_AT, dev.nxs.kernel.user.Column.NEVER);
      tables.tasks.set(4, TaskColumns.BLOCK, 0);
    });
  }
}
