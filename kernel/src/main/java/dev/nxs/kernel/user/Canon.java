// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/**
 * How a column of the state enters the state's hash. Two states that differ only in what nobody can tell apart must
 * hash alike, or a search over schedules never meets a state again.
 */
public enum Canon {
  /** The word itself. */
  EXACT,
  /** An instant: counted from now; {@link Column#NEVER} stays, and all of the past is one. */
  RELATIVE,
  /** A number that a counter handed out: how far it lies behind that counter, which is the table's parameter. */
  SEQUENCE,
  /** An instant in the past that matters only up to a bound: min(now − word, bound); {@link Column#NEVER} stays. */
  AGE,
  /** A number that matters only modulo the column's parameter. */
  PHASE,
  /** A number of the value pool: hashed by what it stands for. */
  VALUE,
  /** Statistics and what follows from other columns: not hashed. */
  SKIP
}
