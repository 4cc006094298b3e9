// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.trace;

/** What a machine tells its listeners; at most 64 kinds, so that an interest is one word. Each names its operands. */
public enum EventKind {
  /** A marker line; comes with its text. */
  MARKER,
  /** A line of the audit log; comes with its text. */
  AUDIT,
  /** A task starts to run: (class, nanoseconds since it was made ready, -). */
  DISPATCH,
  /** A running task is taken off its hart for another: (class, the task that takes over or 0, -). */
  PREEMPT,
  /** A slice ended: (class, 1 if another task takes over, -). */
  SLICE_END,
  /** A task is made ready: (class, home hart, hart that did it). */
  WAKE,
  /** A task waits: (ordinal of {@code BlockReason}, what it waits for, until when). */
  BLOCK,
  /** A task has ended: (exit code, -, -). */
  EXIT,
  /** A task has a new home: (from hart, to hart, -). */
  MIGRATE,
  /** A timer or sleep was delivered: (timer id or 0, deadline asked for, deadline after coalescing). */
  EXPIRE,
  /** A hart took a task from another: (victim hart, -, -). */
  STEAL,
  /** An interrupt between harts arrived: (1 if it was acknowledged, -, -). */
  IPI,
  /** A reschedule was asked of a hart: (target hart, 1 if sent, 0 if one was pending already, -1 if rejected; -). */
  IPI_REQUEST,
  /** A system call was made: (ordinal of {@code Syscall}, first operand, second operand). */
  SYSCALL,
  /** A system call failed: (errno, ordinal of {@code Syscall}, -). */
  FAILS,
  /** A task was stopped by its own doing: (ordinal of {@code Fault} | site shifted by 8 bits, first value, second value). */
  FAULT,
  /** A class was changed: (old, new, pid that did it). */
  QOS_CHANGE,
  /** A job ended after its deadline: (deadline, -, -). */
  DEADLINE_MISS,
  /** A hart came online. */
  ONLINE,
  /** A hart went offline. */
  OFFLINE,
  /** A hart has nothing to run. */
  IDLE,
  /** A message was put into an endpoint or handed to its receiver: (endpoint, receiver or 0, -). */
  SEND,
  /** timed delivered what was due at one instant: (how many, -, -). */
  TIMER_WAKEUP,
  /** A task has taken a mutex: (mutex, the task that gave it back to this one or 0, -). */
  LOCK,
  /** A task has given a mutex back: (mutex, the task that has it now or 0, -). */
  UNLOCK;

  /** The bit of the kind in an interest mask. */
  public long bit() {
    return 1L << ordinal();
  }
}
