// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.BarrierColumns;
import dev.nxs.kernel.state.EndpointColumns;
import dev.nxs.kernel.state.EventColumns;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MutexColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.SchedulingPolicy;
import java.util.ArrayList;
import java.util.List;

/** Why things stand still: what tasks wait for, who stands before them, and what harts are about to do. */
public final class WaitView {
  private static final BlockReason[] REASONS = BlockReason.values();

  private final Kernel kernel;

  WaitView(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Why a task waits; what it waited for last where it does not. */
  public BlockReason reason(Pid task) {
    return REASONS[kernel.core.taskAt(task.value(), TaskColumns.BLOCK)];
  }

  /** The number of the endpoint or the event that a task waits at. */
  public int object(Pid task) {
    return kernel.core.taskAt(task.value(), TaskColumns.BLOCK_ON);
  }

  /** When the kernel's timer wakes a task, its timeout included; {@link Column#NEVER} if none will. */
  public long timerAtNs(Pid task) {
    return kernel.core.task(task.value(), TaskColumns.TIMER_AT);
  }

  /** CPU time that is left of the computation of a task, in nanoseconds. */
  public long remainingNs(Pid task) {
    long left = kernel.core.task(task.value(), TaskColumns.REMAINING);
    int home = kernel.core.taskAt(task.value(), TaskColumns.HOME);
    boolean running = kernel.core.hartAt(home, HartColumns.CURRENT) == task.value();
    long since = kernel.core.hart(home, HartColumns.SINCE);
    return running && left > 0 && since != Column.NEVER ? Math.max(0, left - (kernel.now() - since)) : left;
  }

  /** Whether a task uses CPU time until something happens. */
  public boolean spins(Pid task) {
    return kernel.core.taskAt(task.value(), TaskColumns.SPINNING) != 0;
  }

  /** Whether all harts take from one queue. */
  public boolean sharesQueue() {
    return kernel.config.queues() == MachineConfig.Queues.GLOBAL;
  }

  /**
   * The tasks that a hart would take from, in the order in which they would run: most urgent first, of equals the one that
   * came first. Where all harts share one queue, it is that of each.
   */
  public List<Integer> queue(HartId hart) {
    return kernel.scheduler.queue(hart.value());
  }

  /** The policy that says which of the ready tasks goes first. */
  public SchedulingPolicy scheduler() {
    return kernel.config.scheduler();
  }

  /** By how many classes a task has gone up because it waited for a hart so long. */
  public int boost(Pid task) {
    return kernel.core.taskAt(task.value(), TaskColumns.BOOST);
  }

  /** The pid of the task whose urgency a task runs with, because it holds what that one waits for; 0 for its own. */
  public int lender(Pid task) {
    return kernel.core.taskAt(task.value(), TaskColumns.LENDER);
  }

  /** The priority of a task; greater is more urgent. */
  public long priority(Pid task) {
    return kernel.core.task(task.value(), TaskColumns.PRIORITY);
  }

  /** When the job of a task is to end; {@link Column#NEVER} for a task without a period. */
  public long deadlineNs(Pid task) {
    long releaseNs = kernel.core.task(task.value(), TaskColumns.RELEASE_AT);
    long atNs = releaseNs + kernel.config.tasks().get(task.value() - 1).deadlineNs();
    return releaseNs == Column.NEVER || atNs < 0 ? Column.NEVER : atNs;
  }

  /** When the slice of the task that runs on a hart ends; {@link Column#NEVER} if it has none. */
  public long sliceEndNs(HartId hart) {
    return kernel.core.hart(hart.value(), HartColumns.SLICE_END);
  }

  /** When an interrupt from another hart arrives; {@link Column#NEVER} if none is on its way. */
  public long ipiAtNs(HartId hart) {
    return kernel.core.hart(hart.value(), HartColumns.IPI_AT);
  }

  /** Messages that lie in an endpoint. */
  public int messages(int endpoint) {
    return kernel.tables.endpoints.at(endpoint, EndpointColumns.COUNT);
  }

  /** How many messages an endpoint holds. */
  public int depth(int endpoint) {
    return kernel.config.endpoints().get(endpoint).depth();
  }

  /** How many endpoints there are. */
  public int endpoints() {
    return kernel.tables.endpoints.rows();
  }

  /** How many events there are. */
  public int events() {
    return kernel.tables.events.rows();
  }

  /** How many mutexes there are. */
  public int mutexes() {
    return kernel.tables.mutexes.rows();
  }

  /** The tasks that wait for a mutex, in order of arrival. */
  public List<Integer> lockers(int mutex) {
    return chain(kernel.tables.mutexes.at(mutex, MutexColumns.WAITERS));
  }

  /** How many barriers there are. */
  public int barriers() {
    return kernel.tables.barriers.rows();
  }

  /** The tasks that wait at a barrier, in order of arrival. */
  public List<Integer> arrivals(int barrier) {
    return chain(kernel.tables.barriers.at(barrier, BarrierColumns.WAITERS));
  }

  /** How many tasks wait at a barrier. */
  public int arrived(int barrier) {
    return kernel.tables.barriers.at(barrier, BarrierColumns.ARRIVED);
  }

  /** How many tasks a barrier waits for. */
  public int parties(int barrier) {
    return kernel.config.barriers().get(barrier).parties();
  }

  /** Whether an event keeps a signal for the next who waits. */
  public boolean signalled(int event) {
    return kernel.tables.events.at(event, EventColumns.SIGNALLED) != 0;
  }

  /** The tasks that wait for a message of an endpoint, in order of arrival. */
  public List<Integer> receivers(int endpoint) {
    return chain(kernel.tables.endpoints.at(endpoint, EndpointColumns.RECEIVERS));
  }

  /** The tasks that wait for room in an endpoint, in order of arrival. */
  public List<Integer> senders(int endpoint) {
    return chain(kernel.tables.endpoints.at(endpoint, EndpointColumns.SENDERS));
  }

  /** The tasks that wait for an event, in order of arrival. */
  public List<Integer> waiters(int event) {
    return chain(kernel.tables.events.at(event, EventColumns.WAITERS));
  }

  /** Who has the call that a task waits to be answered: the pid that took it, 0 where it still lies in the endpoint. */
  public int answerer(Pid task) {
    return kernel.core.taskAt(task.value(), TaskColumns.SERVER);
  }

  private List<Integer> chain(int first) {
    List<Integer> found = new ArrayList<>();
    for (int task = first; task != 0; task = kernel.core.taskAt(task, TaskColumns.WAIT_NEXT)) {
      found.add(task);
    }
    return found;
  }
}
