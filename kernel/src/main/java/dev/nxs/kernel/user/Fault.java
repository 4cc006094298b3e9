// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/** What a task can do that stops it. */
public enum Fault {
  /** A division by zero. */
  DIVISION_BY_ZERO,
  /** An arithmetic result that 64 bits do not hold. */
  OVERFLOW,
  /** An index outside a list, or a range without elements where one is needed. */
  INDEX_OUT_OF_RANGE,
  /** A failed system call of which the program does not say what to do; the first value is the errno. */
  UNHANDLED_ERROR,
  /** An {@code expect} of a task that did not hold; the values are those of its comparison. */
  CHECK_FAILED,
  /** {@link UserContext#STEP_LIMIT} steps at one instant. */
  LIVELOCK,
  /** A list, string or pool grew past its limit. */
  LIMIT,
  /** The task ended and held a mutex still; the first value is its number. */
  MUTEX_HELD
}
