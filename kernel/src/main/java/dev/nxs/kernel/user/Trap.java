// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/** Why user code handed the hart back to the kernel. {@link UserContext} makes them and keeps their operands. */
public enum Trap {
  /** A system call; its result is there when the task continues. */
  SYSCALL,
  /** CPU time is to pass. */
  COMPUTE,
  /** CPU time passes until something happens in the machine; then the program looks again. */
  SPIN,
  /** The task has ended. */
  EXIT,
  /** The task did what it must not do, or a check of it failed. */
  FAULT
}
