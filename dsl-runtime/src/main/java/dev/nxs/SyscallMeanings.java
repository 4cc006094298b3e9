// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.expect.SyscallNames;
import dev.nxs.kernel.user.Syscall;

/** What is told about each system call of the kernel; docs/kernel.md has the table of their operands and errors. */
final class SyscallMeanings {
  private SyscallMeanings() {}

  /** The page of a system call, without its example. */
  static String of(Syscall call) {
    String name = SyscallNames.of(call);
    return "The system call `" + call.name() + "`: " + does(call) + ".\n\n"
        + from(call, name)
        + "As an event it is `syscall(\"" + name + "\", t)`. docs/kernel.md has its operands and errors.\n";
  }

  private static String from(Syscall call, String name) {
    return switch (call) {
      case SLEEP_UNTIL -> "It comes from `sleep` and `sleep_until` where the scenario has no `service timed`. ";
      case CALL -> "It comes from `call`, and from `sleep` and the calls of timers where `timed` serves them. ";
      case QOS_SET -> "It comes from `set_qos`, and from `set_qos_raw` with any number. ";
      case AUDIT, SCHED, OWN -> "No call of the language makes it. ";
      case START, INJECT, HART_OFFLINE, HART_ONLINE -> "It comes from `" + name + "`, an act of the world. ";
      case YIELD, MARK, QOS_GET, NEXT_PERIOD, SEND, RECV, REPLY, EVENT_WAIT, EVENT_SIGNAL, EVENT_BROADCAST, LOCK, UNLOCK,
          ARRIVE, SPAWN, JOIN, KILL, AFFINITY_GET, AFFINITY_SET, SHARES_GET, SHARES_SET ->
          "It comes from `" + name + "`. ";
    };
  }

  private static String does(Syscall call) {
    return switch (call) {
      case YIELD -> "hands the hart to the next task of the same class";
      case MARK -> "writes a marker line";
      case AUDIT -> "writes a line of the audit log, as services do";
      case QOS_GET -> "tells the class of a task";
      case QOS_SET -> "sets the class of a task; raising one is for those with authority, and both outcomes are audited";
      case SLEEP_UNTIL -> "sleeps until an instant on the kernel's own timer";
      case NEXT_PERIOD -> "waits for the next release of a periodic task";
      case SEND -> "puts a message into an endpoint, and waits while that is full";
      case RECV -> "takes a message of an endpoint, and waits for one";
      case CALL -> "sends a message and waits for the answer to just that one";
      case REPLY -> "answers a call that was received";
      case EVENT_WAIT -> "waits for a signal of an event";
      case EVENT_SIGNAL -> "wakes one task that waits for an event, or leaves a latched event one signal";
      case EVENT_BROADCAST -> "wakes all tasks that wait for an event";
      case START -> "starts a task that was declared and has not started";
      case LOCK -> "takes a mutex, and waits while another holds it";
      case UNLOCK -> "gives a mutex to the next that waits for it";
      case ARRIVE -> "waits until all parties have arrived at a barrier";
      case SPAWN -> "starts a task that runs a program";
      case JOIN -> "waits for the end of a task and gives its exit code";
      case KILL -> "ends a task with the exit code -9";
      case INJECT -> "makes a fault of the machine happen";
      case SCHED -> "affinity and shares in the numbers of the reference's ABI; only the profile `nexus` has it";
      case AFFINITY_GET -> "tells the harts that a task may run on";
      case AFFINITY_SET -> "sets the harts that a task may run on";
      case SHARES_GET -> "tells the shares of a task";
      case SHARES_SET -> "sets the shares of a task, clamped to 1 to 1000";
      case HART_OFFLINE -> "takes a hart offline";
      case HART_ONLINE -> "brings a hart online";
      case OWN -> "a call that the embedding program brings with its configuration (docs/embedding.md)";
    };
  }

  /** What finds an example among those of the reference: the call that makes it. */
  static String pattern(Syscall call) {
    return switch (call) {
      case AUDIT -> "audit\\b";
      case SCHED -> "profile: \"nexus\"";
      case OWN -> "never syscall\\(\"own\"";
      default -> SyscallNames.of(call) + "\\(";
    };
  }
}
