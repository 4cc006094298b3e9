// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/** What the world can do to a machine. The ordinal is the first operand of {@link Syscall#INJECT}. */
public enum InjectedFault {
  /** {@code (hart)}: the next interrupt that is sent to the hart never arrives. */
  DROP_IPI,
  /** {@code (nanoseconds)}: the next timer of the kernel that comes fires so much later. */
  DELAY_TIMER,
  /** {@code (hart)}: an interrupt that nobody sent arrives at the hart. */
  SPURIOUS_IPI,
  /** The next marker line comes in two pieces. */
  TORN_UART,
  /** The next message that a task sends, by a send or a call, is not taken: EAGAIN. */
  FAIL_SEND
}
