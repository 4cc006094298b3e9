// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineBuilder;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kit.Findings.Finding;
import dev.nxs.kit.Findings.Kind;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checks a {@link Program} for what its contract asks: that all that changes is in the memory of its task, and that the same
 * memory, results and messages lead to the same trap.
 */
public final class ProgramKit {
  private ProgramKit() {}

  /** Runs the program as two tasks of small machines, beside others that keep them busy. */
  public static Findings check(Supplier<? extends Program> programs) {
    return check(programs, machine -> {});
  }

  /**
   * Runs the program as two tasks of small machines.
   *
   * @param programs gives a new object at each call
   * @param world adds what the program needs, such as endpoints with the numbers that it knows, and who serves them
   */
  public static Findings check(Supplier<? extends Program> programs, Consumer<MachineBuilder> world) {
    Program program = programs.get();
    if (!program.memory().equals(program.memory()) || !program.memory().equals(programs.get().memory())) {
      return new Findings(List.of(new Finding(Kind.CONTRACT, "it has another memory each time")));
    }
    return Trials.run(
        programs,
        (part, seed) -> {
          MachineBuilder machine = Machine.builder();
          world.accept(machine);
          machine.task("first", QosClass.NORMAL, part).task("second", QosClass.INTERACTIVE, part);
          Load.fill(machine, seed, -1);
          return machine.config();
        });
  }
}
