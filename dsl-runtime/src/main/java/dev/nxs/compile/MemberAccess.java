// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

/** What {@code target.name} reads. */
public sealed interface MemberAccess {

  /** A field of a record, by its place. */
  record Field(int index) implements MemberAccess {}

  /** {@code .length} of a string, in code points, or of a list. */
  record Length() implements MemberAccess {}

  /** {@code lib.period}: a constant of an imported file. */
  record Imported(ConstantSymbol symbol) implements MemberAccess {}

  /** {@code .p99} of a distribution. */
  record Stat(Statistic statistic) implements MemberAccess {}
}
