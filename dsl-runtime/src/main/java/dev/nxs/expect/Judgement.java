// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

/** What a monitor has come to; the ordinal is its word in the state. */
public enum Judgement {
  /** Not decided yet. */
  OPEN,
  PASSED,
  FAILED,
  VACUOUS,
  UNDECIDED;

  private static final Judgement[] ALL = values();

  static Judgement of(long word) {
    return ALL[(int) word];
  }
}
