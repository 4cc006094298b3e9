// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Syscall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OpTest {
  private static final Path DOCUMENT = Path.of("../docs/isa.md");

  @Test
  void theDocumentSaysWhatTheOpsSay() throws IOException {
    String expected = document();
    if (Boolean.getBoolean("nxs.bless")) {
      Files.createDirectories(DOCUMENT.toAbsolutePath().normalize().getParent());
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
  }

  private static String document() {
    StringBuilder out = new StringBuilder();
    out.append("# The bytecode of task bodies\n\n");
    out.append("Made from `dev.nxs.kernel.isa.Op` by a test; `-Dnxs.bless=true` writes it anew.\n\n");
    out.append("A program is verified before it can run: every operand names something that exists, the stack has one\n");
    out.append("shape at each instruction, it is empty where the program traps, and functions do not trap. The locals\n");
    out.append("of a task and the place where it goes on are the only words that outlast a trap.\n\n");
    out.append("| op | operand | pops | pushes | what it does |\n|---|---|---|---|---|\n");
    for (Op op : Op.values()) {
      out.append("| `").append(op).append("` | ");
      out.append(op.operand() == Op.Operand.NONE ? "" : op.operand().meaning()).append(" | ");
      out.append(op.pops() == Op.VARIES ? "varies" : Integer.toString(op.pops())).append(" | ");
      out.append(op.pushes()).append(" | ").append(op.sentence()).append(" |\n");
    }
    return out.toString();
  }

  @Test
  void aListingNamesWhatOperandsStandFor() {
    Assembler a = new Assembler("worker");
    Assembler.FunctionRef square = a.function("square", 1);
    int n = a.local("n", Canon.EXACT);
    int slots = a.array("slots", 2, Canon.EXACT);
    Assembler.Label again = a.label();
    a.place(again);
    a.site(1);
    a.emit(Op.LOAD, n);
    a.emit(Op.CALL, square.number());
    a.emit(Op.COMPUTE);
    a.site(2);
    a.emit(Op.SLEEP_CONST, a.constant(8_000_000));
    a.emit(Op.CHECK);
    a.push(0);
    a.emit(Op.LOAD_AT, slots);
    a.jump(Op.JUMP_IF, again);
    a.push(0);
    a.push(0);
    a.push(0);
    a.push(0);
    a.syscall(Syscall.YIELD);
    a.push(1);
    a.push(2);
    a.fault(Fault.CHECK_FAILED);
    a.begin(square);
    a.emit(Op.LOAD_FRAME, 0);
    a.emit(Op.DUP);
    a.emit(Op.MUL);
    a.emit(Op.RETURN);
    assertThat(Disassembler.listing(a.build(), null))
        .isEqualTo(
            """
            program worker
              local 0 n
              local 1 slots[0]
            >   0  LOAD n                            ; site 1
                1  CALL square
                2  COMPUTE
                3  SLEEP_CONST 8000000               ; site 2
                4  CHECK
                5  PUSH 0
                6  LOAD_AT slots
                7  JUMP_IF 0
                8  PUSH 0
                9  PUSH 0
               10  PUSH 0
               11  PUSH 0
               12  SYSCALL YIELD
               13  PUSH 1
               14  PUSH 2
               15  FAULT CHECK_FAILED
            function square arity 1 frame 1
               16  LOAD_FRAME 0
               17  DUP
               18  MUL
               19  RETURN
            """);
  }
}
