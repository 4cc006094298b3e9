// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineBuilder;
import dev.nxs.kernel.user.SyscallHandler;
import dev.nxs.kit.Findings.Finding;
import dev.nxs.kit.Findings.Kind;
import java.util.List;
import java.util.function.Supplier;

/**
 * Checks a {@link SyscallHandler} for what its contract asks: that it answers by nothing but what it is shown, and remembers
 * nothing but in the columns that it declares. It is called with operands from 0 to 99.
 */
public final class SyscallKit {
  private SyscallKit() {}

  /**
   * Lets the tasks of small machines make the call.
   *
   * @param handlers gives a new object at each call
   */
  public static Findings check(Supplier<? extends SyscallHandler> handlers) {
    SyscallHandler handler = handlers.get();
    boolean same =
        handler.label().equals(handlers.get().label())
            && handler.taskColumns().equals(handlers.get().taskColumns())
            && handler.machineColumns().equals(handlers.get().machineColumns());
    if (handler.label().isEmpty() || !same) {
      return new Findings(
          List.of(new Finding(Kind.CONTRACT, "it has no name, or is called otherwise or declares other columns each time")));
    }
    return Trials.run(
        handlers,
        (part, seed) -> {
          MachineBuilder machine = Machine.builder();
          Load.fill(machine, seed, machine.syscall(part));
          return machine.config();
        });
  }
}
