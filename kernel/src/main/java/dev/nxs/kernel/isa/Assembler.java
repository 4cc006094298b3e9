// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Syscall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a program instruction by instruction. {@link #build()} resolves the labels and has the result verified, so
 * there is no way to a {@link Bytecode} that the verifier has not seen.
 */
public final class Assembler {
  private static final int MAX_OPERAND = (1 << 23) - 1;
  private static final int UNPLACED = -1;

  /** A place in the code, to jump to before it is known where it is. */
  public static final class Label {
    private int place = UNPLACED;

    private Label() {}
  }

  /** A function of the program: called by its number, written from {@link #begin} on. */
  public static final class FunctionRef {
    private final String name;
    private final int number;
    private final int arity;
    private int entry = UNPLACED;
    private int frame;

    private FunctionRef(String name, int number, int arity) {
      this.name = name;
      this.number = number;
      this.arity = arity;
      this.frame = arity;
    }

    /** The operand of {@link Op#CALL}. */
    public int number() {
      return number;
    }

    /** Another word of the frame; its index. */
    public int word() {
      return frame++;
    }
  }

  private final String name;
  private final List<Column> locals = new ArrayList<>();
  private final Map<Long, Integer> constants = new LinkedHashMap<>();
  private final List<FunctionRef> functions = new ArrayList<>();
  private final Map<Integer, Label> jumps = new LinkedHashMap<>();
  private int[] code = new int[32];
  private int[] sites = new int[32];
  private int length;
  private int site;

  /** Where a path may enter, so that nothing is joined across it. */
  private int entered;

  private boolean observing;

  /** Starts a program; the name is what listings call it. */
  public Assembler(String name) {
    this.name = name;
  }

  /** Lets the program ask the machine's observer; without this {@link Op#QUERY} is refused. */
  public Assembler observing() {
    observing = true;
    return this;
  }

  /** Adds a local; its number. Arguments are the first locals of a program, in their order. */
  public int local(String localName, Canon canon) {
    locals.add(new Column(localName, canon, 0));
    return locals.size() - 1;
  }

  /** Adds an array of locals; the operand of {@link Op#LOAD_AT} and {@link Op#STORE_AT}. */
  public int array(String arrayName, int count, Canon canon) {
    int base = locals.size();
    for (int i = 0; i < count; i++) {
      local(arrayName + "[" + i + "]", canon);
    }
    return constant((long) count << 32 | base);
  }

  /** The index of a word in the constant table. */
  public int constant(long word) {
    return constants.computeIfAbsent(word, key -> constants.size());
  }

  /** Declares a function, so that it can be called before it is written. */
  public FunctionRef function(String functionName, int arity) {
    FunctionRef ref = new FunctionRef(functionName, functions.size(), arity);
    functions.add(ref);
    return ref;
  }

  /** Starts the code of a function; what stands before must not run into it. */
  public void begin(FunctionRef ref) {
    ref.entry = length;
    entered = length;
  }

  /** Everything from here on belongs to this place of the source. */
  public void site(int number) {
    site = number;
  }

  public Label label() {
    return new Label();
  }

  /** The next instruction is where the label leads. */
  public void place(Label label) {
    if (label.place != UNPLACED) {
      throw new IllegalArgumentException("a label is placed once: program=" + name + " pc=" + length);
    }
    label.place = length;
    entered = length;
  }

  /** Writes an instruction without operand. */
  public void emit(Op op) {
    emit(op, 0);
  }

  /** Writes an instruction; a computation or sleep of a local that was just pushed becomes one with it. */
  public void emit(Op op, int operand) {
    if ((op == Op.COMPUTE || op == Op.SLEEP) && length > entered && Op.of(code[length - 1]) == Op.LOAD) {
      length--;
      emit(op == Op.COMPUTE ? Op.COMPUTE_LOCAL : Op.SLEEP_LOCAL, code[length] >> 8);
      return;
    }
    if (operand > MAX_OPERAND || operand < -MAX_OPERAND - 1) {
      throw new IllegalArgumentException("an operand has 24 bits: op=" + op + " operand=" + operand);
    }
    if (length == code.length) {
      code = Arrays.copyOf(code, 2 * length);
      sites = Arrays.copyOf(sites, 2 * length);
    }
    code[length] = op.ordinal() | operand << 8;
    sites[length] = site;
    length++;
  }

  /** Writes an instruction that names a label. */
  public void jump(Op op, Label label) {
    jumps.put(length, label);
    emit(op, 0);
  }

  /** Writes what pushes a word: {@link Op#PUSH} where its operand holds it, else {@link Op#CONST}. */
  public void push(long word) {
    if (word <= MAX_OPERAND && word >= -MAX_OPERAND - 1) {
      emit(Op.PUSH, (int) word);
    } else {
      emit(Op.CONST, constant(word));
    }
  }

  /** Writes a system call whose operands are on the stack. */
  public void syscall(Syscall call) {
    emit(Op.SYSCALL, call.ordinal());
  }

  /** Writes a fault whose values are on the stack. */
  public void fault(Fault fault) {
    emit(Op.FAULT, fault.ordinal());
  }

  /**
   * Ends the program.
   *
   * @throws IllegalArgumentException if it breaks a rule of the {@link Verifier}
   */
  public Bytecode build() {
    jumps.forEach((pc, label) -> {
      if (label.place == UNPLACED) {
        throw new IllegalArgumentException("a label that is used is placed: program=" + name + " pc=" + pc);
      }
      code[pc] |= label.place << 8;
    });
    List<Code.Function> written = new ArrayList<>();
    for (FunctionRef ref : functions) {
      written.add(new Code.Function(ref.name, ref.entry, ref.arity, ref.frame, 0));
    }
    return new Bytecode(Verifier.verify(new Code(
        name,
        Arrays.copyOf(code, length),
        Arrays.copyOf(sites, length),
        constants.keySet().stream().mapToLong(Long::longValue).toArray(),
        locals,
        written,
        observing)));
  }
}
