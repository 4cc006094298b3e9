// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

/** The answer of a visitor that acts and has nothing to answer. */
enum Nothing {
  NOTHING
}
