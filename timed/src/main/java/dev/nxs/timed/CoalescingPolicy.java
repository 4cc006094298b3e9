// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

/**
 * Decides how late a timer may be delivered so that it shares a wakeup. {@link BuiltInCoalescing} has the three that
 * scenarios can name; a program that embeds the service may bring its own in {@link TimedConfig.Builder#policy}.
 *
 * <p>A policy is part of the configuration, hence a function: the same arguments give the same answer, and nothing is
 * remembered between them. An answer before the deadline, or beyond the deadline and a window, breaks the promise of the
 * service; it refuses such a timer as invalid rather than deliver it early or too late.
 */
public interface CoalescingPolicy {
  /** The name by which a configuration chooses it. */
  String label();

  /**
   * The last instant at which a timer may be delivered.
   *
   * @param deadlineNs unsigned instant since boot
   * @param windowNs width of the window of its class in nanoseconds, not negative
   * @return an unsigned instant; smaller than the deadline where 64 bits do not hold it
   */
  long latestNs(long deadlineNs, long windowNs);

  /**
   * Whether a timer is delivered at any wakeup from its deadline on, and not at its last instant alone. The service then
   * wakes at the last instant of the timer whose last instant comes first, and delivers all whose deadline has
   * passed: no choice of wakeups that is right for the timers it knows has fewer.
   */
  boolean joinsEarlierWakeups();
}
