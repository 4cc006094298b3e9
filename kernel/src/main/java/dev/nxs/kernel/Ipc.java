// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.EndpointColumns;
import dev.nxs.kernel.state.EventColumns;
import dev.nxs.kernel.state.MessageColumns;
import dev.nxs.kernel.state.StateTable;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.UserContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Endpoints and events: bounded first-in, first-out queues of messages, and signals. Those who wait are served by class,
 * then in the order in which they came. A message goes straight to a receiver that waits, so nobody can take it between.
 *
 * <p>A call is a message that expects an answer. Its token names caller and call, so an answer that comes too late finds
 * that nobody waits for it.
 */
class Ipc {
  /** Low bits of a token: the pid. */
  private static final int TOKEN_SHIFT = 24;

  private static final long CALL_MASK = (1L << 24) - 1;

  private static final int[] NONE = {};

  private final Kernel kernel;
  private final CoreTables core;
  private final StateTable endpoints;
  private final StateTable messages;
  private final StateTable events;
  private final WaitingLists lists;
  private final boolean isNexus;

  /** By task, the endpoints that it may receive from, and those that it may send to. */
  private final int[][] receivesFrom;

  private final int[][] sendsTo;

  Ipc(Kernel kernel) {
    this.kernel = kernel;
    core = kernel.core;
    endpoints = kernel.tables.endpoints;
    messages = kernel.tables.messages;
    events = kernel.tables.events;
    lists = kernel.lists;
    isNexus = kernel.config.profile() == MachineConfig.Profile.NEXUS;
    receivesFrom = byTask(MachineConfig.EndpointSpec::receivers);
    sendsTo = byTask(MachineConfig.EndpointSpec::senders);
  }

  private int[][] byTask(Function<MachineConfig.EndpointSpec, List<Integer>> users) {
    int[][] found = new int[core.tasks()][];
    Arrays.fill(found, NONE);
    for (int endpoint = 0; endpoint < kernel.config.endpoints().size(); endpoint++) {
      for (int pid : users.apply(kernel.config.endpoints().get(endpoint))) {
        found[pid] = Arrays.copyOf(found[pid], found[pid].length + 1);
        found[pid][found[pid].length - 1] = endpoint;
      }
    }
    return found;
  }

  /** A new token for a call of a task; never 0. */
  long newToken(int task) {
    long call = (core.task(task, TaskColumns.CALLS) + 1) & CALL_MASK;
    core.setTask(task, TaskColumns.CALLS, call);
    return call << TOKEN_SHIFT | task;
  }

  /** Sends the message registers of a task to an endpoint; false where there is no room. */
  boolean send(int task, int endpoint, long length, long token, int hart) {
    boolean sent = deliver(task, endpoint, length, token, hart);
    if (sent && isNexus) {
      endpoints.set(endpoint, EndpointColumns.SENT, 1);
    }
    return sent;
  }

  private boolean deliver(int task, int endpoint, long length, long token, int hart) {
    int receiver = receiverFor(endpoint, core.task(task, TaskColumns.MESSAGE_0));
    if (receiver != 0) {
      lists.unlink(endpoints, endpoint, EndpointColumns.RECEIVERS, receiver);
      handOver(task, receiver, length, token);
      if (token != 0) {
        serves(receiver, task);
      }
      kernel.tracer.event(EventKind.SEND, hart, task, endpoint, receiver, 0);
      kernel.unblock(receiver, Errno.OK, core.task(receiver, TaskColumns.MESSAGE_0), hart);
      return true;
    }
    int count = endpoints.at(endpoint, EndpointColumns.COUNT);
    if (count >= kernel.config.endpoints().get(endpoint).depth()) {
      return false;
    }
    enqueue(task, endpoint, count, length, token);
    kernel.tracer.event(EventKind.SEND, hart, task, endpoint, 0, 0);
    return true;
  }

  private void enqueue(int task, int endpoint, int count, long length, long token) {
    int row = kernel.tables.firstMessage[endpoint] + count;
    messages.set(row, MessageColumns.SENDER, task);
    messages.set(row, MessageColumns.SERVICE, kernel.services[task]);
    messages.set(row, MessageColumns.QOS, core.task(task, TaskColumns.QOS));
    messages.set(row, MessageColumns.LENGTH, length);
    messages.set(row, MessageColumns.TOKEN, token);
    for (int word = 0; word < UserContext.MESSAGE_WORDS; word++) {
      messages.set(row, MessageColumns.WORD_0 + word, core.task(task, TaskColumns.MESSAGE_0 + word));
    }
    endpoints.set(endpoint, EndpointColumns.COUNT, count + 1);
  }

  private void handOver(int from, int to, long length, long token) {
    for (int word = 0; word < UserContext.MESSAGE_WORDS; word++) {
      core.setTask(to, TaskColumns.MESSAGE_0 + word, core.task(from, TaskColumns.MESSAGE_0 + word));
    }
    core.setTask(to, TaskColumns.MESSAGE_LENGTH, length);
    core.setTask(to, TaskColumns.SENDER, from);
    core.setTask(to, TaskColumns.SENDER_SERVICE, kernel.services[from]);
    core.setTask(to, TaskColumns.SENDER_QOS, core.task(from, TaskColumns.QOS));
    core.setTask(to, TaskColumns.TOKEN, token);
  }

  /** Receives the oldest message of an endpoint that matches; false where there is none. */
  boolean receive(int task, int endpoint, long match, int hart) {
    int first = kernel.tables.firstMessage[endpoint];
    int count = endpoints.at(endpoint, EndpointColumns.COUNT);
    int found = 0;
    while (found < count && match >= 0 && messages.get(first + found, MessageColumns.WORD_0) != match) {
      found++;
    }
    if (found == count) {
      return false;
    }
    int row = first + found;
    for (int word = 0; word < UserContext.MESSAGE_WORDS; word++) {
      core.setTask(task, TaskColumns.MESSAGE_0 + word, messages.get(row, MessageColumns.WORD_0 + word));
    }
    core.setTask(task, TaskColumns.MESSAGE_LENGTH, messages.get(row, MessageColumns.LENGTH));
    core.setTask(task, TaskColumns.SENDER, messages.get(row, MessageColumns.SENDER));
    core.setTask(task, TaskColumns.SENDER_SERVICE, messages.get(row, MessageColumns.SERVICE));
    core.setTask(task, TaskColumns.SENDER_QOS, messages.get(row, MessageColumns.QOS));
    core.setTask(task, TaskColumns.TOKEN, messages.get(row, MessageColumns.TOKEN));
    messages.removeAndCompact(row, first + count - 1);
    long token = core.task(task, TaskColumns.TOKEN);
    if (isAwaited(token)) {
      serves(task, caller(token));
      kernel.lending.joined(task, caller(token));
    }
    endpoints.set(endpoint, EndpointColumns.COUNT, count - 1);
    admitSenders(endpoint, hart);
    return true;
  }

  /**
   * There is room in an endpoint: those who wait for it send, the first of them first. What somebody waits to receive
   * takes no room, so this goes on until the endpoint is full again.
   */
  void admitSenders(int endpoint, int hart) {
    int depth = kernel.config.endpoints().get(endpoint).depth();
    int sender = lists.mostUrgent(endpoints.at(endpoint, EndpointColumns.SENDERS));
    while (sender != 0 && endpoints.at(endpoint, EndpointColumns.COUNT) < depth) {
      lists.unlink(endpoints, endpoint, EndpointColumns.SENDERS, sender);
      long length = core.task(sender, TaskColumns.PENDING_LENGTH);
      long token = core.task(sender, TaskColumns.PENDING_TOKEN);
      forget(sender);
      if (!send(sender, endpoint, length, token, hart)) {
        throw new KernelPanic("an endpoint with room takes a message: endpoint=" + endpoint);
      }
      if (token == 0) {
        kernel.unblock(sender, Errno.OK, 0, hart);
      } else {
        core.setTask(sender, TaskColumns.BLOCK, BlockReason.REPLY.ordinal());
        if ((core.task(sender, TaskColumns.PURPOSE) & Syscall.ROOM_ONLY) != 0) {
          kernel.disarmTimer(sender);
        }
        lend(sender);
      }
      sender = lists.mostUrgent(endpoints.at(endpoint, EndpointColumns.SENDERS));
    }
  }

  /** A message was not taken for want of room; where the endpoint is watched, and in the profile that does it, that is audited. */
  void refused(int endpoint, int task, int hart) {
    MachineConfig.EndpointSpec spec = kernel.config.endpoints().get(endpoint);
    if (spec.audited() && !isNexus && kernel.tracer.wants(EventKind.AUDIT)) {
      String line =
          String.format(
              Locale.ROOT,
              "IPC-AUDIT decision=deny reason=queue_full caller_sid=0x%016x caller_pid=%d endpoint=%s",
              kernel.services[task],
              task,
              spec.name());
      kernel.tracer.line(EventKind.AUDIT, hart, task, line);
    }
  }

  /** The task has sent what it waited to send, or never will. */
  private void forget(int sender) {
    core.setTask(sender, TaskColumns.PENDING_LENGTH, 0);
    core.setTask(sender, TaskColumns.PENDING_TOKEN, 0);
  }

  /** A task has received the call of another. */
  private void serves(int server, int caller) {
    core.setTask(caller, TaskColumns.SERVER, server);
    lists.link(kernel.tables.tasks, server, TaskColumns.CALLERS, caller);
  }

  /** A caller waits for its answer now: if its call has been received already, it lends to the task that has it. */
  void lend(int caller) {
    int server = core.taskAt(caller, TaskColumns.SERVER);
    if (server != 0) {
      kernel.lending.joined(server, caller);
    }
  }

  /** The caller does not wait for its server any more. */
  private void leaveServer(int caller) {
    int server = core.taskAt(caller, TaskColumns.SERVER);
    if (server == 0) {
      return;
    }
    core.setTask(caller, TaskColumns.SERVER, 0);
    lists.unlink(kernel.tables.tasks, server, TaskColumns.CALLERS, caller);
    kernel.lending.left(server, caller);
  }

  /** Answers a call with the message registers of a task; false where nobody waits for that answer. */
  boolean reply(int task, long token, long length, int hart) {
    if (!isAwaited(token)) {
      return false;
    }
    int caller = caller(token);
    leaveServer(caller);
    handOver(task, caller, length, 0);
    kernel.unblock(caller, Errno.OK, core.task(caller, TaskColumns.MESSAGE_0), hart);
    return true;
  }

  private static int caller(long token) {
    return (int) (token & CALL_MASK);
  }

  /** Whether somebody waits for the answer that a token names. */
  private boolean isAwaited(long token) {
    int caller = caller(token);
    return token != 0
        && caller < core.tasks()
        && core.taskAt(caller, TaskColumns.BLOCK) == BlockReason.REPLY.ordinal()
        && core.task(caller, TaskColumns.CALLS) == token >>> TOKEN_SHIFT;
  }

  /** The task waits for a message. */
  void awaitMessage(int task, int endpoint) {
    lists.link(endpoints, endpoint, EndpointColumns.RECEIVERS, task);
  }

  /** The task waits for room; what it sends is kept in its registers, and what it received last stays as it is. */
  void awaitRoom(int task, int endpoint, long length, long token) {
    core.setTask(task, TaskColumns.PENDING_LENGTH, length);
    core.setTask(task, TaskColumns.PENDING_TOKEN, token);
    lists.link(endpoints, endpoint, EndpointColumns.SENDERS, task);
  }

  /** Takes a kept signal of an event; false where there is none. */
  boolean takeSignal(int event) {
    if (events.get(event, EventColumns.SIGNALLED) == 0) {
      return false;
    }
    events.set(event, EventColumns.SIGNALLED, 0);
    return true;
  }

  void awaitSignal(int task, int event) {
    lists.link(events, event, EventColumns.WAITERS, task);
  }

  /** Wakes the most urgent waiter of an event, or leaves the signal to a latched one. */
  void signal(int event, int hart) {
    int waiter = lists.mostUrgent(events.at(event, EventColumns.WAITERS));
    if (waiter != 0) {
      lists.unlink(events, event, EventColumns.WAITERS, waiter);
      kernel.unblock(waiter, Errno.OK, 0, hart);
    } else if (kernel.config.events().get(event).latched()) {
      events.set(event, EventColumns.SIGNALLED, 1);
    }
  }

  /** Wakes all who wait for an event, the most urgent first. */
  void broadcast(int event, int hart) {
    int waiter = lists.mostUrgent(events.at(event, EventColumns.WAITERS));
    while (waiter != 0) {
      lists.unlink(events, event, EventColumns.WAITERS, waiter);
      kernel.unblock(waiter, Errno.OK, 0, hart);
      waiter = lists.mostUrgent(events.at(event, EventColumns.WAITERS));
    }
  }

  /** The task waits no longer for what it waits for here, and does not get it. */
  void withdraw(int task, BlockReason reason) {
    int on = core.taskAt(task, TaskColumns.BLOCK_ON);
    switch (reason) {
      case RECEIVE -> lists.unlink(endpoints, on, EndpointColumns.RECEIVERS, task);
      case SEND -> {
        lists.unlink(endpoints, on, EndpointColumns.SENDERS, task);
        forget(task);
      }
      case REPLY -> leaveServer(task);
      case EVENT -> lists.unlink(events, on, EventColumns.WAITERS, task);
      case NONE, SLEEP, PERIOD, QUEUE, MUTEX, BARRIER, JOIN ->
          throw new KernelPanic("a wait of another kind: reason=" + reason);
    }
  }

  /** A task has ended: those whose calls it has received and not answered learn that nobody will. */
  void serverGone(int task, int hart) {
    int caller = core.taskAt(task, TaskColumns.CALLERS);
    while (caller != 0) {
      leaveServer(caller);
      kernel.syscalls.traceEndOfWait(hart, caller, Errno.EPIPE);
      kernel.unblock(caller, Errno.EPIPE, 0, hart);
      caller = core.taskAt(task, TaskColumns.CALLERS);
    }
  }

  /** Whether all who might receive from an endpoint have ended. */
  boolean isClosed(int endpoint) {
    return endpoints.at(endpoint, EndpointColumns.RECEIVERS_LEFT) == 0
        && !kernel.config.endpoints().get(endpoint).receivers().isEmpty();
  }

  /**
   * Whether nothing more comes of an endpoint: all who might send have ended. In the profile nexus somebody must have sent
   * before, as in the reference.
   */
  boolean isOver(int endpoint) {
    return endpoints.at(endpoint, EndpointColumns.SENDERS_LEFT) == 0
        && !kernel.config.endpoints().get(endpoint).senders().isEmpty()
        && (!isNexus || endpoints.at(endpoint, EndpointColumns.SENT) != 0);
  }

  /** Counts who may receive from each endpoint and who may send to it, before anything happens. */
  void countEnds() {
    for (int endpoint = 0; endpoint < endpoints.rows(); endpoint++) {
      MachineConfig.EndpointSpec spec = kernel.config.endpoints().get(endpoint);
      endpoints.set(endpoint, EndpointColumns.RECEIVERS_LEFT, spec.receivers().size());
      endpoints.set(endpoint, EndpointColumns.SENDERS_LEFT, spec.senders().size());
    }
  }

  /**
   * A task has ended: its port takes nothing any more, nor does an endpoint that nobody else receives from, and those who
   * wait at one that nobody else sends to are told.
   */
  void ownerGone(int task, int hart) {
    for (int endpoint : receivesFrom[task]) {
      endpoints.add(endpoint, EndpointColumns.RECEIVERS_LEFT, -1);
      if (isClosed(endpoint)) {
        drain(endpoint, Errno.EPIPE, hart);
      }
    }
    for (int endpoint : sendsTo[task]) {
      endpoints.add(endpoint, EndpointColumns.SENDERS_LEFT, -1);
      // In the reference an exit tells nobody; who asks later learns of it.
      if (!isNexus && isOver(endpoint)) {
        tellReceivers(endpoint, hart);
      }
    }
    int port = kernel.config.tasks().get(task - 1).port();
    if (port >= 0) {
      drain(port, Errno.ESRCH, hart);
    }
  }

  /** Drops what waits in an endpoint, and tells those who wait for room or for answers that nobody will take it. */
  private void drain(int endpoint, Errno errno, int hart) {
    int first = kernel.tables.firstMessage[endpoint];
    int count = endpoints.at(endpoint, EndpointColumns.COUNT);
    endpoints.set(endpoint, EndpointColumns.COUNT, 0);
    for (int i = 0; i < count; i++) {
      long token = messages.get(first + i, MessageColumns.TOKEN);
      messages.clear(first + i);
      if (isAwaited(token)) {
        end(caller(token), errno, hart);
      }
    }
    int sender = lists.mostUrgent(endpoints.at(endpoint, EndpointColumns.SENDERS));
    while (sender != 0) {
      lists.unlink(endpoints, endpoint, EndpointColumns.SENDERS, sender);
      end(sender, errno, hart);
      sender = lists.mostUrgent(endpoints.at(endpoint, EndpointColumns.SENDERS));
    }
  }

  /** Those who wait for a message that will not come, and asked to be told, learn of it, the most urgent first. */
  private void tellReceivers(int endpoint, int hart) {
    int receiver = listener(endpoint);
    while (receiver != 0) {
      lists.unlink(endpoints, endpoint, EndpointColumns.RECEIVERS, receiver);
      kernel.syscalls.traceEndOfWait(hart, receiver, Errno.EPIPE);
      kernel.unblock(receiver, Errno.EPIPE, 0, hart);
      receiver = listener(endpoint);
    }
  }

  private int listener(int endpoint) {
    int best = 0;
    int task = endpoints.at(endpoint, EndpointColumns.RECEIVERS);
    while (task != 0) {
      boolean asked = (core.task(task, TaskColumns.PURPOSE) & Syscall.TELL_END) != 0;
      if (asked && (best == 0 || kernel.scheduler.isServedBefore(task, best))) {
        best = task;
      }
      task = lists.next(task);
    }
    return best;
  }

  private void end(int task, Errno errno, int hart) {
    kernel.syscalls.traceEndOfWait(hart, task, errno);
    forget(task);
    kernel.unblock(task, errno, 0, hart);
  }

  int receiverFor(int endpoint, long word) {
    int best = 0;
    int task = endpoints.at(endpoint, EndpointColumns.RECEIVERS);
    while (task != 0) {
      long match = core.task(task, TaskColumns.MATCH);
      if ((match < 0 || match == word) && (best == 0 || kernel.scheduler.isServedBefore(task, best))) {
        best = task;
      }
      task = lists.next(task);
    }
    return best;
  }
}
