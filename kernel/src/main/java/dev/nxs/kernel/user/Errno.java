// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import org.jspecify.annotations.Nullable;

/** Why a system call failed, with the numbers of the ABI. */
public enum Errno {
  OK(0),
  EPERM(1),
  ESRCH(3),
  ECHILD(10),
  EAGAIN(11),
  EBUSY(16),
  EINVAL(22),
  ENOSPC(28),
  EPIPE(32),
  ENOSYS(38),
  ETIMEDOUT(110);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The number of the ABI; 0 is success. */
  public int number() {
    return number;
  }

  /** The error of a number, or null where the ABI has none. */
  public static @Nullable Errno ofNumber(long number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return errno;
      }
    }
    return null;
  }
}
