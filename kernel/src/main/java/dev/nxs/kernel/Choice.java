// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/** What a machine leaves open. */
public enum Choice {
  /** Which of the events of one instant comes first. */
  ORDER,
  /** Which of the harts that have something to decide at one instant decides first. */
  DECISION,
  /** A number that a program or a policy draws. */
  RANDOM,
  /** How much of a cost that is a range. */
  COST
}
