// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nxs.kernel.user.Canon;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static void rejects(String rule, Consumer<Assembler> body) {
    Assembler assembler = new Assembler("test");
    body.accept(assembler);
    assertThatThrownBy(assembler::build).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(rule);
  }

  @Test
  void rejectsAPathThatRunsOffTheEnd() {
    rejects("a path ends in EXIT, FAULT or RETURN", a -> {
      a.push(0);
      a.emit(Op.POP);
    });
  }

  @Test
  void rejectsAProgramWithoutInstructions() {
    rejects("a path ends in EXIT, FAULT or RETURN", a -> {});
  }

  @Test
  void rejectsAnOpThatPopsWhatIsNotThere() {
    rejects("an op finds what it pops", a -> {
      a.push(0);
      a.emit(Op.ADD);
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsTwoDepthsAtOneInstruction() {
    rejects("the stack has one shape at an instruction", a -> {
      Assembler.Label skip = a.label();
      a.push(0);
      a.push(1);
      a.jump(Op.JUMP_IF, skip);
      a.push(2);
      a.place(skip);
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsAStackThatIsNotEmptyAtATrap() {
    rejects("the stack is empty at a trap", a -> {
      a.push(0);
      a.emit(Op.COMPUTE_CONST, a.constant(1));
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsALocalThatWasNotDeclared() {
    rejects("an operand names something that exists", a -> {
      a.local("x", Canon.EXACT);
      a.emit(Op.LOAD, 1);
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsAnArrayThatIsNotWithinTheLocals() {
    rejects("an operand names something that exists", a -> {
      a.local("x", Canon.EXACT);
      a.push(0);
      a.emit(Op.LOAD_AT, a.constant(2L << 32));
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsANegativeOperandWhereAnIndexStands() {
    rejects("an operand names something that exists", a -> {
      a.emit(Op.MESSAGE, -1);
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsAQueryOfAProgramThatDoesNotObserve() {
    rejects("only a program that observes asks the observer", a -> {
      a.push(0);
      a.push(0);
      a.emit(Op.QUERY, 1);
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsAFunctionThatTraps() {
    rejects("a function does not trap", a -> {
      Assembler.FunctionRef function = a.function("f", 0);
      a.emit(Op.CALL, function.number());
      a.emit(Op.EXIT);
      a.begin(function);
      a.emit(Op.SPIN);
    });
  }

  @Test
  void rejectsAReturnOutsideOfAFunction() {
    rejects("RETURN ends a function", a -> {
      a.push(0);
      a.emit(Op.RETURN);
    });
  }

  @Test
  void rejectsAReturnThatLeavesWordsBehind() {
    rejects("RETURN ends a function", a -> {
      Assembler.FunctionRef function = a.function("f", 0);
      a.emit(Op.CALL, function.number());
      a.emit(Op.EXIT);
      a.begin(function);
      a.push(1);
      a.push(2);
      a.emit(Op.RETURN);
    });
  }

  @Test
  void rejectsAFunctionThatJumpsIntoTheProgram() {
    rejects("code belongs to the program or to one function", a -> {
      Assembler.FunctionRef function = a.function("f", 0);
      Assembler.Label out = a.label();
      a.place(out);
      a.emit(Op.CALL, function.number());
      a.emit(Op.EXIT);
      a.begin(function);
      a.jump(Op.JUMP, out);
    });
  }

  @Test
  void rejectsAFunctionThatWasNeverWritten() {
    rejects("jumps stay within the code", a -> {
      Assembler.FunctionRef function = a.function("f", 0);
      a.emit(Op.CALL, function.number());
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsALabelThatWasNeverPlaced() {
    rejects("a label that is used is placed", a -> {
      a.jump(Op.JUMP, a.label());
    });
  }

  @Test
  void rejectsATextThatEndsAsAMarker() {
    rejects("marks of texts are not words", a -> {
      a.emit(Op.TEXT_BEGIN);
      a.emit(Op.MARK);
      a.push(0);
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsAppendingWithoutAText() {
    rejects("a text is appended to right above its mark", a -> {
      a.push(1);
      a.emit(Op.TEXT_INT);
      a.push(0);
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsTheMarkOfATextAsAWord() {
    rejects("marks of texts are not words", a -> {
      a.emit(Op.TEXT_BEGIN);
      a.emit(Op.EXIT);
    });
  }

  @Test
  void rejectsMoreOperandsThanTheStackHolds() {
    rejects("the stack has at most", a -> {
      for (int i = 0; i <= Verifier.MAX_STACK; i++) {
        a.push(i);
      }
      a.emit(Op.EXIT);
    });
  }
}
