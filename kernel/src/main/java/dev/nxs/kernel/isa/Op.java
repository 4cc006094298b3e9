// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

/**
 * The instructions. Verifier, disassembler and {@code docs/isa.md} are made from what stands here.
 *
 * <p>A word is 64 bits: an integer, a duration or instant in nanoseconds, a bool as 0 or 1, the raw bits of a float, the
 * number of a text, list or record in the value pool, the number of a task, hart or object, the wire value of a class,
 * or an errno number. An instruction is one {@code int}: the number of the op in its low 8 bits, the operand above.
 */
public enum Op {
  // Constants and locals.
  PUSH(Opcode.PUSH, Operand.IMMEDIATE, 0, 1, "pushes the operand, a number of 24 bits with sign"),
  CONST(Opcode.CONST, Operand.CONSTANT, 0, 1, "pushes a word of the constant table"),
  LOAD(Opcode.LOAD, Operand.LOCAL, 0, 1, "pushes a local"),
  STORE(Opcode.STORE, Operand.LOCAL, 1, 0, "pops into a local"),
  LOAD_AT(Opcode.LOAD_AT, Operand.ARRAY, 1, 1, "pops an index and pushes that element of an array of locals; outside of it INDEX_OUT_OF_RANGE"),
  STORE_AT(Opcode.STORE_AT, Operand.ARRAY, 2, 0, "pops a value, then an index, and sets that element of an array of locals; outside of it INDEX_OUT_OF_RANGE"),
  LOAD_FRAME(Opcode.LOAD_FRAME, Operand.FRAME, 0, 1, "pushes a word of the frame of the running function"),
  STORE_FRAME(Opcode.STORE_FRAME, Operand.FRAME, 1, 0, "pops into a word of the frame of the running function"),
  DUP(Opcode.DUP, Operand.NONE, 1, 2, "pushes the top once more"),
  POP(Opcode.POP, Operand.NONE, 1, 0, "drops the top"),
  SWAP(Opcode.SWAP, Operand.NONE, 2, 2, "exchanges the two topmost words"),

  // Integers, which are durations and instants too.
  ADD(Opcode.ADD, Operand.NONE, 2, 1, "adds; OVERFLOW where 64 bits do not hold the result"),
  SUB(Opcode.SUB, Operand.NONE, 2, 1, "subtracts the top from the word below; OVERFLOW where 64 bits do not hold the result"),
  MUL(Opcode.MUL, Operand.NONE, 2, 1, "multiplies; OVERFLOW where 64 bits do not hold the result"),
  DIV(Opcode.DIV, Operand.NONE, 2, 1, "divides the word below by the top, towards zero; DIVISION_BY_ZERO, OVERFLOW"),
  REM(Opcode.REM, Operand.NONE, 2, 1, "pushes the remainder of that division, with the sign of the dividend; DIVISION_BY_ZERO"),
  NEG(Opcode.NEG, Operand.NONE, 1, 1, "negates; OVERFLOW for the least number"),
  ADD_SATURATED(Opcode.ADD_SATURATED, Operand.NONE, 2, 1, "adds, and stays at the greatest or least number where 64 bits do not hold the result"),
  EQ(Opcode.EQ, Operand.NONE, 2, 1, "pushes 1 if the words are equal, else 0; this is equality of texts, lists and records, too"),
  NE(Opcode.NE, Operand.NONE, 2, 1, "pushes 1 if the words differ, else 0"),
  LT(Opcode.LT, Operand.NONE, 2, 1, "pushes 1 if the word below is less than the top, else 0"),
  LE(Opcode.LE, Operand.NONE, 2, 1, "pushes 1 if the word below is not greater than the top, else 0"),
  GT(Opcode.GT, Operand.NONE, 2, 1, "pushes 1 if the word below is greater than the top, else 0"),
  GE(Opcode.GE, Operand.NONE, 2, 1, "pushes 1 if the word below is not less than the top, else 0"),
  NOT(Opcode.NOT, Operand.NONE, 1, 1, "pushes 1 for 0 and 0 for anything else"),
  AND(Opcode.AND, Operand.NONE, 2, 1, "joins the bits of two words that both have"),
  OR(Opcode.OR, Operand.NONE, 2, 1, "joins the bits of two words that either has"),
  SHL(Opcode.SHL, Operand.NONE, 2, 1, "shifts the word below to the left by the low 6 bits of the top"),
  SHR(Opcode.SHR, Operand.NONE, 2, 1, "shifts the word below to the right by the low 6 bits of the top, filling with zeros"),

  // Floats, as raw bits.
  INT_TO_FLOAT(Opcode.INT_TO_FLOAT, Operand.NONE, 1, 1, "widens an integer to the nearest float"),
  FADD(Opcode.FADD, Operand.NONE, 2, 1, "adds floats"),
  FSUB(Opcode.FSUB, Operand.NONE, 2, 1, "subtracts the top from the float below"),
  FMUL(Opcode.FMUL, Operand.NONE, 2, 1, "multiplies floats"),
  FDIV(Opcode.FDIV, Operand.NONE, 2, 1, "divides the float below by the top; DIVISION_BY_ZERO"),
  FREM(Opcode.FREM, Operand.NONE, 2, 1, "pushes the remainder of that division, with the sign of the dividend; DIVISION_BY_ZERO"),
  FNEG(Opcode.FNEG, Operand.NONE, 1, 1, "negates a float"),
  FEQ(Opcode.FEQ, Operand.NONE, 2, 1, "pushes 1 if the floats are equal, else 0"),
  FLT(Opcode.FLT, Operand.NONE, 2, 1, "pushes 1 if the float below is less than the top, else 0"),
  FLE(Opcode.FLE, Operand.NONE, 2, 1, "pushes 1 if the float below is not greater than the top, else 0"),

  // Jumps and functions.
  JUMP(Opcode.JUMP, Operand.LABEL, 0, 0, "goes on at the target; backwards it counts a step, LIVELOCK where there were too many"),
  JUMP_IF(Opcode.JUMP_IF, Operand.LABEL, 1, 0, "goes on at the target unless the popped word is 0; backwards it counts a step"),
  JUMP_UNLESS(Opcode.JUMP_UNLESS, Operand.LABEL, 1, 0, "goes on at the target if the popped word is 0; backwards it counts a step"),
  CALL(Opcode.CALL, Operand.FUNCTION, Op.VARIES, 1, "pops the arguments, runs a function and pushes its result; counts a step, LIMIT where calls nest too deep"),
  RETURN(Opcode.RETURN, Operand.NONE, 1, 0, "ends the running function with the popped word as its result"),

  // Texts.
  TEXT_BEGIN(Opcode.TEXT_BEGIN, Operand.NONE, 0, 1, "starts a text; until it ends, a mark of it lies on the stack"),
  MARK_BEGIN(Opcode.MARK_BEGIN, Operand.NONE, 0, 1, "starts the text of a marker, of which nothing is kept where nobody reads markers"),
  TEXT_CONST(Opcode.TEXT_CONST, Operand.VALUE, 0, 0, "appends a text of the pool"),
  TEXT_INT(Opcode.TEXT_INT, Operand.NONE, 1, 0, "pops an integer and appends it in decimal"),
  TEXT_FLOAT(Opcode.TEXT_FLOAT, Operand.NONE, 1, 0, "pops a float and appends it"),
  TEXT_DURATION(Opcode.TEXT_DURATION, Operand.NONE, 1, 0, "pops a duration and appends it in its largest unit that is at least 1"),
  TEXT_BOOL(Opcode.TEXT_BOOL, Operand.NONE, 1, 0, "pops a word and appends false for 0, true for anything else"),
  TEXT_CLASS(Opcode.TEXT_CLASS, Operand.NONE, 1, 0, "pops the wire value of a class and appends its name"),
  TEXT_ERRNO(Opcode.TEXT_ERRNO, Operand.NONE, 1, 0, "pops an errno number and appends its name"),
  TEXT_VALUE(Opcode.TEXT_VALUE, Operand.NONE, 1, 0, "pops the number of a text and appends it"),
  TEXT_NAME(Opcode.TEXT_NAME, Operand.VALUE, 1, 0, "pops a number and appends the text that stands there in a list of names; a number without a name as it is"),
  TEXT_END(Opcode.TEXT_END, Operand.NONE, 1, 1, "ends a text and pushes its number in the pool; LIMIT where it or the pool is too large"),
  CONCAT(Opcode.CONCAT, Operand.NONE, 2, 1, "joins two texts; LIMIT where the result or the pool is too large"),
  TEXT_LENGTH(Opcode.TEXT_LENGTH, Operand.NONE, 1, 1, "pushes the number of characters of a text"),
  TEXT_CONTAINS(Opcode.TEXT_CONTAINS, Operand.NONE, 2, 1, "pushes 1 if the text below contains the top, else 0"),
  TEXT_STARTS(Opcode.TEXT_STARTS, Operand.NONE, 2, 1, "pushes 1 if the text below starts with the top, else 0"),

  // Lists and records.
  LIST_NEW(Opcode.LIST_NEW, Operand.COUNT, Op.VARIES, 1, "pops as many words as the operand says and pushes the list of them, the deepest first; LIMIT where the pool is full"),
  LIST_GET(Opcode.LIST_GET, Operand.NONE, 2, 1, "pops an index, then a list, and pushes that element; outside of it INDEX_OUT_OF_RANGE"),
  FIELD(Opcode.FIELD, Operand.COUNT, 1, 1, "pops a record and pushes the field that the operand names"),
  LIST_LENGTH(Opcode.LIST_LENGTH, Operand.NONE, 1, 1, "pushes how many elements a list has"),
  LIST_CONCAT(Opcode.LIST_CONCAT, Operand.NONE, 2, 1, "joins two lists; LIMIT where the result or the pool is too large"),
  LIST_CONTAINS(Opcode.LIST_CONTAINS, Operand.NONE, 2, 1, "pops a word, then a list, and pushes 1 if it is an element, else 0"),

  // What a task sees.
  NOW(Opcode.NOW, Operand.NONE, 0, 1, "pushes the virtual time"),
  SELF(Opcode.SELF, Operand.NONE, 0, 1, "pushes the pid of the task"),
  HART(Opcode.HART, Operand.NONE, 0, 1, "pushes the hart that runs the task"),
  QOS(Opcode.QOS, Operand.NONE, 0, 1, "pushes the wire value of the class of the task"),
  RESULT(Opcode.RESULT, Operand.NONE, 0, 1, "pushes the result of the last system call"),
  ERRNO(Opcode.ERRNO, Operand.NONE, 0, 1, "pushes the errno number of the last system call, 0 where it succeeded"),
  MESSAGE(Opcode.MESSAGE, Operand.REGISTER, 0, 1, "pushes a message register"),
  SET_MESSAGE(Opcode.SET_MESSAGE, Operand.REGISTER, 1, 0, "pops into a message register"),
  MESSAGE_LENGTH(Opcode.MESSAGE_LENGTH, Operand.NONE, 0, 1, "pushes how many bytes the message received last has"),
  SENDER(Opcode.SENDER, Operand.NONE, 0, 1, "pushes the pid of its sender"),
  REPLY_TOKEN(Opcode.REPLY_TOKEN, Operand.NONE, 0, 1, "pushes what answers it, 0 where no answer is expected"),
  KEEP_CALLER(Opcode.KEEP_CALLER, Operand.LOCAL, 0, 0, "sets a local to what answers the message received last, where that was received and is a call"),
  PORT_OF(Opcode.PORT_OF, Operand.NONE, 1, 1, "pops a pid and pushes the endpoint of its notifications, -1 for none"),
  RANDOM(Opcode.RANDOM, Operand.NONE, 2, 1, "pops an end, then a start, and pushes a number from the start up to before the end; INDEX_OUT_OF_RANGE where there is none"),
  QUERY(Opcode.QUERY, Operand.QUERY, 2, 1, "pops two operands and pushes the observer's answer; only in programs that observe"),

  // Traps, at which the stack is empty.
  SYSCALL(Opcode.SYSCALL, Operand.SYSCALL, 4, 0, "pops four operands, the last on top, and makes a system call"),
  CHECK(Opcode.CHECK, Operand.NONE, 0, 0, "does nothing after a system call that succeeded, and otherwise faults with UNHANDLED_ERROR and its errno"),
  MARK(Opcode.MARK, Operand.NONE, 1, 0, "ends the text of a marker and writes the line"),
  COMPUTE(Opcode.COMPUTE, Operand.NONE, 1, 0, "pops a duration and lets so much CPU time pass; a negative one is the UNHANDLED_ERROR EINVAL"),
  COMPUTE_CONST(Opcode.COMPUTE_CONST, Operand.CONSTANT, 0, 0, "lets as much CPU time pass as the constant says"),
  COMPUTE_LOCAL(Opcode.COMPUTE_LOCAL, Operand.LOCAL, 0, 0, "lets as much CPU time pass as the local says; a negative one is the UNHANDLED_ERROR EINVAL"),
  SLEEP(Opcode.SLEEP, Operand.NONE, 1, 0, "pops a duration and sleeps so long on the kernel's own timer; OVERFLOW beyond the end of time"),
  SLEEP_CONST(Opcode.SLEEP_CONST, Operand.CONSTANT, 0, 0, "sleeps as long as the constant says on the kernel's own timer; OVERFLOW beyond the end of time"),
  SLEEP_LOCAL(Opcode.SLEEP_LOCAL, Operand.LOCAL, 0, 0, "sleeps as long as the local says on the kernel's own timer; OVERFLOW beyond the end of time"),
  SPIN(Opcode.SPIN, Operand.NONE, 0, 0, "lets CPU time pass until something happens"),
  EXIT(Opcode.EXIT, Operand.NONE, 1, 0, "ends the task with the popped word as its exit code"),
  FAULT(Opcode.FAULT, Operand.FAULT, 2, 0, "stops the task with two values, the second on top");

  /** What the operand of an instruction is. */
  public enum Operand {
    NONE("no operand"),
    IMMEDIATE("a number of 24 bits with sign"),
    CONSTANT("an index of the constant table"),
    LOCAL("a local, by its word in the memory of the task"),
    ARRAY("an array of locals, by the constant that gives its first word and its length"),
    FRAME("a word of the frame: arguments first, then the locals of the function"),
    LABEL("the place of an instruction"),
    FUNCTION("an index of the function table"),
    VALUE("a number of the value pool"),
    COUNT("a number, 0 or more"),
    REGISTER("a message register, 0 to 3"),
    QUERY("the number of a query"),
    SYSCALL("the number of a system call"),
    FAULT("the number of a fault");

    private final String meaning;

    Operand(String meaning) {
      this.meaning = meaning;
    }

    /** What it is, as a phrase. */
    public String meaning() {
      return meaning;
    }
  }

  /** The number of pops of an op that pops as many words as its operand says. */
  public static final int VARIES = -1;

  private static final Op[] ALL = values();

  /** How many there are. */
  static final int COUNT = ALL.length;

  private final Operand operand;
  private final int pops;
  private final int pushes;
  private final String sentence;

  Op(int code, Operand operand, int pops, int pushes, String sentence) {
    if (code != ordinal()) {
      throw new AssertionError("an op stands at its number: op=" + name() + " code=" + code);
    }
    this.operand = operand;
    this.pops = pops;
    this.pushes = pushes;
    this.sentence = sentence;
  }

  static Op of(int instruction) {
    return ALL[instruction & 0xff];
  }

  /** How many words it takes from the stack, or {@link #VARIES}. */
  public int pops() {
    return pops;
  }

  /** How many words it leaves on the stack. */
  public int pushes() {
    return pushes;
  }

  public Operand operand() {
    return operand;
  }

  /** What it does, as a sentence without its subject. */
  public String sentence() {
    return sentence;
  }

  /** Whether it hands the hart to the kernel, so that nothing but memory outlasts it. */
  public boolean traps() {
    return switch (this) {
      case SYSCALL, MARK, COMPUTE, COMPUTE_CONST, COMPUTE_LOCAL, SLEEP, SLEEP_CONST, SLEEP_LOCAL, SPIN, EXIT -> true;
      default -> false;
    };
  }

  /** Whether the instruction behind it is not reached through it. */
  boolean ends() {
    return this == JUMP || this == RETURN || this == EXIT || this == FAULT;
  }

  /** Whether its operand names a place to go on at. */
  boolean jumps() {
    return operand == Operand.LABEL;
  }
}
