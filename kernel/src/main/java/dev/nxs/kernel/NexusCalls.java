// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.NexusRules;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.ServiceId;
import dev.nxs.kernel.user.Shares;

/**
 * The two scheduling calls of the reference's ABI, numbers in and a number out: a result, or a negative errno. Operands
 * are unsigned 64-bit words.
 */
class NexusCalls {
  static final int AFFINITY_GET = 0;
  static final int AFFINITY_SET = 1;
  static final int SHARES_GET = 2;
  static final int SHARES_SET = 3;

  private static final int REPORT = 4;
  private static final int REPORT_RESET = 5;
  private static final int QOS_GET = 0;
  private static final int QOS_SET = 1;
  private static final long DSOFTBUSD = ServiceId.of("dsoftbusd").value();
  private static final long TOUCHD = ServiceId.of("touchd").value();

  private final Kernel kernel;
  private final QosRules rules;

  NexusCalls(Kernel kernel, QosRules rules) {
    this.kernel = kernel;
    this.rules = rules;
  }

  /** The class that a new service starts with. */
  static int initialQos(long service) {
    return service == DSOFTBUSD || service == TOUCHD ? 0 : 1;
  }

  /** The class call: gets the caller's own, or sets that of a task; here target 0 is pid 0. */
  long taskQos(int caller, long function, long target, long value) {
    if (!QosRules.fits(target, value)) {
      return -Errno.EINVAL.number();
    }
    if (function == QOS_GET) {
      return kernel.core.task(caller, TaskColumns.QOS);
    }
    return function == QOS_SET ? -rules.apply(caller, target, value).errno.number() : -Errno.EINVAL.number();
  }

  /**
   * The call for affinity and shares; here target 0 is the caller. The reports come first, for anybody and anything; then a
   * stranger is refused even if there is no such task or function.
   */
  long sched(int caller, long function, long target, long value) {
    if (function == REPORT || function == REPORT_RESET) {
      return 0;
    }
    if (!QosRules.fits(target, 0)) {
      return -Errno.EINVAL.number();
    }
    long subject = target == 0 ? caller : target;
    if (subject != caller && !rules.isPrivileged(caller)) {
      return -Errno.EPERM.number();
    }
    boolean badMask = function == AFFINITY_SET && !NexusRules.isMask(value, kernel.nexus().online());
    if (function < AFFINITY_GET || function > SHARES_SET || badMask || !rules.isTask(subject)) {
      return -Errno.EINVAL.number();
    }
    return attribute((int) function, (int) subject, value);
  }

  private long attribute(int function, int task, long value) {
    if (function == AFFINITY_GET) {
      return kernel.nexus().mask(task);
    }
    if (function == AFFINITY_SET) {
      kernel.nexus().setMask(task, value);
      return 0;
    }
    if (function == SHARES_SET) {
      // Without sign: what is above the signed numbers is very much.
      long shares = value < 0 ? Shares.MOST : Shares.clamped(value);
      kernel.core.setTask(task, TaskColumns.SHARES, shares);
    }
    return kernel.core.task(task, TaskColumns.SHARES);
  }
}
