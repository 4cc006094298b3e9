// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/** Looks at a machine that runs whenever everything of an instant is done, before time passes; it changes nothing. */
@FunctionalInterface
public interface InstantListener {
  /** An instant at which something happened is over; whether the run is to come back before time passes. */
  boolean settled();
}
