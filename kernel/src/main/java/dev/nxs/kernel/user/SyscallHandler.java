// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.util.List;

/**
 * A system call of the caller's: programs make it with {@link Syscall#OWN} and its number in the configuration.
 *
 * <p>The contract: a call takes no virtual time. What it answers depends on nothing but what {@link CallingTask} shows, and
 * what it remembers it keeps in the columns that it declares. These lie in the state of the machine, and are copied,
 * restored and hashed with it; a field that changes would survive a restore and is an error. One handler serves any
 * number of machines at a time, on any thread. It makes no objects and asks no clock.
 */
public interface SyscallHandler {
  /** What states and differences call it; no two calls of a machine are called alike. */
  String label();

  /** What it remembers of each task; all words are 0 at boot. */
  default List<Column> taskColumns() {
    return List.of();
  }

  /** What it remembers of the machine; all words are 0 at boot. */
  default List<Column> machineColumns() {
    return List.of();
  }

  /**
   * Does the call.
   *
   * @return {@link Errno#OK}, or why it failed; a failed call gives no result and lets nobody wait
   */
  Errno call(CallingTask task);
}
