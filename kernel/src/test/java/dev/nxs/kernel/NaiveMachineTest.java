// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.MachineConfig.Protocol;
import dev.nxs.kernel.NaiveMachine.Op;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.QosClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel against the same rules written a second time, on machines made from tapes. */
final class NaiveMachineTest {
  private static final int MACHINES = 250;
  private static final int MUTEXES = 3;

  @ParameterizedTest
  @ValueSource(longs = {0, 10_000, 20_000, 30_000})
  void bothDispatchTheSameTasksOnTheSameHartsAtTheSameInstants(long first) {
    Tapes.check(first, MACHINES, random -> {
      int harts = 1 + random.nextInt(3);
      long timesliceNs = random.nextBoolean() ? 10 * Rig.MS : 300 * Rig.US;
      Rig rig = new Rig(harts);
      rig.builder.timesliceNs(timesliceNs);
      List<Boolean> inherits = new ArrayList<>();
      for (int mutex = 0; mutex < MUTEXES; mutex++) {
        inherits.add(random.nextBoolean());
        Protocol protocol = inherits.get(mutex) ? Protocol.INHERIT : Protocol.NONE;
        rig.builder.mutex(new MachineConfig.MutexSpec("m", protocol, 0));
      }
      List<NaiveMachine.Task> tasks = new ArrayList<>();
      int count = 1 + random.nextInt(7);
      for (int task = 0; task < count; task++) {
        add(random, rig, harts, "t" + task, tasks);
      }
      String expected = new NaiveMachine(harts, timesliceNs, inherits, tasks).run(20 * Rig.MS);
      rig.run(20 * Rig.MS);
      assertThat(dispatched(rig)).isEqualTo(expected);
    });
  }

  private static String dispatched(Rig rig) {
    return rig.events(EventKind.DISPATCH).stream()
        .map(line -> "t" + (line.pid() - 1) + "/" + line.hart() + "@" + line.timeNs())
        .collect(Collectors.joining(" "));
  }

  private static void add(
      Tape random, Rig rig, int harts, String name, List<NaiveMachine.Task> tasks) {
    int qos = random.nextInt(4);
    int shares = random.nextInt(3) == 0 ? 1 + random.nextInt(300) : 100;
    List<Integer> allowed =
        IntStream.range(0, harts).filter(hart -> random.nextInt(3) > 0).boxed().collect(Collectors.toList());
    List<Integer> where = allowed.isEmpty() ? IntStream.range(0, harts).boxed().toList() : allowed;
    long startNs = random.nextInt(3) * 100L * Rig.US;
    List<Op> ops = ops(random);
    Script script = new Script();
    for (Op op : ops) {
      switch (op.what()) {
        case "compute" -> script.compute(op.operand());
        case "sleep" -> script.sleep(op.operand());
        case "yield" -> script.yieldHart();
        case "lock" -> script.lock((int) op.operand());
        default -> script.unlock((int) op.operand());
      }
    }
    rig.task(name, script, task ->
        task.qos(QosClass.values()[qos]).shares(shares).start(startNs).on(where.toArray(Integer[]::new)));
    tasks.add(new NaiveMachine.Task(name, qos, shares, where, startNs, ops));
  }

  /** Locks are taken in ascending order and all given back, so that tasks come to their ends. */
  private static List<Op> ops(Tape random) {
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < 3 + random.nextInt(8); i++) {
      switch (random.nextInt(5)) {
        case 0, 1 -> compute(random, ops);
        case 2 -> ops.add(new Op("sleep", random.nextInt(8) * 100L * Rig.US));
        case 3 -> ops.add(new Op("yield", 0));
        default -> {
          int mutex = random.nextInt(MUTEXES);
          ops.add(new Op("lock", mutex));
          compute(random, ops);
          boolean second = mutex + 1 < MUTEXES && random.nextBoolean();
          if (second) {
            ops.add(new Op("lock", mutex + 1));
            ops.add(new Op("sleep", random.nextInt(3) * 100L * Rig.US));
            ops.add(new Op("unlock", mutex + 1));
          }
          ops.add(new Op("unlock", mutex));
        }
      }
    }
    return ops;
  }

  private static void compute(Tape random, List<Op> ops) {
    ops.add(new Op("compute", (1 + random.nextInt(12)) * 50L * Rig.US));
  }
}
