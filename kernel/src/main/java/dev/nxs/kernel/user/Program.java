// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.util.List;

/**
 * The user code of a task. An implementation is immutable: everything that changes lives in the memory of the task,
 * which belongs to the state of the machine. That is what lets a task be stopped, copied and continued anywhere.
 */
public interface Program {
  /** The shape of the memory that a task running this program has, zero at its start; tables lie one behind the other. */
  List<TableSpec> memory();

  /**
   * Runs until the next trap, as if returning from the one before; the first call starts the program.
   *
   * <p>Virtual time stands still meanwhile. The same memory, results and messages must give the same trap: no clock, no
   * random source, no field that changes.
   */
  Trap resume(UserContext user);
}
