// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.policy;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.Comparator;
import java.util.List;

/**
 * {@code execd}: says {@code execd: ready} once and then launches its tasks, each at its time: it asks {@code policyd},
 * gives the task the class of its recipe, and starts it. A task that is denied stays where it is and never runs. Without
 * a {@code policyd} what needs its consent is denied.
 *
 * <p>The kernel lets it set the class of others because of its identity; it needs no other right.
 */
public final class LaunchService implements Program {
  private static final int PHASE = 0;
  private static final int INDEX = 1;

  private static final List<TableSpec> MEMORY =
      List.of(new TableSpec("execd", 1, List.of(Column.exact("phase"), Column.exact("index"))));

  /** Which system call the service returns from. */
  private enum Phase {
    START,
    READY,
    ASKED,
    CLASSED,
    STARTED,
    TOLD;

    private static final Phase[] ALL = values();
  }

  private final int policy;
  private final List<Launch> launches;

  /**
   * A service.
   *
   * @param policy the endpoint at which that service is asked, −1 where the machine has none
   * @param launches in any order
   */
  public LaunchService(int policy, List<Launch> launches) {
    this.policy = policy;
    this.launches =
        launches.stream().sorted(Comparator.comparingLong(Launch::atNs).thenComparingInt(Launch::pid)).toList();
  }

  @Override
  public List<TableSpec> memory() {
    return MEMORY;
  }

  @Override
  public Trap resume(UserContext user) {
    return switch (Phase.ALL[(int) user.load(PHASE)]) {
      case START -> {
        user.text("execd: ready");
        yield call(user, Phase.READY, Syscall.MARK, -1, 0, 0);
      }
      case READY -> next(user);
      case ASKED -> decided(user);
      case CLASSED -> classed(user);
      case STARTED -> started(user);
      case TOLD -> {
        user.store(INDEX, user.load(INDEX) + 1);
        yield next(user);
      }
    };
  }

  private Launch launch(UserContext user) {
    return launches.get((int) user.load(INDEX));
  }

  private Trap next(UserContext user) {
    if (user.load(INDEX) == launches.size()) {
      // Nothing is left to launch; a service does not end.
      return call(user, Phase.READY, Syscall.SLEEP_UNTIL, Column.NEVER, 0, 0);
    }
    Launch launch = launch(user);
    if (launch.atNs() > user.nowNs()) {
      return call(user, Phase.READY, Syscall.SLEEP_UNTIL, launch.atNs(), 0, 0);
    }
    if (policy < 0) {
      boolean needsConsent = launch.qos() == QosClass.PERFBURST || launch.shares() > PolicyConfig.FREE_SHARES;
      return needsConsent ? tell(user, "execd: spawn denied (policy)") : setClass(user);
    }
    user.setMessage(0, launch.subject());
    user.setMessage(1, launch.qos().wire());
    user.setMessage(2, launch.shares());
    return call(user, Phase.ASKED, Syscall.CALL, policy, Column.NEVER, PolicyService.REQUEST_LENGTH);
  }

  private Trap decided(UserContext user) {
    boolean allowed = user.errno() == Errno.OK.number() && Decision.of(user.message(0)) == Decision.ALLOWED;
    return allowed ? setClass(user) : tell(user, "execd: spawn denied (policy)");
  }

  private Trap setClass(UserContext user) {
    Launch launch = launch(user);
    return call(user, Phase.CLASSED, Syscall.QOS_SET, launch.pid(), launch.qos().wire(), 0);
  }

  private Trap classed(UserContext user) {
    return user.errno() == Errno.OK.number()
        ? call(user, Phase.STARTED, Syscall.START, launch(user).pid(), 0, 0)
        : tell(user, "execd: sched recipe FAIL");
  }

  private Trap started(UserContext user) {
    Launch launch = launch(user);
    return user.errno() == Errno.OK.number()
        ? tell(user, "execd: sched recipe applied (qos=" + launch.qos().label() + " shares=" + launch.shares() + ")")
        : tell(user, "execd: sched recipe FAIL");
  }

  private Trap tell(UserContext user, String what) {
    user.text(what + " task=" + launch(user).name());
    return call(user, Phase.TOLD, Syscall.MARK, -1, 0, 0);
  }

  private static Trap call(UserContext user, Phase back, Syscall call, long first, long second, long third) {
    user.store(PHASE, back.ordinal());
    return user.syscall(call, first, second, third, 0);
  }
}
