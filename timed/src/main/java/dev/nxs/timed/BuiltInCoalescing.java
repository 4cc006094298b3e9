// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

/** The policies that {@code service timed(policy: …)} can name. */
public enum BuiltInCoalescing implements CoalescingPolicy {
  /** Delivers at the first multiple of the window that is not before the deadline: late by less than the window. */
  ALIGNED("aligned", false) {
    @Override
    public long latestNs(long deadlineNs, long windowNs) {
      return Coalescing.bucketNs(deadlineNs, windowNs);
    }
  },
  /** Delivers at some instant from the deadline to a window behind it, at as few instants as can be. */
  SLACK("slack", true) {
    @Override
    public long latestNs(long deadlineNs, long windowNs) {
      return deadlineNs + windowNs;
    }
  },
  /** Delivers at the deadline. */
  NONE("none", false) {
    @Override
    public long latestNs(long deadlineNs, long windowNs) {
      return deadlineNs;
    }
  };

  private final String label;
  private final boolean joins;

  BuiltInCoalescing(String label, boolean joins) {
    this.label = label;
    this.joins = joins;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean joinsEarlierWakeups() {
    return joins;
  }
}
