// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

/** The expectations need to keep more than there is room for; the run cannot be judged any further. */
public final class LimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what there is too much of, lower case and without full stop. */
  LimitException(String message) {
    super(message);
  }
}
