// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.UserContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows that a program can be run without looking: every operand names something that exists, the stack has on every
 * path the same shape at an instruction and never too little or too much, it is empty where the program traps, functions
 * do not trap, texts end where they began, no path runs off the end, and only programs that observe ask the observer.
 *
 * <p>It follows all paths from the entry of the program and of each function, with the kinds of the words on the stack
 * as what it knows (abstract interpretation, as the verifier of the Java machine does). Code that no path reaches is
 * not looked at. It does not show that a word is used as what it is; that is the business of who made the program.
 */
final class Verifier {
  /** The most operands on the stack of a program or a function. */
  static final int MAX_STACK = 8_192;

  /** What is known of a word on the stack. */
  private enum Kind {
    WORD,
    /** The mark of {@link Op#TEXT_BEGIN}. */
    TEXT,
    /** The mark of {@link Op#MARK_BEGIN}. */
    MARKER
  }

  private static final int SYSCALLS = Syscall.values().length;
  private static final int FAULTS = Fault.values().length;

  private static final int MAIN = -1;
  private static final int NOBODY = -2;

  private final Code made;
  private final Kind[] @Nullable [] shapes;
  private final int[] owners;
  private final Deque<Integer> work = new ArrayDeque<>();
  private int deepest;

  private Verifier(Code made) {
    this.made = made;
    this.shapes = new Kind[made.code().length][];
    this.owners = new int[made.code().length];
    Arrays.fill(owners, NOBODY);
  }

  /**
   * Judges a program.
   *
   * @return the program with the stack that each function needs
   * @throws IllegalArgumentException with rule and values if a rule is broken
   */
  static Code verify(Code made) {
    return new Verifier(made).run();
  }

  private Code run() {
    follow(MAIN, 0);
    List<Code.Function> functions = new ArrayList<>();
    for (int i = 0; i < made.functions().size(); i++) {
      Code.Function function = made.functions().get(i);
      follow(i, function.entry());
      functions.add(new Code.Function(
          function.name(), function.entry(), function.arity(), function.frame(), deepest));
    }
    return made.withFunctions(functions);
  }

  private void follow(int owner, int entry) {
    deepest = 0;
    reach(entry, owner, new Kind[0], entry);
    while (!work.isEmpty()) {
      step(work.remove(), owner);
    }
  }

  private void reach(int target, int owner, Kind[] shape, int from) {
    if (target < 0 || target >= made.code().length) {
      throw broken("a path ends in EXIT, FAULT or RETURN and jumps stay within the code", from, "target=" + target);
    }
    Kind[] known = shapes[target];
    if (known == null) {
      shapes[target] = shape;
      owners[target] = owner;
      work.add(target);
      return;
    }
    if (owners[target] != owner) {
      throw broken("code belongs to the program or to one function", from, "target=" + target);
    }
    if (!Arrays.equals(known, shape)) {
      throw broken(
          "the stack has one shape at an instruction",
          from,
          "target=" + target + " there=" + Arrays.toString(known) + " here=" + Arrays.toString(shape));
    }
  }

  private void step(int pc, int owner) {
    int instruction = made.code()[pc];
    if ((instruction & 0xff) >= Op.COUNT) {
      throw broken("an instruction is one of the ops", pc, "number=" + (instruction & 0xff));
    }
    Op op = Op.of(instruction);
    int operand = instruction >> 8;
    operand(pc, op, operand, owner);
    Kind[] before = shapeAt(pc);
    int pops = pops(op, operand);
    if (before.length < pops) {
      throw broken("an op finds what it pops", pc, "op=" + op + " pops=" + pops + " stack=" + before.length);
    }
    Kind[] after = apply(pc, op, before, pops);
    if (after.length > MAX_STACK) {
      throw broken("the stack has at most " + MAX_STACK + " words", pc, "op=" + op + " stack=" + after.length);
    }
    deepest = Math.max(deepest, after.length);
    owned(pc, op, owner, after);
    if (op.jumps()) {
      reach(operand, owner, after, pc);
    }
    if (!op.ends()) {
      reach(pc + 1, owner, after, pc);
    }
  }

  private int pops(Op op, int operand) {
    if (op == Op.CALL) {
      return made.functions().get(operand).arity();
    }
    return op == Op.LIST_NEW ? operand : op.pops();
  }

  private Kind[] apply(int pc, Op op, Kind[] before, int pops) {
    int kept = before.length - pops;
    for (int i = kept; i < before.length; i++) {
      Kind wanted =
          switch (op) {
            case TEXT_END -> Kind.TEXT;
            case MARK -> Kind.MARKER;
            default -> Kind.WORD;
          };
      if (before[i] != wanted) {
        throw broken("marks of texts are not words and words are not marks", pc, "op=" + op + " finds=" + before[i]);
      }
    }
    if (appends(op) && (kept == 0 || before[kept - 1] == Kind.WORD)) {
      throw broken("a text is appended to right above its mark", pc, "op=" + op);
    }
    int depth = kept + op.pushes();
    if (depth == before.length && op != Op.TEXT_END) {
      // Words for words: the shape stays, and is not copied.
      return before;
    }
    Kind[] after = Arrays.copyOf(before, depth);
    Kind pushed =
        switch (op) {
          case TEXT_BEGIN -> Kind.TEXT;
          case MARK_BEGIN -> Kind.MARKER;
          default -> Kind.WORD;
        };
    Arrays.fill(after, kept, after.length, pushed);
    return after;
  }

  private static boolean appends(Op op) {
    return switch (op) {
      case TEXT_CONST,
          TEXT_INT,
          TEXT_FLOAT,
          TEXT_DURATION,
          TEXT_BOOL,
          TEXT_CLASS,
          TEXT_ERRNO,
          TEXT_VALUE,
          TEXT_NAME -> true;
      default -> false;
    };
  }

  /** What the program may do and its functions may not, and the other way round. */
  private void owned(int pc, Op op, int owner, Kind[] after) {
    if (op.traps() && owner != MAIN) {
      throw broken("a function does not trap", pc, "op=" + op);
    }
    if (op.traps() && after.length != 0) {
      throw broken("the stack is empty at a trap", pc, "op=" + op + " stack=" + after.length);
    }
    if (op == Op.RETURN && (owner == MAIN || after.length != 0)) {
      throw broken("RETURN ends a function, with its result alone on the stack", pc, "stack=" + after.length);
    }
    if (op == Op.QUERY && !made.observing()) {
      throw broken("only a program that observes asks the observer", pc, "op=" + op);
    }
  }

  private void operand(int pc, Op op, int operand, int owner) {
    int bound =
        switch (op.operand()) {
          case NONE -> 1;
          case IMMEDIATE -> Integer.MAX_VALUE;
          case CONSTANT -> made.constants().length;
          case LOCAL -> made.locals().size();
          case ARRAY -> arrays(operand);
          case FRAME -> owner == MAIN ? 0 : made.functions().get(owner).frame();
          case LABEL -> made.code().length;
          case FUNCTION -> made.functions().size();
          case VALUE, QUERY -> Integer.MAX_VALUE;
          case COUNT -> MAX_STACK;
          case REGISTER -> UserContext.MESSAGE_WORDS;
          case SYSCALL -> SYSCALLS;
          case FAULT -> FAULTS;
        };
    boolean signed = op.operand() == Op.Operand.IMMEDIATE;
    if (operand >= bound || (operand < 0 && !signed)) {
      throw broken(
          "an operand names something that exists", pc, "op=" + op + " operand=" + operand + " bound=" + bound);
    }
  }

  /** The bound of operands that name an array, for one that does: everything in it must be a local. */
  private int arrays(int operand) {
    if (operand < 0 || operand >= made.constants().length) {
      return made.constants().length;
    }
    long array = made.constants()[operand];
    long base = array & 0xffff_ffffL;
    long count = array >>> 32;
    return base + count <= made.locals().size() ? made.constants().length : 0;
  }

  private Kind[] shapeAt(int pc) {
    Kind[] shape = shapes[pc];
    if (shape == null) {
      throw new AssertionError("only what was reached is looked at: pc=" + pc);
    }
    return shape;
  }

  private IllegalArgumentException broken(String rule, int pc, String values) {
    return new IllegalArgumentException(rule + ": program=" + made.name() + " pc=" + pc + " " + values);
  }
}
