// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/** Answers the queries of conditions that observe a machine; see {@code UserContext.query}. */
@FunctionalInterface
public interface Observer {
  /** The answer, as a word. */
  long query(int number, long first, long second);
}
