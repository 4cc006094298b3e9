// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/** What a machine leaves open. */
public enum Choice {
  /** Which of the events of one instant comes first. */
  ORDER,
  /** A number that a program draws. */
  RANDOM
}
