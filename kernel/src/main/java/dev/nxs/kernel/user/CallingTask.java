// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/**
 * What a {@link SyscallHandler} sees of the task that calls it, and where it keeps what it remembers. One object shows one
 * call after the other: it is good for the call that it was given to, and no longer.
 */
public interface CallingTask {
  /** Its number in the order of declaration, from 1; 0 for an act of the scenario. */
  int pid();

  /** The hart that it runs on. */
  int hart();

  /** The wire value of its class, 0 to 3. */
  int qos();

  /** Nanoseconds since boot. */
  long nowNs();

  /**
   * An operand of the call.
   *
   * @param number 0 to 2
   */
  long operand(int number);

  /** Sets what the call gives; 0 where nothing is said. */
  void result(long value);

  /**
   * Lets the task sleep until an instant before it goes on; not at all where that is not in the future. An act does not
   * sleep.
   *
   * @param atNs nanoseconds since boot
   */
  void sleepUntil(long atNs);

  /** A word of {@link SyscallHandler#taskColumns()} of this task. */
  long word(int column);

  /** Sets a word of {@link SyscallHandler#taskColumns()} of this task. */
  void setWord(int column, long value);

  /** A word of {@link SyscallHandler#machineColumns()}. */
  long machineWord(int column);

  /** Sets a word of {@link SyscallHandler#machineColumns()}. */
  void setMachineWord(int column, long value);

  /** A uniformly distributed number from 0 to bound − 1, from the run's seed. */
  long random(long bound);
}
