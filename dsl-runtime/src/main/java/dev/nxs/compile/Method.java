// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

/** Calls on a value: {@code text.contains("x")}. The value is the target of the callee, not an argument. */
public enum Method implements CallTarget {
  /** {@code string.contains(string)}: bool. */
  CONTAINS,
  /** {@code string.starts_with(string)}: bool. */
  STARTS_WITH,
  /** {@code distribution.percentile(99.9)}: duration; see {@link Statistic}. */
  PERCENTILE
}
