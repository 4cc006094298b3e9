// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

/** A structure of timers as workload W3 uses it: N timers, numbered from 0, that are armed, cancelled and expire. */
interface Timers {
  /** Adds a timer that is not there. */
  void arm(int timer, long atNs);

  /** Removes a timer that is there. */
  void cancel(int timer);

  /** The earliest instant. */
  long earliestNs();

  /** Removes all timers of the earliest instant and gives how many they were. */
  int expire(int[] into);

  /** Bytes that a timer takes, what the structure has reserved included. */
  double bytesPerTimer();
}
