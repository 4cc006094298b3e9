// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.trace;

/** Why a task waits; the operand of {@link EventKind#BLOCK}. */
public enum BlockReason {
  /** It does not wait. */
  NONE,
  /** For a message. */
  RECEIVE,
  /** For room in an endpoint. */
  SEND,
  /** For the answer to a call. */
  REPLY,
  /** For the signal of an event. */
  EVENT,
  /** For an instant. */
  SLEEP,
  /** For its next release. */
  PERIOD,
  /** It is awake, and waits for room in the run queue of its home. */
  QUEUE,
  /** For a mutex. */
  MUTEX,
  /** For the other parties of a barrier. */
  BARRIER,
  /** For the end of a task. */
  JOIN
}
