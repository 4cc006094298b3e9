// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Shares;

/**
 * The calls that say where tasks may run and for how long: affinity, shares, and harts that go and come. The checks are
 * made in the order of the reference: who may, then the operands, then the target. A refusal changes nothing.
 */
final class PlacementCalls {

  private final Kernel kernel;
  private final CoreTables core;
  private final Context context;
  private final Syscalls calls;

  PlacementCalls(Kernel kernel, Syscalls calls) {
    this.kernel = kernel;
    this.core = kernel.core;
    this.context = kernel.context;
    this.calls = calls;
  }

  boolean affinity(int hart, int task) {
    if (!calls.isTask(context.first)) {
      return calls.fail(hart, task, Errno.EINVAL);
    }
    int target = (int) context.first;
    int count = 0;
    for (int each = 0; each < core.harts(); each++) {
      count += core.allows(target, each) ? 1 : 0;
    }
    long[] harts = new long[count];
    int next = 0;
    for (int each = 0; each < core.harts(); each++) {
      if (core.allows(target, each)) {
        harts[next++] = each;
      }
    }
    int list = kernel.pool.intern(harts);
    return list < 0 ? calls.fail(hart, task, Errno.ENOSPC) : calls.done(task, list);
  }

  /** Sets a mask, which names harts that exist and at least one that is online; a task at a hart that it lost moves. */
  boolean setAffinity(int hart, int task) {
    if (mayNot(task)) {
      return calls.fail(hart, task, Errno.EPERM);
    }
    if (!isMask(context.second) || !calls.isTask(context.first)) {
      return calls.fail(hart, task, Errno.EINVAL);
    }
    int target = (int) context.first;
    if (kernel.config.profile() == MachineConfig.Profile.NEXUS) {
      kernel.nexus().setMask(target, mask(context.second));
      return calls.done(task, 0);
    }
    StateTable affinity = kernel.tables.affinity;
    affinity.clear(target);
    for (int i = 0; i < kernel.pool.length(context.second); i++) {
      int allowed = (int) kernel.pool.word(context.second, i);
      affinity.set(target, allowed >>> 6, affinity.get(target, allowed >>> 6) | 1L << allowed);
    }
    calls.done(task, 0);
    boolean moves = target == task && kernel.scheduler.clampHome(task) != hart;
    kernel.placement.reconsider(target, hart);
    // A caller that lost its own hart goes on where it is dispatched next.
    return !moves;
  }

  /** The harts of a list, of which there are no more than bits in a word. */
  private long mask(long list) {
    long mask = 0;
    for (int i = 0; i < kernel.pool.length(list); i++) {
      mask |= 1L << kernel.pool.word(list, i);
    }
    return mask;
  }

  private boolean mayNot(int task) {
    return context.first != task && !kernel.qosRules.isPrivileged(task);
  }

  private boolean isMask(long list) {
    if (!kernel.pool.isList(list)) {
      return false;
    }
    boolean isAnyOnline = false;
    for (int i = 0; i < kernel.pool.length(list); i++) {
      long allowed = kernel.pool.word(list, i);
      if (allowed < 0 || allowed >= core.harts()) {
        return false;
      }
      isAnyOnline |= kernel.scheduler.isOnline((int) allowed);
    }
    return isAnyOnline;
  }

  boolean shares(int hart, int task) {
    return calls.isTask(context.first)
        ? calls.done(task, core.task((int) context.first, TaskColumns.SHARES))
        : calls.fail(hart, task, Errno.EINVAL);
  }

  /**
   * Sets shares; they weigh the slices that start from now on. Where the machine has a policyd nobody gives himself more
   * than everybody may have, or than he has.
   */
  boolean setShares(int hart, int task) {
    if (mayNot(task)) {
      return calls.fail(hart, task, Errno.EPERM);
    }
    if (!calls.isTask(context.first)) {
      return calls.fail(hart, task, Errno.EINVAL);
    }
    long shares = Shares.clamped(context.second);
    boolean isGated = shares > Shares.FREE && shares > core.task((int) context.first, TaskColumns.SHARES);
    if (isGated && kernel.qosRules.hasPolicy() && !kernel.qosRules.isPrivileged(task)) {
      return calls.fail(hart, task, Errno.EPERM);
    }
    core.setTask((int) context.first, TaskColumns.SHARES, shares);
    return calls.done(task, shares);
  }

  /** Takes a hart offline; the last one stays. */
  boolean offline(int hart, int task) {
    boolean isThere = isHart(context.first) && kernel.scheduler.isOnline((int) context.first);
    // In the reference harts come and stay.
    boolean stays = kernel.config.profile() == MachineConfig.Profile.NEXUS || kernel.placement.online() == 1;
    if (!isThere || stays) {
      return calls.fail(hart, task, Errno.EINVAL);
    }
    calls.done(task, 0);
    kernel.placement.offline((int) context.first, hart);
    return hasItsHart(hart, task);
  }

  boolean online(int hart, int task) {
    if (!isHart(context.first) || kernel.scheduler.isOnline((int) context.first)) {
      return calls.fail(hart, task, Errno.EINVAL);
    }
    calls.done(task, 0);
    kernel.placement.online((int) context.first);
    return hasItsHart(hart, task);
  }

  /** Whether the caller may go on at once; one that lost its hart goes on where it is dispatched next. */
  private boolean hasItsHart(int hart, int task) {
    return task == 0 || core.hartAt(hart, HartColumns.CURRENT) == task;
  }

  private boolean isHart(long number) {
    return number >= 0 && number < core.harts();
  }
}
