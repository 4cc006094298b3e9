// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.ValuePool;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytecodeTest {
  private static FakeUser run(Consumer<Assembler> body) {
    Assembler assembler = new Assembler("test").observing();
    body.accept(assembler);
    Bytecode program = assembler.build();
    FakeUser user = new FakeUser(program);
    Trap trap = program.resume(user);
    while (trap != Trap.EXIT && trap != Trap.FAULT) {
      trap = program.resume(user);
    }
    return user;
  }

  private static FakeUser binary(Op op, long left, long right) {
    return run(a -> {
      a.push(left);
      a.push(right);
      a.emit(op);
      a.emit(Op.EXIT);
    });
  }

  @ParameterizedTest
  @CsvSource({
    "ADD, 2, 3, 5",
    "SUB, 2, 3, -1",
    "MUL, -4, 5, -20",
    "DIV, -7, 2, -3",
    "REM, -7, 2, -1",
    "REM, -9223372036854775808, -1, 0",
    "EQ, 4, 4, 1",
    "NE, 4, 4, 0",
    "LT, 1, 2, 1",
    "LE, 2, 2, 1",
    "GT, 1, 2, 0",
    "GE, 1, 2, 0",
    "AND, 12, 10, 8",
    "OR, 12, 10, 14",
    "SHL, 1, 63, -9223372036854775808",
    "SHR, -1, 60, 15",
    "ADD_SATURATED, 9223372036854775807, 1, 9223372036854775807",
    "ADD_SATURATED, -9223372036854775808, -1, -9223372036854775808",
    "ADD_SATURATED, 5, -7, -2"
  })
  void anOpOnTwoWordsGivesItsResult(Op op, long left, long right, long expected) {
    assertThat(binary(op, left, right).exitCode).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "ADD, 9223372036854775807, 1, OVERFLOW",
    "SUB, -9223372036854775808, 1, OVERFLOW",
    "MUL, 4611686018427387904, 2, OVERFLOW",
    "MUL, -9223372036854775808, -1, OVERFLOW",
    "DIV, -9223372036854775808, -1, OVERFLOW",
    "DIV, 1, 0, DIVISION_BY_ZERO",
    "REM, 1, 0, DIVISION_BY_ZERO",
    "FDIV, 1, 0, DIVISION_BY_ZERO",
    "FREM, 1, 0, DIVISION_BY_ZERO",
    "RANDOM, 5, 5, INDEX_OUT_OF_RANGE",
    "RANDOM, -9223372036854775808, 9223372036854775807, OVERFLOW"
  })
  void arithmeticThatHasNoResultFaults(Op op, long left, long right, Fault expected) {
    assertThat(binary(op, left, right).fault).isEqualTo(expected);
  }

  @Test
  void checkedArithmeticAgreesWithTheLibrary() {
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      long left = random.nextLong() >> random.nextInt(64);
      long right = random.nextLong() >> random.nextInt(64);
      assertAgrees(Op.ADD, left, right, () -> Math.addExact(left, right));
      assertAgrees(Op.SUB, left, right, () -> Math.subtractExact(left, right));
      assertAgrees(Op.MUL, left, right, () -> Math.multiplyExact(left, right));
    }
  }

  private static void assertAgrees(Op op, long left, long right, java.util.function.LongSupplier library) {
    FakeUser user = binary(op, left, right);
    try {
      assertThat(user.exitCode).isEqualTo(library.getAsLong());
      assertThat(user.fault).isNull();
    } catch (ArithmeticException e) {
      assertThat(user.fault).isEqualTo(Fault.OVERFLOW);
    }
  }

  @ParameterizedTest
  @CsvSource({"FADD, 1.5, 2.25, 3.75", "FSUB, 1, 2, -1", "FMUL, 3, 0.5, 1.5", "FDIV, 1, 4, 0.25", "FREM, -7.5, 2, -1.5"})
  void anOpOnTwoFloatsGivesItsResult(Op op, double left, double right, double expected) {
    long result = binary(op, Double.doubleToLongBits(left), Double.doubleToLongBits(right)).exitCode;
    assertThat(Double.longBitsToDouble(result)).isEqualTo(expected);
  }

  @Test
  void thereIsOneZero() {
    long minusOne = Double.doubleToLongBits(-1);
    assertThat(binary(Op.FMUL, minusOne, 0).exitCode).isZero();
  }

  @Test
  void aFaultTellsItsSiteAndValues() {
    FakeUser user = run(a -> {
      a.site(3);
      a.push(1);
      a.push(0);
      a.site(4);
      a.emit(Op.DIV);
      a.emit(Op.EXIT);
    });
    assertThat(user.traps).containsExactly("DIVISION_BY_ZERO site 4 1 0");
  }

  @Test
  void localsOutlastTrapsAndTheProgramGoesOnBehindThem() {
    Assembler a = new Assembler("test");
    int local = a.local("x", Canon.EXACT);
    a.push(5);
    a.emit(Op.STORE, local);
    a.emit(Op.COMPUTE_CONST, a.constant(250));
    a.emit(Op.LOAD, local);
    a.emit(Op.COMPUTE);
    a.site(9);
    a.emit(Op.SLEEP_CONST, a.constant(1_000));
    a.emit(Op.CHECK);
    a.push(0);
    a.emit(Op.EXIT);
    Bytecode program = a.build();
    FakeUser user = new FakeUser(program);
    user.nowNs = 70;
    assertThat(program.resume(user)).isEqualTo(Trap.COMPUTE);
    assertThat(program.resume(user)).isEqualTo(Trap.COMPUTE);
    assertThat(program.resume(user)).isEqualTo(Trap.SYSCALL);
    assertThat(program.siteAt(user.memory[program.pcWord()])).isEqualTo(9);
    assertThat(program.resume(user)).isEqualTo(Trap.EXIT);
    assertThat(user.traps).containsExactly("compute 250", "compute 5", "SLEEP_UNTIL 1070 0 0 0", "exit 0");
  }

  @Test
  void aComputationOfALocalIsOneInstructionUnlessAPathEntersBetween() {
    Assembler a = new Assembler("test");
    int local = a.local("x", Canon.EXACT);
    Assembler.Label between = a.label();
    a.emit(Op.LOAD, local);
    a.emit(Op.COMPUTE);
    a.emit(Op.LOAD, local);
    a.emit(Op.SLEEP);
    a.push(3);
    a.jump(Op.JUMP, between);
    a.emit(Op.LOAD, local);
    a.place(between);
    a.emit(Op.COMPUTE);
    a.push(0);
    a.emit(Op.EXIT);
    assertThat(Disassembler.listing(a.build(), null))
        .isEqualTo(
            """
            program test
              local 0 x
                0  COMPUTE_LOCAL x
                1  SLEEP_LOCAL x
                2  PUSH 3
                3  JUMP 5
                4  LOAD x
            >   5  COMPUTE
                6  PUSH 0
                7  EXIT
            """);
  }

  @Test
  void aFailedCallThatIsCheckedStopsTheTask() {
    Assembler a = new Assembler("test");
    a.push(1);
    a.push(2);
    a.push(0);
    a.push(0);
    a.site(2);
    a.syscall(Syscall.QOS_SET);
    a.emit(Op.CHECK);
    a.push(0);
    a.emit(Op.EXIT);
    Bytecode program = a.build();
    FakeUser user = new FakeUser(program);
    assertThat(program.resume(user)).isEqualTo(Trap.SYSCALL);
    user.errno = 1;
    assertThat(program.resume(user)).isEqualTo(Trap.FAULT);
    assertThat(user.traps).containsExactly("QOS_SET 1 2 0 0", "UNHANDLED_ERROR site 2 1 0");
  }

  @Test
  void aNegativeComputationIsAnError() {
    FakeUser user = run(a -> {
      a.push(-1);
      a.emit(Op.COMPUTE);
      a.push(0);
      a.emit(Op.EXIT);
    });
    assertThat(user.traps).containsExactly("UNHANDLED_ERROR site 0 22 0");
  }

  @Test
  void aSleepBeyondTheEndOfTimeFaults() {
    FakeUser user = run(a -> {
      Assembler.Label again = a.label();
      a.place(again);
      a.push(Long.MAX_VALUE);
      a.emit(Op.SLEEP);
      a.emit(Op.NOW);
      a.push(1);
      a.emit(Op.ADD);
      a.emit(Op.EXIT);
    });
    assertThat(user.traps).containsExactly("SLEEP_UNTIL 9223372036854775807 0 0 0", "exit 1");
  }

  @Test
  void aLoopWithoutEndIsStopped() {
    FakeUser user = run(a -> {
      Assembler.Label again = a.label();
      a.place(again);
      a.jump(Op.JUMP, again);
    });
    assertThat(user.traps).containsExactly("LIVELOCK site 0 0 0");
  }

  @Test
  void anElementOutsideOfAnArrayFaults() {
    for (long index : new long[] {-1, 3}) {
      FakeUser user = run(a -> {
        a.local("before", Canon.EXACT);
        int array = a.array("t", 3, Canon.EXACT);
        a.push(index);
        a.emit(Op.LOAD_AT, array);
        a.emit(Op.EXIT);
      });
      assertThat(user.traps).containsExactly("INDEX_OUT_OF_RANGE site 0 " + index + " 3");
    }
  }

  @Test
  void anArrayKeepsWhatWasStored() {
    FakeUser user = run(a -> {
      a.local("before", Canon.EXACT);
      int array = a.array("t", 3, Canon.EXACT);
      a.push(2);
      a.push(41);
      a.emit(Op.STORE_AT, array);
      a.push(2);
      a.emit(Op.LOAD_AT, array);
      a.emit(Op.EXIT);
    });
    assertThat(user.exitCode).isEqualTo(41);
    assertThat(user.memory[3]).isEqualTo(41);
  }

  @Test
  void aMarkerShowsEachKindOfValue() {
    Assembler a = new Assembler("test");
    ValuePool pool = new ValuePool(100);
    int space = pool.intern(" ");
    int names = pool.intern(new long[] {pool.intern("kernel"), pool.intern("ui[0]")});
    a.emit(Op.MARK_BEGIN);
    part(a, Op.TEXT_INT, 42, 0, space);
    part(a, Op.TEXT_DURATION, 1_500_000, 0, space);
    part(a, Op.TEXT_FLOAT, Double.doubleToLongBits(0.5), 0, space);
    part(a, Op.TEXT_BOOL, 1, 0, space);
    part(a, Op.TEXT_CLASS, 3, 0, space);
    part(a, Op.TEXT_CLASS, 9, 0, space);
    part(a, Op.TEXT_ERRNO, 22, 0, space);
    part(a, Op.TEXT_VALUE, pool.intern("text"), 0, space);
    part(a, Op.TEXT_NAME, 1, names, space);
    part(a, Op.TEXT_NAME, 9, names, space);
    a.emit(Op.MARK);
    a.push(0);
    a.emit(Op.EXIT);
    Bytecode program = a.build();
    FakeUser user = new FakeUser(program);
    for (String text : new String[] {" ", "kernel", "ui[0]"}) {
      user.pool.intern(text);
    }
    user.pool.intern(pool.words(names));
    user.pool.intern("text");
    assertThat(program.resume(user)).isEqualTo(Trap.SYSCALL);
    assertThat(user.traps)
        .containsExactly("text 42 1.5ms 0.5 true perfburst 9 EINVAL text ui[0] 9 ", "MARK -1 0 0 0");
    assertThat(user.textScratch()).isEmpty();
  }

  private static void part(Assembler a, Op op, long value, int operand, int space) {
    a.push(value);
    a.emit(op, operand);
    a.emit(Op.TEXT_CONST, space);
  }

  @Test
  void aMarkerThatNobodyReadsIsNotBuiltButItsValuesAreComputed() {
    Assembler a = new Assembler("test");
    a.emit(Op.MARK_BEGIN);
    a.push(1);
    a.push(2);
    a.emit(Op.DIV);
    a.emit(Op.TEXT_INT);
    a.emit(Op.MARK);
    a.emit(Op.MARK_BEGIN);
    a.push(1);
    a.push(0);
    a.emit(Op.DIV);
    a.emit(Op.TEXT_INT);
    a.emit(Op.MARK);
    a.push(0);
    a.emit(Op.EXIT);
    Bytecode program = a.build();
    FakeUser user = new FakeUser(program);
    user.listening = false;
    assertThat(program.resume(user)).isEqualTo(Trap.SYSCALL);
    assertThat(program.resume(user)).isEqualTo(Trap.FAULT);
    assertThat(user.traps).containsExactly("MARK -1 0 0 0", "DIVISION_BY_ZERO site 0 1 0");
  }

  @Test
  void aFunctionMayBuildATextWhileAnotherIsBeingBuilt() {
    Consumer<Assembler> body = a -> {
      Assembler.FunctionRef inner = a.function("inner", 1);
      a.emit(Op.MARK_BEGIN);
      a.push(1);
      a.emit(Op.TEXT_INT);
      a.push(2);
      a.emit(Op.CALL, inner.number());
      a.emit(Op.TEXT_VALUE);
      a.push(3);
      a.emit(Op.TEXT_INT);
      a.emit(Op.MARK);
      a.push(0);
      a.emit(Op.EXIT);
      a.begin(inner);
      a.emit(Op.TEXT_BEGIN);
      a.emit(Op.LOAD_FRAME, 0);
      a.emit(Op.TEXT_INT);
      a.emit(Op.LOAD_FRAME, 0);
      a.emit(Op.TEXT_INT);
      a.emit(Op.TEXT_END);
      a.emit(Op.RETURN);
    };
    assertThat(run(body).traps).containsExactly("text 1223", "MARK -1 0 0 0", "exit 0");
  }

  @Test
  void aTextOverItsLimitFaultsAndLeavesNoneBehind() {
    FakeUser user = run(a -> {
      int text = a.local("s", Canon.VALUE);
      Assembler.Label again = a.label();
      a.emit(Op.TEXT_BEGIN);
      a.push(1);
      a.emit(Op.TEXT_INT);
      a.emit(Op.TEXT_END);
      a.emit(Op.STORE, text);
      a.place(again);
      a.emit(Op.LOAD, text);
      a.emit(Op.LOAD, text);
      a.emit(Op.CONCAT);
      a.emit(Op.STORE, text);
      a.jump(Op.JUMP, again);
    });
    assertThat(user.fault).isEqualTo(Fault.LIMIT);
  }

  @Test
  void aListOverItsLimitFaults() {
    FakeUser user = run(a -> {
      int list = a.local("l", Canon.VALUE);
      Assembler.Label again = a.label();
      a.push(1);
      a.emit(Op.LIST_NEW, 1);
      a.emit(Op.STORE, list);
      a.place(again);
      a.emit(Op.LOAD, list);
      a.emit(Op.LOAD, list);
      a.emit(Op.LIST_CONCAT);
      a.emit(Op.STORE, list);
      a.jump(Op.JUMP, again);
    });
    assertThat(user.fault).isEqualTo(Fault.LIMIT);
  }

  @Test
  void listsAreEqualByValue() {
    FakeUser user = run(a -> {
      a.push(1);
      a.push(2);
      a.emit(Op.LIST_NEW, 2);
      a.push(1);
      a.emit(Op.LIST_NEW, 1);
      a.push(2);
      a.emit(Op.LIST_NEW, 1);
      a.emit(Op.LIST_CONCAT);
      a.emit(Op.EQ);
      a.emit(Op.EXIT);
    });
    assertThat(user.exitCode).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 6"})
  void anElementOfAListIsFoundByIndex(long index, long expected) {
    FakeUser user = run(a -> {
      a.push(5);
      a.push(6);
      a.emit(Op.LIST_NEW, 2);
      a.push(index);
      a.emit(Op.LIST_GET);
      a.emit(Op.EXIT);
    });
    assertThat(user.exitCode).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-1", "2", "4294967296"})
  void anIndexOutsideOfAListFaults(long index) {
    FakeUser user = run(a -> {
      a.push(5);
      a.push(6);
      a.emit(Op.LIST_NEW, 2);
      a.push(index);
      a.emit(Op.LIST_GET);
      a.emit(Op.EXIT);
    });
    assertThat(user.traps).containsExactly("INDEX_OUT_OF_RANGE site 0 " + index + " 2");
  }

  @Test
  void aFunctionMayCallItself() {
    assertThat(factorial(10).exitCode).isEqualTo(3_628_800);
  }

  @Test
  void recursionWithoutEndIsStopped() {
    assertThat(factorial(1_000_000).fault).isEqualTo(Fault.LIMIT);
  }

  private static FakeUser factorial(long n) {
    return run(a -> {
      Assembler.FunctionRef factorial = a.function("factorial", 1);
      a.push(n);
      a.emit(Op.CALL, factorial.number());
      a.emit(Op.EXIT);
      a.begin(factorial);
      int own = factorial.word();
      Assembler.Label one = a.label();
      a.emit(Op.LOAD_FRAME, 0);
      a.push(1);
      a.emit(Op.LE);
      a.jump(Op.JUMP_IF, one);
      a.emit(Op.LOAD_FRAME, 0);
      a.emit(Op.DUP);
      a.push(1);
      a.emit(Op.SUB);
      a.emit(Op.CALL, factorial.number());
      a.emit(Op.MUL);
      a.emit(Op.STORE_FRAME, own);
      a.emit(Op.LOAD_FRAME, own);
      a.emit(Op.RETURN);
      a.place(one);
      a.push(1);
      a.emit(Op.RETURN);
    });
  }

  @Test
  void theWordsOfAFrameAreZeroAtFirst() {
    FakeUser user = run(a -> {
      Assembler.FunctionRef function = a.function("f", 0);
      a.emit(Op.CALL, function.number());
      a.emit(Op.EXIT);
      a.begin(function);
      a.emit(Op.LOAD_FRAME, function.word());
      a.emit(Op.RETURN);
    });
    assertThat(user.exitCode).isZero();
  }

  @Test
  void aProgramSeesItsSurroundings() {
    FakeUser user = run(a -> {
      a.emit(Op.SELF);
      a.emit(Op.PORT_OF);
      a.emit(Op.HART);
      a.emit(Op.QOS);
      a.emit(Op.SENDER);
      a.emit(Op.REPLY_TOKEN);
      a.emit(Op.MESSAGE_LENGTH);
      a.push(3);
      a.push(4);
      a.emit(Op.QUERY, 5);
      a.push(10);
      a.push(20);
      a.emit(Op.RANDOM);
      a.emit(Op.LIST_NEW, 8);
      a.emit(Op.EXIT);
    });
    assertThat(user.pool.words(user.exitCode)).containsExactly(17, 1, 2, 3, 99, 8, 5034, 19);
  }

  @Test
  void registersOfAMessageAreSetAndRead() {
    FakeUser user = run(a -> {
      a.push(77);
      a.emit(Op.SET_MESSAGE, 3);
      a.emit(Op.MESSAGE, 3);
      a.emit(Op.EXIT);
    });
    assertThat(user.exitCode).isEqualTo(77);
  }

  @Test
  void charactersOfATextAreCountedNotItsUnits() {
    Assembler a = new Assembler("test");
    ValuePool pool = new ValuePool(10);
    int text = pool.intern("a\uD83D\uDE00");
    a.push(text);
    a.emit(Op.TEXT_LENGTH);
    a.emit(Op.EXIT);
    Bytecode program = a.build();
    FakeUser user = new FakeUser(program);
    user.pool.intern("a\uD83D\uDE00");
    assertThat(program.resume(user)).isEqualTo(Trap.EXIT);
    assertThat(user.exitCode).isEqualTo(2);
  }
}
