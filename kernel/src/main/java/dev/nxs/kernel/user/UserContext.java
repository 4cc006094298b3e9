// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import dev.nxs.kernel.trace.EventKind;

/**
 * What a program sees of the machine while it runs: its memory, the results of its system calls, the message registers,
 * and the ways to trap. Numbers are primitive here, and only here, because this is called for every instruction.
 */
public interface UserContext {
  /** Steps that a task may take without virtual time passing, unless its machine has fewer. */
  int STEP_LIMIT = 1_000_000;

  /** How deep calls of functions may nest, unless its machine has less. */
  int CALL_LIMIT = 256;

  /** Words of {@link #scratch()}. */
  int SCRATCH_WORDS = 16_384;

  /** Words of a message. */
  int MESSAGE_WORDS = 4;

  /** A word of the task's memory. */
  long load(int index);

  /** Sets a word of the task's memory. */
  void store(int index, long value);

  /** Nanoseconds since boot. */
  long nowNs();

  /** The pid of the task; 0 for an act of the scenario. */
  int pid();

  /** What names the task to others, for as long as it lives and after: its pid, unless another task had its row before. */
  default long self() {
    return pid();
  }

  /** The hart that runs the task. */
  int hart();

  /** The wire value of the task's class. */
  int qos();

  /** The result of the last system call; meaningless if it failed. */
  long result();

  /** The errno number of the last system call, 0 where it succeeded. */
  int errno();

  /** Counts a step (a backward jump or a call); false when the task has taken too many at this instant. */
  boolean takeStep();

  /** How deep calls of functions may nest in the program, {@link #CALL_LIMIT} at most. */
  default int callLimit() {
    return CALL_LIMIT;
  }

  /** A word of the message registers. */
  long message(int word);

  /** Sets a word of the message registers. */
  void setMessage(int word, long value);

  /** Bytes of the message received last. */
  int messageLength();

  /** The pid of the sender of the message received last, as the kernel knows it. */
  int sender();

  /** The service id of that sender. */
  long senderService();

  /** The wire value of that sender's class when it sent. */
  int senderQos();

  /** What {@link Syscall#REPLY} needs to answer it, or 0 where no answer is expected. */
  long replyToken();

  /** The endpoint at which a task takes notifications, or -1 if it has none. */
  int portOf(int pid);

  /** The values that do not fit a word. */
  ValuePool pool();

  /** Whether anybody reads markers (or audit lines); a text that nobody reads need not be built. */
  boolean wantsText(EventKind kind);

  /** The text of the next {@link Syscall#MARK} or {@link Syscall#AUDIT}. */
  void text(String text);

  /**
   * {@link #SCRATCH_WORDS} words that belong to the machine, for use between two traps: what they hold when a program
   * is resumed is arbitrary, and is no part of the machine's state.
   */
  long[] scratch();

  /** Like {@link #scratch()}, for a text; it is empty when a program is resumed. */
  StringBuilder textScratch();

  /** An answer of the machine's observer; for conditions that observe, never for what a task decides. */
  long query(int number, long first, long second);

  /** A uniformly distributed number from 0 to bound − 1, from the run's seed. */
  long random(long bound);

  /** Tells the listeners of the trace; see {@link EventKind} for the operands. */
  void trace(EventKind kind, int pid, long first, long second, long third);

  /** Traps into the kernel; return what this returns. */
  Trap syscall(Syscall call, long first, long second, long third, long fourth);

  /** Lets CPU time pass, in nanoseconds, not negative. */
  Trap compute(long durationNs);

  /** Lets CPU time pass until something else happens. */
  Trap spin();

  /** Ends the task. */
  Trap exit(long code);

  /** Stops the task; the site is a number that the program's maker can map to a place. */
  Trap fault(Fault fault, int site, long first, long second);
}
