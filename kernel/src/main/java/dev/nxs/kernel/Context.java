// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.Tracer;
import dev.nxs.kernel.state.CoreTables;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.kernel.user.ValuePool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The user side of one machine: the door through which programs see the task that they run as. One object serves all
 * tasks of a machine; {@link #enter} points it at one. What it keeps besides is dead between a trap and its handling.
 */
final class Context implements UserContext {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final CoreTables core;
  private final Tables tables;
  private final Tracer tracer;
  private final ValuePool pool;
  private final long[] scratch = new long[SCRATCH_WORDS];
  private final StringBuilder textScratch = new StringBuilder();
  private final int[] ports;
  private @Nullable Observer observer;
  private Chooser chooser = Chooser.FIRST;

  private long[] memory;
  private int base;
  private int pid;
  private int hart;
  private int steps;
  private final int stepLimit;
  private final int callLimit;

  // Operands of the last trap.
  Syscall call = Syscall.YIELD;
  long first;
  long second;
  long third;
  long fourth;
  long durationNs;
  long exitCode;
  Fault fault = Fault.LIMIT;
  int site;
  private @Nullable String text;

  Context(MachineConfig config, Tables tables, Tracer tracer, ValuePool pool, int[] ports) {
    this.stepLimit = config.stepLimit();
    this.callLimit = config.callLimit();
    this.tables = tables;
    this.core = tables.core;
    this.tracer = tracer;
    this.pool = pool;
    this.ports = ports;
    this.memory = tables.words;
  }

  void observer(Observer answers) {
    observer = answers;
  }

  /** Says who draws numbers. */
  void chooser(Chooser value) {
    chooser = value;
  }

  /** Points the door at a task on a hart. */
  void enter(int task, int onHart) {
    pid = task;
    hart = onHart;
    memory = tables.words;
    base = tables.memoryBase[task];
    clearText();
    long now = nowNs();
    if (core.task(task, TaskColumns.STEPS_AT) == now) {
      steps = core.taskAt(task, TaskColumns.STEPS);
    } else {
      steps = 0;
      core.setTask(task, TaskColumns.STEPS_AT, now);
    }
  }

  /** Leaves the task: keeps how many steps it took at this instant. */
  void leave() {
    core.setTask(pid, TaskColumns.STEPS, steps);
  }

  /** Points the door at memory outside the state, for a program that only observes. */
  void observe(long[] scratchMemory) {
    pid = 0;
    hart = 0;
    memory = scratchMemory;
    base = 0;
    steps = 0;
    clearText();
  }

  private void clearText() {
    if (textScratch.length() > 0) {
      textScratch.setLength(0);
    }
  }

  /** The text given for the call at hand, or that of its operand. */
  String takeText() {
    String given = text;
    text = null;
    return first >= 0 ? pool.text(first) : given == null ? "" : given;
  }

  @Override
  public long load(int index) {
    return memory[base + index];
  }

  @Override
  public void store(int index, long value) {
    memory[base + index] = value;
  }

  @Override
  public long nowNs() {
    return core.machine(MachineColumns.NOW);
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public long self() {
    return core.task(pid, TaskColumns.GENERATION) << TaskLife.PID_BITS | pid;
  }

  @Override
  public int hart() {
    return hart;
  }

  @Override
  public int qos() {
    return core.taskAt(pid, TaskColumns.QOS);
  }

  @Override
  public long result() {
    return core.task(pid, TaskColumns.RESULT);
  }

  @Override
  public int errno() {
    return core.taskAt(pid, TaskColumns.ERRNO);
  }

  @Override
  public boolean takeStep() {
    return ++steps <= stepLimit;
  }

  @Override
  public int callLimit() {
    return callLimit;
  }

  @Override
  public long message(int word) {
    return core.task(pid, TaskColumns.MESSAGE_0 + word);
  }

  @Override
  public void setMessage(int word, long value) {
    core.setTask(pid, TaskColumns.MESSAGE_0 + word, value);
  }

  @Override
  public int messageLength() {
    return core.taskAt(pid, TaskColumns.MESSAGE_LENGTH);
  }

  @Override
  public int sender() {
    return core.taskAt(pid, TaskColumns.SENDER);
  }

  @Override
  public long senderService() {
    return core.task(pid, TaskColumns.SENDER_SERVICE);
  }

  @Override
  public int senderQos() {
    return core.taskAt(pid, TaskColumns.SENDER_QOS);
  }

  @Override
  public long replyToken() {
    return core.task(pid, TaskColumns.TOKEN);
  }

  @Override
  public int portOf(int task) {
    boolean gone = task <= 0 || task >= ports.length || isExited(task);
    return gone ? -1 : ports[task];
  }

  private boolean isExited(int task) {
    return core.taskAt(task, TaskColumns.STATE) == TaskState.EXITED.ordinal();
  }

  @Override
  public ValuePool pool() {
    return pool;
  }

  @Override
  public boolean wantsText(EventKind kind) {
    return tracer.wants(kind);
  }

  @Override
  public void text(String given) {
    text = given;
  }

  @Override
  public long[] scratch() {
    return scratch;
  }

  @Override
  public StringBuilder textScratch() {
    return textScratch;
  }

  @Override
  public long query(int number, long one, long two) {
    Observer answers = observer;
    if (answers == null) {
      throw new KernelPanic("a query needs an observer: query=" + number);
    }
    return answers.query(number, one, two);
  }

  @Override
  public long random(long bound) {
    return draw(Choice.RANDOM, bound);
  }

  /** How much of a cost that is a range, from 0. */
  long cost(long bound) {
    return draw(Choice.COST, bound);
  }

  private long draw(Choice what, long bound) {
    long seeded = seeded(bound);
    if (chooser == Chooser.FIRST) {
      return seeded;
    }
    long drawn = chooser.draw(what, bound, seeded);
    if (drawn < 0 || drawn >= bound) {
      throw new IllegalArgumentException("a chooser must draw from 0 to " + (bound - 1) + ": drawn=" + drawn);
    }
    return drawn;
  }

  /** SplitMix64 (Steele, Lea, Flood 2014) on a word of the state, then Lemire's multiply-shift. */
  private long seeded(long bound) {
    long state = core.machine(MachineColumns.RANDOM) + GOLDEN;
    core.setMachine(MachineColumns.RANDOM, state);
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    // The high half of z × bound, z without sign: unbiased to 2^-64 × bound, and without a division.
    return Math.multiplyHigh(z, bound) + ((z >> 63) & bound);
  }

  @Override
  public void trace(EventKind kind, int task, long one, long two, long three) {
    tracer.event(kind, hart, task, one, two, three);
  }

  @Override
  public Trap syscall(Syscall number, long one, long two, long three, long four) {
    call = number;
    first = one;
    second = two;
    third = three;
    fourth = four;
    return Trap.SYSCALL;
  }

  @Override
  public Trap compute(long ns) {
    durationNs = ns;
    return Trap.COMPUTE;
  }

  @Override
  public Trap spin() {
    return Trap.SPIN;
  }

  @Override
  public Trap exit(long code) {
    exitCode = code;
    return Trap.EXIT;
  }

  @Override
  public Trap fault(Fault what, int where, long one, long two) {
    fault = what;
    site = where;
    first = one;
    second = two;
    return Trap.FAULT;
  }

  /** Zeroes the memory of acts, which nothing may keep anything in. */
  void clearActMemory() {
    Arrays.fill(tables.words, tables.memoryBase[0], tables.memoryBase[0] + tables.memoryWords[0], 0);
  }
}
