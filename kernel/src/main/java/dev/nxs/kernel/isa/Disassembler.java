// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.ValuePool;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Programs as text for people: one line an instruction, with names for what operands stand for. */
public final class Disassembler {
  private final Code parts;
  private final @Nullable ValuePool pool;
  private final StringBuilder out = new StringBuilder();

  private Disassembler(Code parts, @Nullable ValuePool pool) {
    this.parts = parts;
    this.pool = pool;
  }

  /**
   * The listing of a program.
   *
   * @param pool shows the texts that the program names, null to show their numbers
   */
  public static String listing(Bytecode program, @Nullable ValuePool pool) {
    Disassembler disassembler = new Disassembler(program.parts(), pool);
    disassembler.write();
    return disassembler.out.toString();
  }

  private void write() {
    out.append(parts.observing() ? "observing program " : "program ").append(parts.name()).append('\n');
    for (int i = 0; i < parts.locals().size(); i++) {
      Column local = parts.locals().get(i);
      // Of an array the first element stands for all.
      if (!local.name().endsWith("]") || local.name().endsWith("[0]")) {
        out.append("  local ").append(i).append(' ').append(local.name()).append('\n');
      }
    }
    Set<Integer> targets = targets();
    int shownSite = 0;
    for (int pc = 0; pc < parts.code().length; pc++) {
      for (Code.Function function : parts.functions()) {
        if (function.entry() == pc) {
          out.append("function ").append(function.name()).append(" arity ").append(function.arity());
          out.append(" frame ").append(function.frame()).append('\n');
        }
      }
      int site = parts.sites()[pc];
      String line = String.format(
          Locale.ROOT, "%s%4d  %s", targets.contains(pc) ? ">" : " ", pc, instruction(parts.code()[pc]));
      out.append(site == shownSite ? line : String.format(Locale.ROOT, "%-40s ; site %d", line, site)).append('\n');
      shownSite = site;
    }
  }

  private Set<Integer> targets() {
    Set<Integer> targets = new TreeSet<>();
    for (int instruction : parts.code()) {
      if (Op.of(instruction).jumps()) {
        targets.add(instruction >> 8);
      }
    }
    return targets;
  }

  private String instruction(int instruction) {
    Op op = Op.of(instruction);
    int operand = instruction >> 8;
    return switch (op.operand()) {
      case NONE -> op.name();
      case IMMEDIATE, COUNT, REGISTER, QUERY, LABEL, FRAME -> op + " " + operand;
      case CONSTANT -> op + " " + parts.constants()[operand];
      case LOCAL -> op + " " + parts.locals().get(operand).name();
      case ARRAY -> op + " " + array(parts.locals().get((int) parts.constants()[operand]).name());
      case FUNCTION -> op + " " + parts.functions().get(operand).name();
      case VALUE -> op + " " + value(op, operand);
      case SYSCALL -> op + " " + Syscall.values()[operand];
      case FAULT -> op + " " + Fault.values()[operand];
    };
  }

  private static String array(String firstElement) {
    return firstElement.substring(0, firstElement.length() - "[0]".length());
  }

  private String value(Op op, int number) {
    return pool == null || op != Op.TEXT_CONST
        ? "#" + number
        : "\"" + pool.text(number).replace("\n", "\\n") + "\"";
  }
}
