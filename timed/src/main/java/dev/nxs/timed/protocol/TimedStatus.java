// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.protocol;

import dev.nxs.kernel.user.Errno;
import org.jspecify.annotations.Nullable;

/** The outcome that a response carries; 0 to 6 are the reference's, and {@link #DENIED} is ours. */
public enum TimedStatus {
  OK(Errno.OK),
  /** A byte that is no class, a deadline that 64 bits do not hold after coalescing, or a sleep beyond the longest one. */
  INVALID_ARGS(Errno.EINVAL),
  /** The owner, or all owners together, have as many live alarms as they may. */
  OVER_LIMIT(Errno.ENOSPC),
  /** No live alarm of the sender has this id. */
  NOT_FOUND(Errno.ESRCH),
  /** Not a frame of this protocol. */
  MALFORMED(Errno.EINVAL),
  /** The service could not read its clock. */
  INTERNAL(Errno.EAGAIN),
  /** There is no wall clock. */
  UNAVAILABLE(Errno.ENOSYS),
  /** The request names a class above the one that the kernel gives its sender. */
  DENIED(Errno.EPERM);

  private static final TimedStatus[] ALL = values();

  private final Errno errno;

  TimedStatus(Errno errno) {
    this.errno = errno;
  }

  /** The status of a byte, or null where there is none. */
  public static @Nullable TimedStatus ofWire(long value) {
    return value >= 0 && value < ALL.length ? ALL[(int) value] : null;
  }

  /** The byte of the status. */
  public int wire() {
    return ordinal();
  }

  /** What a client's call fails with. */
  public Errno errno() {
    return errno;
  }
}
