// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ServiceId;
import java.util.Arrays;

/**
 * Who may set which class: the checks of the call in the order of the ABI, the same in both profiles. What differs is who
 * is privileged, and whether pid 0 is a task like any other.
 */
final class QosRules {
  /** What the checks come to; a refusal knows its errno and the reason in its audit line. */
  enum Verdict {
    /** The checks are passed; the run queues have the last word. */
    PASSED("applied", Errno.OK),
    /** An operand does not fit its type; the one refusal without an audit line. */
    BAD_OPERAND("", Errno.EINVAL),
    INVALID_CLASS("invalid_qos_class", Errno.EINVAL),
    INVALID_TARGET("invalid_target_pid", Errno.EINVAL),
    OTHER_TASK("unauthorized_other_pid", Errno.EPERM),
    ESCALATION("unauthorized_escalation", Errno.EPERM),
    QUEUE_FULL("scheduler_queue_full", Errno.EAGAIN);

    final String reason;
    final Errno errno;

    Verdict(String reason, Errno errno) {
      this.reason = reason;
      this.errno = errno;
    }

    /** Whether the audit line tells both classes. */
    boolean tellsClasses() {
      return this != INVALID_CLASS && this != INVALID_TARGET;
    }
  }

  private static final String POLICY = "policyd";
  private static final long[] PLAIN = sorted("execd", POLICY);
  private static final long[] NEXUS = sorted("execd", POLICY, "init-lite", "nexus-init");

  private final Kernel kernel;
  private final long[] privileged;
  private final boolean nexus;
  private final boolean policy;

  QosRules(Kernel kernel) {
    this.kernel = kernel;
    nexus = kernel.config.profile() == MachineConfig.Profile.NEXUS;
    privileged = nexus ? NEXUS : PLAIN;
    policy =
        !nexus && kernel.config.tasks().stream().anyMatch(task -> task.service() && task.identity().equals(POLICY));
  }

  private static long[] sorted(String... names) {
    long[] ids = new long[names.length];
    for (int i = 0; i < names.length; i++) {
      ids[i] = ServiceId.of(names[i]).value();
    }
    Arrays.sort(ids);
    return ids;
  }

  /** Whether a task may change others, and raise any. */
  boolean isPrivileged(int task) {
    return Arrays.binarySearch(privileged, kernel.services[task]) >= 0;
  }

  /** Whether the machine has the service that decides who may have what is scarce. */
  boolean hasPolicy() {
    return policy;
  }

  boolean isTask(long pid) {
    return nexus ? kernel.nexus().isTask(pid) : pid > 0 && pid < kernel.core.tasks();
  }

  /** Whether both operands fit their types. */
  static boolean fits(long target, long value) {
    return target >= 0 && target <= 0xffff_ffffL && value >= 0 && value <= 255;
  }

  /** Checks a change of a class; nothing is changed. */
  Verdict check(int caller, long target, long value) {
    if (!fits(target, value)) {
      return Verdict.BAD_OPERAND;
    }
    if (QosClass.ofWire(value) == null) {
      return Verdict.INVALID_CLASS;
    }
    if (!isTask(target)) {
      return Verdict.INVALID_TARGET;
    }
    if (isPrivileged(caller)) {
      return Verdict.PASSED;
    }
    if (target != caller) {
      return Verdict.OTHER_TASK;
    }
    return value > kernel.core.task((int) target, TaskColumns.QOS) ? Verdict.ESCALATION : Verdict.PASSED;
  }

  /** Checks a change of a class, and makes it if it passes and its queue has room. */
  Verdict apply(int caller, long target, long value) {
    Verdict verdict = check(caller, target, value);
    boolean refused = verdict == Verdict.PASSED && !kernel.scheduler.setClass((int) target, (int) value);
    return refused ? Verdict.QUEUE_FULL : verdict;
  }
}
