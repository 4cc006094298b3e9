// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/**
 * The system calls. Operands are words; deadlines are instants in nanoseconds since boot, {@link Column#NEVER} to wait
 * for ever, any instant that is not in the future not to wait at all. Tasks are named by pid, endpoints, events,
 * mutexes and barriers by their number in the machine's configuration.
 */
public enum Syscall {
  /** Hands the hart to the next task of the same class. */
  YIELD,
  /** {@code (text)}: writes a marker line; text is a value of the pool, or -1 for {@link UserContext#text(String)}. */
  MARK,
  /** Like {@link #MARK}, to the audit log. */
  AUDIT,
  /** {@code (pid)}: the class of a task. */
  QOS_GET,
  /** {@code (pid, wire value)}: sets a class, with the checks and audit lines of the ABI. */
  QOS_SET,
  /** {@code (deadline)}: sleeps on the kernel's own timer. */
  SLEEP_UNTIL,
  /** Waits for the next release of a periodic task. */
  NEXT_PERIOD,
  /** {@code (endpoint, deadline, length)}: sends the message registers, length in bytes. */
  SEND,
  /**
   * {@code (endpoint, deadline, match, purpose)}: receives the oldest message, or the oldest whose first word is match unless
   * that is -1; purpose 1 shows as sleeping, and {@link #TELL_END} asks for EPIPE when nobody is left to send.
   */
  RECV,
  /**
   * {@code (endpoint, deadline, length, purpose)}: sends and waits for the reply; purpose 1 shows as sleeping, and
   * {@link #ROOM_ONLY} lets the deadline be that of the message and not of its answer.
   */
  CALL,
  /** {@code (token, length)}: answers a call with the message registers; the token came with its message. */
  REPLY,
  /** {@code (event, deadline)}: waits for a signal. */
  EVENT_WAIT,
  /** {@code (event)}: wakes one waiter, or leaves one signal to a latched event without waiters. */
  EVENT_SIGNAL,
  /** {@code (event)}: wakes all who wait. */
  EVENT_BROADCAST,
  /** {@code (pid)}: starts a task that was declared and has not started. */
  START,
  /** {@code (mutex, deadline)}: takes a mutex. */
  LOCK,
  /** {@code (mutex)}: gives a mutex back to the next who waits for it. */
  UNLOCK,
  /** {@code (barrier, deadline)}: waits until all parties have arrived. */
  ARRIVE,
  /**
   * {@code (program, wire value of the class or -1, name or -1, arguments)}: starts a task of a program of the
   * configuration and gives its handle; name and arguments are a text and a list of the pool.
   */
  SPAWN,
  /** {@code (task, deadline)}: waits for the end of a task and gives its exit code. */
  JOIN,
  /** {@code (task)}: ends a task. */
  KILL,
  /** {@code (fault, operand)}: makes an {@link InjectedFault} happen; for the world alone. */
  INJECT,
  /**
   * {@code (function, pid or 0 for the caller, value)}: affinity and shares in the numbers of the reference's ABI: gets the
   * mask of harts (0), sets it (1), gets the shares (2), sets them (3); only a machine with its profile has the call.
   */
  SCHED,
  /** {@code (pid)}: the harts that a task may run on, as a list of the pool, ascending. */
  AFFINITY_GET,
  /** {@code (pid, list)}: sets the harts that a task may run on, a list of the pool. */
  AFFINITY_SET,
  /** {@code (pid)}: the shares of a task. */
  SHARES_GET,
  /** {@code (pid, shares)}: sets the shares of a task, clamped to 1 to 1000, and gives what was set. */
  SHARES_SET,
  /** {@code (hart)}: takes a hart offline; of acts alone. */
  HART_OFFLINE,
  /** {@code (hart)}: brings a hart online; of acts alone. */
  HART_ONLINE,
  /** {@code (number, first, second, third)}: a call of the configuration, by its number; see {@link SyscallHandler}. */
  OWN;

  /** Added to the purpose of {@link #RECV}: the wait ends with EPIPE when all who might send have ended. */
  public static final long TELL_END = 4;

  /** Added to the purpose of {@link #CALL}: the deadline is for room in the endpoint; an answer is waited for without one. */
  public static final long ROOM_ONLY = 8;

  /** What may be added to a purpose. */
  public static final long FLAGS = TELL_END | ROOM_ONLY;
}
