// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/**
 * What a {@link SchedulingPolicy} sees of a task, and where it keeps what it remembers. One object shows one task after
 * the other: it is good for the call that it was given to, and no longer.
 */
public interface PolicyTask {
  /** Its number in the order of declaration, from 1. */
  int pid();

  /** Nanoseconds since boot. */
  long nowNs();

  /** The time slice of the machine, in nanoseconds. */
  long timesliceNs();

  /** The wire value of its class, 0 to 3. */
  int qos();

  /** Its shares, 1 to 1000. */
  int shares();

  /** Its priority; greater is more urgent. */
  long priority();

  /** Distance of its releases in nanoseconds, 0 for a task without. */
  long periodNs();

  /** The release of its job, an instant; {@link Column#NEVER} for a task without a period. */
  long releaseNs();

  /** The deadline of its job, an instant; {@link Column#NEVER} for a task without a period. */
  long deadlineNs();

  /** CPU time that it has used, in nanoseconds; exact at each call. */
  long cpuNs();

  /** A word of {@link SchedulingPolicy#taskColumns()} of this task. */
  long word(int column);

  /** Sets a word of {@link SchedulingPolicy#taskColumns()} of this task. */
  void setWord(int column, long value);

  /** A word of {@link SchedulingPolicy#machineColumns()}. */
  long machineWord(int column);

  /** Sets a word of {@link SchedulingPolicy#machineColumns()}. */
  void setMachineWord(int column, long value);

  /** A uniformly distributed number from 0 to bound − 1, from the run's seed. */
  long random(long bound);
}
