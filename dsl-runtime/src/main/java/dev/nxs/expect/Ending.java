// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

/** How what is watched came to its end, as far as it matters to what is still open. */
public enum Ending {
  /** Nothing can ever happen again: what was owed will not come. */
  QUIESCENT,
  /** The time that was to be watched is over: what was owed without bound has not come; cut windows stay pending. */
  HORIZON,
  /** The phase that it belongs to is over: what was owed in it has not come. */
  PHASE,
  /** Something else cut it off: nothing is known of what was still open. */
  STOPPED
}
