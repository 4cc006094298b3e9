// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.kernel.AttachedTable;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.ValuePool;
import org.jspecify.annotations.Nullable;

/** What monitors watch, with the words that belong to them: a machine that runs. */
public interface Watched {
  /** Instants of the past and of now; never runs backwards while monitors are fed. */
  long nowNs();

  /** The number of the step taken last. */
  long step();

  /** A table of words: those that {@link Plan#tables()} asks for come first. */
  AttachedTable table(int number);

  default long word(int table, int row, int column) {
    return table(table).get(row, column);
  }

  default void setWord(int table, int row, int column, long value) {
    table(table).set(row, column, value);
  }

  /**
   * Evaluates a condition or expression.
   *
   * @param captures its arguments
   */
  Answer observe(Observed observed, long[] captures);

  /** Ends the current stretch of the run soon, so that whoever runs it can look at the monitors. */
  void requestStop();

  ValuePool pool();

  /**
   * The number of a text in the pool.
   *
   * @throws LimitException if the pool is full
   */
  default int intern(String text) {
    int number = pool().intern(text);
    if (number < 0) {
      throw new LimitException("the run has more different values than are kept");
    }
    return number;
  }

  /** Since when a task has been ready without running, {@code Column.NEVER} where it is not ready. */
  long readySinceNs(int pid);

  /** What it means that nothing comes any more. */
  default String quiet() {
    return "nothing more can happen";
  }

  /** Whether there is a machine that runs, so that what asks it has an answer. */
  default boolean runs() {
    return true;
  }

  /** Who waits for whom. */
  Waits waits();

  /**
   * The value of an observation.
   *
   * @param fault why there is none: a division by zero, an index out of range or the like; null where there is one
   * @param site the place of the fault
   * @param empty whether a figure of a distribution without samples went into it
   */
  record Answer(long value, @Nullable Fault fault, int site, boolean empty) {
    boolean faulted() {
      return fault != null;
    }
  }
}
