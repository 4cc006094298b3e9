// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import dev.nxs.kernel.user.ValuePool;
import java.util.Arrays;

/**
 * Runs an observing program and finds out what its outcome hangs on: every question that it asked, and for each the range
 * of answers with which it would have gone the same way to the same outcome. While all answers stay in their ranges, the
 * program need not be run again.
 *
 * <p>An answer is followed through additions of what does not depend on answers, up to a comparison with such a thing,
 * which bounds its range. Whatever else is done with an answer pins it to what it was. What makes values, such as a text
 * put together, is not followed at all.
 */
public final class Follower {
  /** The number under which the time is asked for. */
  public static final int NOW = -1;

  private static final int STEP_LIMIT = 10_000;
  private static final int STACK = 512;

  /** The origin of a word that hangs on no answer that still has a range. */
  private static final int FIXED = -1;

  private final ValuePool pool;
  private final Answers answers;
  private final long[] stack = new long[STACK];
  private final int[] origins = new int[STACK];
  private long[] locals = {};
  private int[] localOrigins = {};
  private int sp;
  private boolean holds;

  private int asked;
  private int[] numbers = new int[8];
  private long[] firsts = new long[8];
  private long[] seconds = new long[8];
  private long[] found = new long[8];
  private long[] lows = new long[8];
  private long[] highs = new long[8];

  /** Answers the questions of a program. */
  @FunctionalInterface
  public interface Answers {
    /** The answer to a query, or to {@link #NOW}. */
    long answer(int number, long first, long second);
  }

  public Follower(ValuePool pool, Answers answers) {
    this.pool = pool;
    this.answers = answers;
  }

  /**
   * Runs a condition.
   *
   * @return false where it does something that cannot be followed, or faults; nothing is known then
   */
  public boolean follow(Bytecode program) {
    sp = 0;
    asked = 0;
    int words = program.parts().locals().size();
    if (locals.length < words) {
      locals = new long[words];
      localOrigins = new int[words];
    }
    Arrays.fill(locals, 0);
    Arrays.fill(localOrigins, FIXED);
    for (Code.Function function : program.parts().functions()) {
      if (function.extent() > STACK / 4) {
        return false;
      }
    }
    return run(program.parts());
  }

  /** Whether the condition holds. */
  public boolean holds() {
    return holds;
  }

  /** How many different questions were asked. */
  public int asked() {
    return asked;
  }

  public int number(int question) {
    return numbers[question];
  }

  public long first(int question) {
    return firsts[question];
  }

  public long second(int question) {
    return seconds[question];
  }

  /** The answer that was given. */
  public long answer(int question) {
    return found[question];
  }

  /** The least answer that would have led to the same. */
  public long low(int question) {
    return lows[question];
  }

  /** The greatest answer that would have led to the same. */
  public long high(int question) {
    return highs[question];
  }

  private boolean run(Code code) {
    int pc = 0;
    int fp = 0;
    for (int steps = 0; steps < STEP_LIMIT; steps++) {
      int word = code.code()[pc++];
      int operand = word >> 8;
      if (sp > STACK / 2) {
        return false;
      }
      switch (word & 0xff) {
        case Opcode.PUSH -> push(operand, FIXED);
        case Opcode.CONST -> push(code.constants()[operand], FIXED);
        case Opcode.LOAD -> push(locals[operand], localOrigins[operand]);
        case Opcode.STORE -> {
          sp--;
          locals[operand] = stack[sp];
          localOrigins[operand] = origins[sp];
        }
        case Opcode.LOAD_FRAME -> push(stack[fp + operand], origins[fp + operand]);
        case Opcode.STORE_FRAME -> {
          sp--;
          stack[fp + operand] = stack[sp];
          origins[fp + operand] = origins[sp];
        }
        case Opcode.DUP -> push(stack[sp - 1], origins[sp - 1]);
        case Opcode.POP -> sp--;
        case Opcode.SWAP -> swap();
        case Opcode.ADD, Opcode.SUB -> {
          if (!add((word & 0xff) == Opcode.SUB)) {
            return false;
          }
        }
        case Opcode.EQ, Opcode.NE, Opcode.LT, Opcode.LE, Opcode.GT, Opcode.GE -> compare(word & 0xff);
        case Opcode.NOT -> isZero();
        case Opcode.JUMP -> pc = operand;
        case Opcode.JUMP_IF -> {
          isZero();
          pc = stack[--sp] == 0 ? operand : pc;
        }
        case Opcode.JUMP_UNLESS -> {
          isZero();
          pc = stack[--sp] != 0 ? operand : pc;
        }
        case Opcode.CALL -> {
          Code.Function function = code.functions().get(operand);
          int frame = sp - function.arity();
          while (sp < frame + function.frame()) {
            push(0, FIXED);
          }
          push(pc, FIXED);
          push(fp, FIXED);
          fp = frame;
          pc = function.entry();
        }
        case Opcode.RETURN -> {
          int top = sp - 1;
          pc = (int) stack[top - Code.LINK_WORDS];
          int caller = (int) stack[top - 1];
          stack[fp] = stack[top];
          origins[fp] = origins[top];
          sp = fp + 1;
          fp = caller;
        }
        case Opcode.NOW -> {
          push(0, FIXED);
          push(0, FIXED);
          ask(NOW);
        }
        case Opcode.QUERY -> ask(operand);
        case Opcode.EXIT -> {
          // A condition holds where its value is not zero.
          sp = 1;
          isZero();
          holds = stack[0] == 0;
          return true;
        }
        default -> {
          if (!calculate(word & 0xff, operand)) {
            return false;
          }
        }
      }
    }
    return false;
  }

  /** What pins the answers that go into it. */
  private boolean calculate(int opcode, int operand) {
    int taken = operands(opcode);
    if (taken == 0 || sp < taken) {
      return false;
    }
    for (int i = 1; i <= taken; i++) {
      pin(sp - i);
    }
    sp -= taken - 1;
    int at = sp - 1;
    long left = stack[at];
    long right = stack[at + 1];
    switch (opcode) {
      case Opcode.MUL -> {
        if (Math.multiplyHigh(left, right) != (left * right) >> 63) {
          return false;
        }
        stack[at] = left * right;
      }
      case Opcode.DIV, Opcode.REM -> {
        if (right == 0 || right == -1) {
          return false;
        }
        stack[at] = opcode == Opcode.DIV ? left / right : left % right;
      }
      case Opcode.NEG -> {
        if (left == Long.MIN_VALUE) {
          return false;
        }
        stack[at] = -left;
      }
      case Opcode.AND -> stack[at] = left & right;
      case Opcode.OR -> stack[at] = left | right;
      case Opcode.LIST_GET -> {
        if (right < 0 || right >= pool.length(left)) {
          return false;
        }
        stack[at] = pool.word(left, (int) right);
      }
      case Opcode.FIELD -> stack[at] = pool.word(left, operand);
      case Opcode.LIST_LENGTH -> stack[at] = pool.length(left);
      case Opcode.LIST_CONTAINS -> stack[at] = Lists.contains(pool, left, right) ? 1 : 0;
      default -> {
        return false;
      }
    }
    return true;
  }

  private static int operands(int opcode) {
    return switch (opcode) {
      case Opcode.NEG, Opcode.FIELD, Opcode.LIST_LENGTH -> 1;
      case Opcode.MUL, Opcode.DIV, Opcode.REM, Opcode.AND, Opcode.OR, Opcode.LIST_GET, Opcode.LIST_CONTAINS -> 2;
      default -> 0;
    };
  }

  private void push(long value, int origin) {
    stack[sp] = value;
    origins[sp++] = origin;
  }

  private void swap() {
    long value = stack[sp - 1];
    int origin = origins[sp - 1];
    stack[sp - 1] = stack[sp - 2];
    origins[sp - 1] = origins[sp - 2];
    stack[sp - 2] = value;
    origins[sp - 2] = origin;
  }

  /** A sum or difference of an answer and something fixed still has a range; where it would overflow is outside. */
  private boolean add(boolean negated) {
    sp--;
    long left = stack[sp - 1];
    long right = stack[sp];
    if (origins[sp] != FIXED && (negated || origins[sp - 1] != FIXED)) {
      pin(sp);
    }
    long result = negated ? left - right : left + right;
    long signs = negated ? (left ^ right) & (left ^ result) : (left ^ result) & (right ^ result);
    if (signs < 0) {
      return false;
    }
    int origin = origins[sp - 1] == FIXED ? origins[sp] : origins[sp - 1];
    stack[sp - 1] = result;
    origins[sp - 1] = origin;
    if (origin != FIXED) {
      long offset = result - found[origin];
      if (offset > 0) {
        atMost(origin, Long.MAX_VALUE - offset);
      } else {
        atLeast(origin, Long.MIN_VALUE - offset);
      }
    }
    return true;
  }

  /** Compares what is below the top with the top. */
  private void compare(int opcode) {
    if (origins[sp - 2] != FIXED && origins[sp - 1] != FIXED) {
      pin(sp - 1);
    }
    int mirrored = opcode;
    if (origins[sp - 1] != FIXED) {
      swap();
      mirrored = mirror(opcode);
    }
    sp--;
    long left = stack[sp - 1];
    boolean result = result(mirrored, left, stack[sp]);
    int origin = origins[sp - 1];
    if (origin != FIXED) {
      bound(mirrored, result, origin, stack[sp], left - found[origin]);
    }
    stack[sp - 1] = result ? 1 : 0;
    origins[sp - 1] = FIXED;
  }

  private void isZero() {
    push(0, FIXED);
    compare(Opcode.EQ);
  }

  private static int mirror(int opcode) {
    return switch (opcode) {
      case Opcode.LT -> Opcode.GT;
      case Opcode.LE -> Opcode.GE;
      case Opcode.GT -> Opcode.LT;
      case Opcode.GE -> Opcode.LE;
      default -> opcode;
    };
  }

  private static boolean result(int opcode, long left, long right) {
    return switch (opcode) {
      case Opcode.EQ -> left == right;
      case Opcode.NE -> left != right;
      case Opcode.LT -> left < right;
      case Opcode.LE -> left <= right;
      case Opcode.GT -> left > right;
      default -> left >= right;
    };
  }

  /** Bounds an answer to where a comparison of it, plus an offset, with something fixed comes out as it did. */
  private void bound(int opcode, boolean result, int origin, long fixed, long offset) {
    long limit = fixed - offset;
    if (((fixed ^ offset) & (fixed ^ limit)) < 0) {
      atMost(origin, found[origin]);
      atLeast(origin, found[origin]);
    } else if (opcode == Opcode.EQ || opcode == Opcode.NE) {
      if (found[origin] <= limit) {
        atMost(origin, found[origin] == limit ? limit : limit - 1);
      }
      if (found[origin] >= limit) {
        atLeast(origin, found[origin] == limit ? limit : limit + 1);
      }
    } else if (opcode == Opcode.LT || opcode == Opcode.GE) {
      below(opcode == Opcode.LT == result, origin, limit);
    } else {
      upTo(opcode == Opcode.LE == result, origin, limit);
    }
  }

  private void below(boolean is, int origin, long limit) {
    if (is) {
      atMost(origin, limit - 1);
    } else {
      atLeast(origin, limit);
    }
  }

  private void upTo(boolean is, int origin, long limit) {
    if (is) {
      atMost(origin, limit);
    } else {
      atLeast(origin, limit + 1);
    }
  }

  private void atMost(int origin, long high) {
    highs[origin] = Math.min(highs[origin], high);
  }

  private void atLeast(int origin, long low) {
    lows[origin] = Math.max(lows[origin], low);
  }

  /** Bounds the answer that a word hangs on to what it is; the word is as good as fixed then. */
  private void pin(int at) {
    int origin = origins[at];
    if (origin != FIXED) {
      atMost(origin, found[origin]);
      atLeast(origin, found[origin]);
      origins[at] = FIXED;
    }
  }

  /** Puts an answer in place of the two words of a question. */
  private void ask(int number) {
    pin(sp - 1);
    pin(sp - 2);
    long second = stack[--sp];
    long first = stack[sp - 1];
    int question = 0;
    while (question < asked
        && (numbers[question] != number || firsts[question] != first || seconds[question] != second)) {
      question++;
    }
    if (question == asked) {
      add(number, first, second);
    }
    stack[sp - 1] = found[question];
    origins[sp - 1] = question;
  }

  private void add(int number, long first, long second) {
    if (asked == numbers.length) {
      int size = asked * 2;
      numbers = Arrays.copyOf(numbers, size);
      firsts = Arrays.copyOf(firsts, size);
      seconds = Arrays.copyOf(seconds, size);
      found = Arrays.copyOf(found, size);
      lows = Arrays.copyOf(lows, size);
      highs = Arrays.copyOf(highs, size);
    }
    numbers[asked] = number;
    firsts[asked] = first;
    seconds[asked] = second;
    found[asked] = answers.answer(number, first, second);
    lows[asked] = Long.MIN_VALUE;
    highs[asked] = Long.MAX_VALUE;
    asked++;
  }
}
