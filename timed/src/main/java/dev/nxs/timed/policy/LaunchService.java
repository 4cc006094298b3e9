// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.policy;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Shares;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.Comparator;
import java.util.List;

/**
 * {@code execd}: says {@code execd: ready} once and then launches its tasks, each at its time: it asks {@code policyd},
 * gives the task the harts, the shares and the class of its recipe, and starts it; what belongs to the task it treats the
 * same way. A task that is denied, or whose recipe cannot be applied, never runs. Without a {@code policyd} what needs its
 * consent is denied, and execd audits the decision itself.
 *
 * <p>The kernel lets it change others because of its identity; it uses no call that others have not.
 */
public final class LaunchService extends ServiceProgram {
  /** Which launch is under way. */
  private static final int INDEX = 1;

  /** Which of its tasks. */
  private static final int MEMBER = 2;

  private static final List<TableSpec> MEMORY =
      List.of(
          new TableSpec(
              "execd", 1, List.of(Column.exact("phase"), Column.exact("index"), Column.exact("member"))));

  private static final String APPLIED = "execd: sched recipe applied";
  private static final String FAILED = "execd: sched recipe FAIL";
  private static final String DENIED = "execd: spawn denied (policy)";

  /** Which system call the service returns from. */
  private enum Phase {
    START,
    READY,
    ASKED,
    DENIED_ALONE,
    ALLOWED_ALONE,
    PLACED,
    WEIGHED,
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
    super("execd");
    this.policy = policy;
    this.launches =
        launches.stream().sorted(Comparator.comparingLong(Launch::atNs).thenComparingInt(Launch::pid)).toList();
  }

  @Override
  public List<TableSpec> memory() {
    return MEMORY;
  }

  @Override
  Trap resumed(UserContext user, int phase) {
    return switch (Phase.ALL[phase]) {
      case START -> throw new IllegalStateException("the service has started");
      case READY -> next(user);
      case ASKED -> decided(user);
      case DENIED_ALONE -> tell(user, DENIED);
      case ALLOWED_ALONE -> place(user);
      case PLACED -> went(user) ? weigh(user) : tell(user, FAILED);
      case WEIGHED -> went(user) ? setClass(user) : tell(user, FAILED);
      case CLASSED -> went(user) ? nextMember(user) : tell(user, FAILED);
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

  private int member(UserContext user) {
    return launch(user).member((int) user.load(MEMBER));
  }

  private Trap next(UserContext user) {
    user.store(MEMBER, 0);
    if (user.load(INDEX) == launches.size()) {
      // Nothing is left to launch; a service does not end.
      return call(user, Phase.READY, Syscall.SLEEP_UNTIL, Column.NEVER, 0, 0);
    }
    Launch launch = launch(user);
    if (launch.atNs() > user.nowNs()) {
      return call(user, Phase.READY, Syscall.SLEEP_UNTIL, launch.atNs(), 0, 0);
    }
    if (policy < 0) {
      boolean needsConsent = launch.qos() == QosClass.PERFBURST || launch.shares() > Shares.FREE;
      Decision decision = needsConsent ? Decision.NO_POLICY : Decision.ALLOWED;
      return audit(
          user,
          (needsConsent ? Phase.DENIED_ALONE : Phase.ALLOWED_ALONE).ordinal(),
          decision.audit("execd", launch.subject()));
    }
    user.setMessage(0, launch.subject());
    user.setMessage(1, launch.qos().wire());
    user.setMessage(2, launch.shares());
    return call(user, Phase.ASKED, Syscall.CALL, policy, Column.NEVER, PolicyService.REQUEST_LENGTH);
  }

  private Trap decided(UserContext user) {
    return went(user) && Decision.of(user.message(0)) == Decision.ALLOWED ? place(user) : tell(user, DENIED);
  }

  private Trap place(UserContext user) {
    List<Integer> harts = launch(user).harts();
    if (harts.isEmpty()) {
      return weigh(user);
    }
    int list = user.pool().intern(harts.stream().mapToLong(Integer::longValue).toArray());
    return list < 0
        ? tell(user, FAILED)
        : call(user, Phase.PLACED, Syscall.AFFINITY_SET, member(user), list, 0);
  }

  private Trap weigh(UserContext user) {
    return call(user, Phase.WEIGHED, Syscall.SHARES_SET, member(user), launch(user).shares(), 0);
  }

  private Trap setClass(UserContext user) {
    return call(user, Phase.CLASSED, Syscall.QOS_SET, member(user), launch(user).qos().wire(), 0);
  }

  /** Nothing starts before everything that belongs together has its recipe. */
  private Trap nextMember(UserContext user) {
    if (advance(user)) {
      return place(user);
    }
    user.store(MEMBER, 0);
    return start(user);
  }

  private Trap start(UserContext user) {
    return call(user, Phase.STARTED, Syscall.START, member(user), 0, 0);
  }

  private Trap started(UserContext user) {
    if (!went(user)) {
      return tell(user, FAILED);
    }
    return advance(user) ? start(user) : tell(user, APPLIED + " (" + launch(user).recipe() + ")");
  }

  /** Goes to the next task of the launch; answers whether there is one. */
  private boolean advance(UserContext user) {
    user.store(MEMBER, user.load(MEMBER) + 1);
    return user.load(MEMBER) < launch(user).members();
  }

  private Trap tell(UserContext user, String what) {
    user.text(what + " task=" + launch(user).name());
    return call(user, Phase.TOLD, Syscall.MARK, -1, 0, 0);
  }

  private static boolean went(UserContext user) {
    return user.errno() == Errno.OK.number();
  }

  private static Trap call(UserContext user, Phase back, Syscall call, long first, long second, long third) {
    return call(user, back.ordinal(), call, first, second, third);
  }
}
