// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import dev.nxs.kernel.MachineBuilder;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.List;
import java.util.SplittableRandom;

/** Tasks that keep a machine busy: they compute, sleep, yield and change their class, as the seed of the machine says. */
final class Load implements Program {
  private static final long US = 1_000;
  private static final long LONGEST_NS = 900 * US;

  private final boolean periodic;
  private final int call;

  /**
   * A task that does this and that for ever.
   *
   * @param periodic whether it waits for releases instead of sleeping
   * @param call a system call of the configuration that it makes, -1 for none
   */
  Load(boolean periodic, int call) {
    this.periodic = periodic;
    this.call = call;
  }

  @Override
  public List<TableSpec> memory() {
    return List.of(new TableSpec("load", 1, List.of(Column.exact("asked"), Column.exact("answer"))));
  }

  @Override
  public Trap resume(UserContext user) {
    if (user.load(0) == 1) {
      // What a call answers is seen, and so is whether it failed.
      user.store(0, 0);
      user.store(1, user.result() + user.errno());
      return user.compute(1 + Math.floorMod(user.result(), LONGEST_NS));
    }
    long choice = user.random(call < 0 ? 5 : 8);
    if (choice >= 5) {
      user.store(0, 1);
      return user.syscall(Syscall.OWN, call, user.random(100), user.random(100), user.random(100));
    }
    return switch ((int) choice) {
      case 0 -> periodic
          ? user.syscall(Syscall.NEXT_PERIOD, 0, 0, 0, 0)
          : user.syscall(Syscall.SLEEP_UNTIL, user.nowNs() + 1 + user.random(LONGEST_NS), 0, 0, 0);
      case 1 -> user.syscall(Syscall.YIELD, 0, 0, 0, 0);
      case 2 -> user.syscall(Syscall.SHARES_SET, user.pid(), 1 + user.random(1_000), 0, 0);
      default -> user.compute(1 + user.random(LONGEST_NS));
    };
  }

  /** Gives a machine harts and tasks by a seed. */
  static void fill(MachineBuilder machine, long seed, int call) {
    SplittableRandom random = new SplittableRandom(seed);
    machine.harts(1 + random.nextInt(3)).timesliceNs(US * (100 + random.nextInt(400))).seed(seed);
    int tasks = 2 + random.nextInt(5);
    QosClass[] classes = QosClass.values();
    for (int i = 0; i < tasks; i++) {
      boolean periodic = random.nextBoolean();
      long periodNs = US * (500 + random.nextInt(2_000));
      int shares = 1 + random.nextInt(1_000);
      int priority = random.nextInt(4);
      long startNs = random.nextBoolean() ? 0 : US * random.nextInt(1_000);
      machine.task(
          "load" + i,
          classes[random.nextInt(classes.length)],
          new Load(periodic, call),
          task -> {
            task.shares(shares).priority(priority).startNs(startNs);
            if (periodic) {
              task.period(periodNs, periodNs);
            }
          });
    }
  }
}
