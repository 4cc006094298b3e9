// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.nexus;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.List;
import java.util.Locale;

/**
 * The first task of user space: gives each service its harts and starts it, in order, and says so in the reference's lines.
 * It runs as {@code init-lite}, which may change others. Where no hart of a service's plan is online, as on one hart, the
 * kernel refuses the plan, and the refusal is told and counted.
 */
public final class InitLite implements Program {
  /** The name of the task and of its identity. */
  public static final String NAME = "init-lite";

  /** Of the call for affinity and shares: sets the affinity of a task. */
  private static final int SET_AFFINITY = 1;

  private static final int ALL_HARTS = 0b1111;
  private static final int SECONDARY_HARTS = 0b1110;

  private static final int PLACE = 0;
  private static final int APPLIED = 1;
  private static final int FAILED = 2;

  // Places before the services, and of each service.
  private static final int ENTRY = 0;
  private static final int START = 1;
  private static final int FIRST_SERVICE = 2;
  private static final int SAY_START = 0;
  private static final int PLAN = 1;
  private static final int PLANNED = 2;
  private static final int RESUME = 3;
  private static final int SAY_UP = 4;
  private static final int STEPS = 5;

  /**
   * A service to start.
   *
   * @param pid its task, which has not started
   */
  public record Service(String name, int pid) {
    /** The harts that init plans for it. */
    int mask() {
      return name.equals(SelftestClient.NAME) ? ALL_HARTS : SECONDARY_HARTS;
    }
  }

  private final List<Service> services;

  /** A program that starts services in this order. */
  public InitLite(List<Service> services) {
    this.services = List.copyOf(services);
  }

  @Override
  public List<TableSpec> memory() {
    return List.of(
        new TableSpec("init", 1, List.of(Column.exact("place"), Column.exact("applied"), Column.exact("failed"))));
  }

  @Override
  public Trap resume(UserContext user) {
    int place = (int) user.load(PLACE);
    user.store(PLACE, place + 1);
    if (place == ENTRY) {
      return say(user, "init: entry");
    }
    if (place == START) {
      return say(user, "init: start");
    }
    int service = (place - FIRST_SERVICE) / STEPS;
    return service < services.size()
        ? step(user, services.get(service), (place - FIRST_SERVICE) % STEPS)
        : end(user, place - FIRST_SERVICE - STEPS * services.size());
  }

  private static Trap step(UserContext user, Service service, int step) {
    return switch (step) {
      case SAY_START -> say(user, "init: start " + service.name());
      case PLAN -> user.syscall(Syscall.SCHED, SET_AFFINITY, service.pid(), service.mask(), 0);
      case PLANNED -> planned(user, service);
      case RESUME -> user.syscall(Syscall.START, service.pid(), 0, 0, 0);
      case SAY_UP -> say(user, (user.errno() == 0 ? "init: up " : "init: FAIL start ") + service.name());
      default -> throw new IllegalArgumentException("a service has " + STEPS + " steps: step=" + step);
    };
  }

  private static Trap planned(UserContext user, Service service) {
    if (user.errno() == 0) {
      user.store(APPLIED, user.load(APPLIED) + 1);
      user.store(PLACE, user.load(PLACE) + 1);
      return step(user, service, RESUME);
    }
    user.store(FAILED, user.load(FAILED) + 1);
    return say(user, "init: affinity FAIL svc=" + service.name() + " mask=0x" + Integer.toHexString(service.mask()));
  }

  private static Trap end(UserContext user, int step) {
    return switch (step) {
      case 0 ->
          say(
              user,
              String.format(Locale.ROOT, "init: affinity applied n=0x%x fail=0x%x", user.load(APPLIED), user.load(FAILED)));
      case 1 -> say(user, "init: ready");
      default -> user.exit(0);
    };
  }

  private static Trap say(UserContext user, String line) {
    user.text(line);
    return user.syscall(Syscall.MARK, -1, 0, 0, 0);
  }
}
