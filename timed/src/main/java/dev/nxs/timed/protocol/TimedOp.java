// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.protocol;

import org.jspecify.annotations.Nullable;

/** The operations of the timer service; each has one length of request, and one of the responses that carry its values. */
public enum TimedOp {
  /** Registers an alarm: class and deadline; answered with its id and the deadline after coalescing. */
  REGISTER(1, 18, 21),
  /** Removes an alarm of the sender by its id; answered with a status alone. */
  CANCEL(2, 12, 9),
  /** Answered when the deadline, coalesced by the class, has come: with the time of waking. */
  SLEEP_UNTIL(3, 18, 17),
  /** Asks for the wall clock; answered with nanoseconds since 1970. */
  WALL_TIME(4, 8, 17);

  private static final TimedOp[] ALL = values();

  private final int wire;
  private final int requestLength;
  private final int responseLength;

  TimedOp(int wire, int requestLength, int responseLength) {
    this.wire = wire;
    this.requestLength = requestLength;
    this.responseLength = responseLength;
  }

  /** The operation of a byte, or null where there is none. */
  public static @Nullable TimedOp ofWire(long value) {
    return value >= 1 && value <= ALL.length ? ALL[(int) value - 1] : null;
  }

  /** The byte of the operation in a request; a response has it with the highest bit set. */
  public int wire() {
    return wire;
  }

  /** Bytes of a well-formed request; any other length is malformed. */
  public int requestLength() {
    return requestLength;
  }

  /** Bytes of the response to a well-formed request. */
  public int responseLength() {
    return responseLength;
  }
}
