// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/**
 * What the machine's own work takes. All are zero unless a scenario says otherwise.
 *
 * @param syscall CPU time of the caller, before it goes on after a system call
 * @param swap CPU time of a task, before it goes on at a hart where another ran before
 * @param ipi time from asking another hart for a decision to the interrupt there
 * @param interrupt CPU time of whatever runs at a hart, or is dispatched next there, at an interrupt or kernel timer
 * @param migrate CPU time of a task, before it goes on at another hart than before
 */
public record Costs(Cost syscall, Cost swap, Cost ipi, Cost interrupt, Cost migrate) {
  public static final Costs NONE = new Costs(Cost.NONE, Cost.NONE, Cost.NONE, Cost.NONE, Cost.NONE);

  /**
   * A duration, or a range of them from which the seed of the run decides each time.
   *
   * @param leastNs at least 0
   * @param mostNs included
   */
  public record Cost(long leastNs, long mostNs) {
    public static final Cost NONE = new Cost(0, 0);

    public Cost {
      if (leastNs < 0 || mostNs < leastNs) {
        throw new IllegalArgumentException("a cost is 0 or more: leastNs=" + leastNs + " mostNs=" + mostNs);
      }
    }

    public boolean isNone() {
      return mostNs == 0;
    }
  }
}
