// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A verified program of bytecode. Immutable, so one serves any number of tasks and machines.
 *
 * <p>The memory of its task holds the locals, then the place to go on at; arguments are the first locals. Operand stack
 * and function frames live in the machine's scratch space: they are empty whenever the program traps, which the
 * {@link Verifier} has shown.
 *
 * <p>A frame is: arguments, other words of the function, place to return to, frame of the caller; the operands of the
 * function stand above.
 */
public final class Bytecode implements Program {
  /** The most elements that a list can have. */
  public static final int LIST_LIMIT = 100_000;

  /** The most characters that a text can have; the text of a longer marker is cut. */
  public static final int TEXT_LIMIT = 100_000;

  private static final Syscall[] SYSCALLS = Syscall.values();
  private static final Fault[] FAULTS = Fault.values();

  private final Code made;
  private final int[] code;
  private final long[] constants;
  private final Code.Function[] functions;
  private final int pcWord;
  private final List<TableSpec> memory;

  Bytecode(Code made) {
    this.made = made;
    // What the interpreter looks at for every instruction is at hand.
    code = made.code();
    constants = made.constants();
    functions = made.functions().toArray(Code.Function[]::new);
    pcWord = made.locals().size();
    List<Column> columns = new ArrayList<>(made.locals());
    columns.add(Column.exact("pc"));
    memory = List.of(new TableSpec("memory", 1, columns));
  }

  /** What the program is called in listings. */
  public String name() {
    return made.name();
  }

  /** Whether it may ask the machine's observer. */
  public boolean observing() {
    return made.observing();
  }

  /** How many instructions it has. */
  public int length() {
    return code.length;
  }

  /**
   * The site that a task stands at: of the instruction that trapped last.
   *
   * @param pc the last word of its memory
   */
  public int siteAt(long pc) {
    return made.sites()[(int) Math.max(0, pc - 1)];
  }

  /** The word of the memory that says where the program goes on. */
  public int pcWord() {
    return pcWord;
  }

  /** The numbers of the queries that the program asks, in the order of its instructions; a number may come again. */
  public IntStream queries() {
    return Arrays.stream(code).filter(word -> (word & 0xff) == Opcode.QUERY).map(word -> word >> 8);
  }

  Code parts() {
    return made;
  }

  @Override
  public List<TableSpec> memory() {
    return memory;
  }

  @Override
  public Trap resume(UserContext user) {
    long[] s = user.scratch();
    int pc = (int) user.load(pcWord);
    int sp = 0;
    int fp = 0;
    int depth = 0;
    boolean building = false;
    while (true) {
      int word = code[pc++];
      int operand = word >> 8;
      switch (word & 0xff) {
        case Opcode.PUSH -> s[sp++] = operand;
        case Opcode.CONST -> s[sp++] = constants[operand];
        case Opcode.LOAD -> s[sp++] = user.load(operand);
        case Opcode.STORE -> user.store(operand, s[--sp]);
        case Opcode.LOAD_AT -> {
          long array = constants[operand];
          long index = s[sp - 1];
          if (index < 0 || index >= array >>> 32) {
            return stop(user, pc, Fault.INDEX_OUT_OF_RANGE, index, array >>> 32);
          }
          s[sp - 1] = user.load((int) (array + index));
        }
        case Opcode.STORE_AT -> {
          long array = constants[operand];
          sp -= 2;
          long index = s[sp];
          if (index < 0 || index >= array >>> 32) {
            return stop(user, pc, Fault.INDEX_OUT_OF_RANGE, index, array >>> 32);
          }
          user.store((int) (array + index), s[sp + 1]);
        }
        case Opcode.LOAD_FRAME -> s[sp++] = s[fp + operand];
        case Opcode.STORE_FRAME -> s[fp + operand] = s[--sp];
        case Opcode.DUP -> {
          s[sp] = s[sp - 1];
          sp++;
        }
        case Opcode.POP -> sp--;
        case Opcode.SWAP -> {
          long top = s[sp - 1];
          s[sp - 1] = s[sp - 2];
          s[sp - 2] = top;
        }
        case Opcode.ADD -> {
          long right = s[--sp];
          long left = s[sp - 1];
          long sum = left + right;
          if (((left ^ sum) & (right ^ sum)) < 0) {
            return stop(user, pc, Fault.OVERFLOW, left, right);
          }
          s[sp - 1] = sum;
        }
        case Opcode.SUB -> {
          long right = s[--sp];
          long left = s[sp - 1];
          long difference = left - right;
          if (((left ^ right) & (left ^ difference)) < 0) {
            return stop(user, pc, Fault.OVERFLOW, left, right);
          }
          s[sp - 1] = difference;
        }
        case Opcode.MUL -> {
          long right = s[--sp];
          long left = s[sp - 1];
          long low = left * right;
          if (Math.multiplyHigh(left, right) != low >> 63) {
            return stop(user, pc, Fault.OVERFLOW, left, right);
          }
          s[sp - 1] = low;
        }
        case Opcode.DIV -> {
          long right = s[--sp];
          long left = s[sp - 1];
          if (right == 0) {
            return stop(user, pc, Fault.DIVISION_BY_ZERO, left, right);
          }
          if (left == Long.MIN_VALUE && right == -1) {
            return stop(user, pc, Fault.OVERFLOW, left, right);
          }
          s[sp - 1] = left / right;
        }
        case Opcode.REM -> {
          long right = s[--sp];
          if (right == 0) {
            return stop(user, pc, Fault.DIVISION_BY_ZERO, s[sp - 1], right);
          }
          s[sp - 1] %= right;
        }
        case Opcode.NEG -> {
          if (s[sp - 1] == Long.MIN_VALUE) {
            return stop(user, pc, Fault.OVERFLOW, s[sp - 1], 0);
          }
          s[sp - 1] = -s[sp - 1];
        }
        case Opcode.ADD_SATURATED -> {
          sp--;
          s[sp - 1] = addSaturated(s[sp - 1], s[sp]);
        }
        case Opcode.EQ -> {
          sp--;
          s[sp - 1] = s[sp - 1] == s[sp] ? 1 : 0;
        }
        case Opcode.NE -> {
          sp--;
          s[sp - 1] = s[sp - 1] != s[sp] ? 1 : 0;
        }
        case Opcode.LT -> {
          sp--;
          s[sp - 1] = s[sp - 1] < s[sp] ? 1 : 0;
        }
        case Opcode.LE -> {
          sp--;
          s[sp - 1] = s[sp - 1] <= s[sp] ? 1 : 0;
        }
        case Opcode.GT -> {
          sp--;
          s[sp - 1] = s[sp - 1] > s[sp] ? 1 : 0;
        }
        case Opcode.GE -> {
          sp--;
          s[sp - 1] = s[sp - 1] >= s[sp] ? 1 : 0;
        }
        case Opcode.NOT -> s[sp - 1] = s[sp - 1] == 0 ? 1 : 0;
        case Opcode.AND -> {
          sp--;
          s[sp - 1] &= s[sp];
        }
        case Opcode.OR -> {
          sp--;
          s[sp - 1] |= s[sp];
        }
        case Opcode.SHL -> {
          sp--;
          s[sp - 1] <<= s[sp];
        }
        case Opcode.SHR -> {
          sp--;
          s[sp - 1] >>>= s[sp];
        }
        case Opcode.INT_TO_FLOAT -> s[sp - 1] = bits((double) s[sp - 1]);
        case Opcode.FADD -> {
          sp--;
          s[sp - 1] = bits(real(s[sp - 1]) + real(s[sp]));
        }
        case Opcode.FSUB -> {
          sp--;
          s[sp - 1] = bits(real(s[sp - 1]) - real(s[sp]));
        }
        case Opcode.FMUL -> {
          sp--;
          s[sp - 1] = bits(real(s[sp - 1]) * real(s[sp]));
        }
        case Opcode.FDIV -> {
          sp--;
          if (real(s[sp]) == 0) {
            return stop(user, pc, Fault.DIVISION_BY_ZERO, s[sp - 1], s[sp]);
          }
          s[sp - 1] = bits(real(s[sp - 1]) / real(s[sp]));
        }
        case Opcode.FREM -> {
          sp--;
          if (real(s[sp]) == 0) {
            return stop(user, pc, Fault.DIVISION_BY_ZERO, s[sp - 1], s[sp]);
          }
          s[sp - 1] = bits(real(s[sp - 1]) % real(s[sp]));
        }
        case Opcode.FNEG -> s[sp - 1] = bits(-real(s[sp - 1]));
        case Opcode.FEQ -> {
          sp--;
          s[sp - 1] = real(s[sp - 1]) == real(s[sp]) ? 1 : 0;
        }
        case Opcode.FLT -> {
          sp--;
          s[sp - 1] = real(s[sp - 1]) < real(s[sp]) ? 1 : 0;
        }
        case Opcode.FLE -> {
          sp--;
          s[sp - 1] = real(s[sp - 1]) <= real(s[sp]) ? 1 : 0;
        }
        case Opcode.JUMP -> {
          if (operand < pc && !user.takeStep()) {
            return stop(user, pc, Fault.LIVELOCK, 0, 0);
          }
          pc = operand;
        }
        case Opcode.JUMP_IF -> {
          if (s[--sp] != 0) {
            if (operand < pc && !user.takeStep()) {
              return stop(user, pc, Fault.LIVELOCK, 0, 0);
            }
            pc = operand;
          }
        }
        case Opcode.JUMP_UNLESS -> {
          if (s[--sp] == 0) {
            if (operand < pc && !user.takeStep()) {
              return stop(user, pc, Fault.LIVELOCK, 0, 0);
            }
            pc = operand;
          }
        }
        case Opcode.CALL -> {
          Code.Function function = functions[operand];
          int frame = sp - function.arity();
          if (depth == user.callLimit() || frame + function.extent() > s.length) {
            return stop(user, pc, Fault.LIMIT, depth, user.callLimit());
          }
          if (!user.takeStep()) {
            return stop(user, pc, Fault.LIVELOCK, 0, 0);
          }
          int own = frame + function.frame();
          while (sp < own) {
            s[sp++] = 0;
          }
          s[sp++] = pc;
          s[sp++] = fp;
          fp = frame;
          pc = function.entry();
          depth++;
        }
        case Opcode.RETURN -> {
          // Nothing but the result stands above the two words that lead back.
          long result = s[sp - 1];
          int back = (int) s[sp - 1 - Code.LINK_WORDS];
          int caller = (int) s[sp - Code.LINK_WORDS];
          s[fp] = result;
          sp = fp + 1;
          fp = caller;
          pc = back;
          depth--;
        }
        case Opcode.TEXT_BEGIN, Opcode.MARK_BEGIN -> {
          s[sp++] = (long) user.textScratch().length() << 1 | (building ? 1 : 0);
          building = (word & 0xff) == Opcode.TEXT_BEGIN || user.wantsText(EventKind.MARKER);
        }
        case Opcode.TEXT_CONST -> {
          if (building) {
            Texts.append(user, Op.TEXT_CONST, operand, 0);
          }
        }
        case Opcode.TEXT_INT,
            Opcode.TEXT_FLOAT,
            Opcode.TEXT_DURATION,
            Opcode.TEXT_BOOL,
            Opcode.TEXT_CLASS,
            Opcode.TEXT_ERRNO,
            Opcode.TEXT_VALUE,
            Opcode.TEXT_NAME -> {
          sp--;
          if (building) {
            Texts.append(user, Op.of(word), operand, s[sp]);
          }
        }
        case Opcode.TEXT_END -> {
          long saved = s[sp - 1];
          s[sp - 1] = Texts.end(user, (int) (saved >> 1));
          building = (saved & 1) != 0;
          if (s[sp - 1] < 0) {
            return stop(user, pc, Fault.LIMIT, TEXT_LIMIT, 0);
          }
        }
        case Opcode.CONCAT, Opcode.LIST_CONCAT -> {
          sp--;
          s[sp - 1] = (word & 0xff) == Opcode.CONCAT
              ? Texts.join(user.pool(), s[sp - 1], s[sp])
              : Lists.join(user.pool(), s[sp - 1], s[sp]);
          if (s[sp - 1] < 0) {
            return stop(user, pc, Fault.LIMIT, LIST_LIMIT, 0);
          }
        }
        case Opcode.TEXT_LENGTH -> s[sp - 1] = Texts.length(user.pool(), s[sp - 1]);
        case Opcode.TEXT_CONTAINS -> {
          sp--;
          s[sp - 1] = user.pool().text(s[sp - 1]).contains(user.pool().text(s[sp])) ? 1 : 0;
        }
        case Opcode.TEXT_STARTS -> {
          sp--;
          s[sp - 1] = user.pool().text(s[sp - 1]).startsWith(user.pool().text(s[sp])) ? 1 : 0;
        }
        case Opcode.LIST_NEW -> {
          sp -= operand;
          s[sp] = Lists.of(user.pool(), s, sp, operand);
          if (s[sp++] < 0) {
            return stop(user, pc, Fault.LIMIT, operand, 0);
          }
        }
        case Opcode.LIST_GET -> {
          ValuePool pool = user.pool();
          long index = s[--sp];
          int length = pool.length(s[sp - 1]);
          if (index < 0 || index >= length) {
            return stop(user, pc, Fault.INDEX_OUT_OF_RANGE, index, length);
          }
          s[sp - 1] = pool.word(s[sp - 1], (int) index);
        }
        case Opcode.FIELD -> s[sp - 1] = user.pool().word(s[sp - 1], operand);
        case Opcode.LIST_LENGTH -> s[sp - 1] = user.pool().length(s[sp - 1]);
        case Opcode.LIST_CONTAINS -> {
          sp--;
          s[sp - 1] = Lists.contains(user.pool(), s[sp - 1], s[sp]) ? 1 : 0;
        }
        case Opcode.NOW -> s[sp++] = user.nowNs();
        case Opcode.SELF -> s[sp++] = user.self();
        case Opcode.HART -> s[sp++] = user.hart();
        case Opcode.QOS -> s[sp++] = user.qos();
        case Opcode.RESULT -> s[sp++] = user.result();
        case Opcode.ERRNO -> s[sp++] = user.errno();
        case Opcode.MESSAGE -> s[sp++] = user.message(operand);
        case Opcode.SET_MESSAGE -> user.setMessage(operand, s[--sp]);
        case Opcode.MESSAGE_LENGTH -> s[sp++] = user.messageLength();
        case Opcode.SENDER -> s[sp++] = user.sender();
        case Opcode.REPLY_TOKEN -> s[sp++] = user.replyToken();
        case Opcode.KEEP_CALLER -> {
          if (user.errno() == 0 && user.replyToken() != 0) {
            user.store(operand, user.replyToken());
          }
        }
        case Opcode.PORT_OF -> s[sp - 1] = user.portOf((int) s[sp - 1]);
        case Opcode.RANDOM -> {
          long to = s[--sp];
          long from = s[sp - 1];
          long bound = to - from;
          if (to <= from) {
            return stop(user, pc, Fault.INDEX_OUT_OF_RANGE, from, to);
          }
          if (bound < 0) {
            return stop(user, pc, Fault.OVERFLOW, from, to);
          }
          s[sp - 1] = from + user.random(bound);
        }
        case Opcode.QUERY -> {
          sp--;
          s[sp - 1] = user.query(operand, s[sp - 1], s[sp]);
        }
        case Opcode.SYSCALL -> {
          user.store(pcWord, pc);
          return user.syscall(SYSCALLS[operand], s[0], s[1], s[2], s[3]);
        }
        case Opcode.CHECK -> {
          int errno = user.errno();
          if (errno != 0) {
            return stop(user, pc, Fault.UNHANDLED_ERROR, errno, 0);
          }
        }
        case Opcode.MARK -> {
          if (building) {
            user.text(Texts.marker(user, (int) (s[0] >> 1)));
          }
          user.store(pcWord, pc);
          return user.syscall(Syscall.MARK, -1, 0, 0, 0);
        }
        case Opcode.COMPUTE, Opcode.COMPUTE_LOCAL -> {
          long durationNs = (word & 0xff) == Opcode.COMPUTE ? s[0] : user.load(operand);
          if (durationNs < 0) {
            return stop(user, pc, Fault.UNHANDLED_ERROR, Errno.EINVAL.number(), 0);
          }
          user.store(pcWord, pc);
          return user.compute(durationNs);
        }
        case Opcode.COMPUTE_CONST -> {
          user.store(pcWord, pc);
          return user.compute(constants[operand]);
        }
        case Opcode.SLEEP -> {
          return sleep(user, pc, s[0]);
        }
        case Opcode.SLEEP_CONST -> {
          return sleep(user, pc, constants[operand]);
        }
        case Opcode.SLEEP_LOCAL -> {
          return sleep(user, pc, user.load(operand));
        }
        case Opcode.SPIN -> {
          user.store(pcWord, pc);
          return user.spin();
        }
        case Opcode.EXIT -> {
          user.store(pcWord, pc);
          return user.exit(s[0]);
        }
        case Opcode.FAULT -> {
          return stop(user, pc, FAULTS[operand], s[sp - 2], s[sp - 1]);
        }
        default -> throw new AssertionError("an instruction that nobody runs: program=" + made.name() + " pc=" + (pc - 1));
      }
    }
  }

  private Trap sleep(UserContext user, int pc, long durationNs) {
    long nowNs = user.nowNs();
    if (durationNs > Long.MAX_VALUE - nowNs) {
      return stop(user, pc, Fault.OVERFLOW, nowNs, durationNs);
    }
    user.store(pcWord, pc);
    return user.syscall(Syscall.SLEEP_UNTIL, nowNs + durationNs, 0, 0, 0);
  }

  /** Stops at the instruction before {@code pc}. */
  private Trap stop(UserContext user, int pc, Fault fault, long first, long second) {
    user.store(pcWord, pc);
    user.textScratch().setLength(0);
    return user.fault(fault, made.sites()[pc - 1], first, second);
  }

  private static long addSaturated(long left, long right) {
    long sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      return left < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return sum;
  }

  private static double real(long bits) {
    return Double.longBitsToDouble(bits);
  }

  /** The word of a float; zero has one, so that equal floats are equal words in lists, too. */
  private static long bits(double value) {
    return Double.doubleToLongBits(value + 0.0);
  }
}
