// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

/** Who decides the class, and with it the window, of a request. */
public enum ClassSource {
  /** The kernel: a request may name the class of its sender or a lower one; a higher one is denied. */
  KERNEL,
  /** The byte in the request, whatever its sender's class, as in the reference. */
  REQUEST
}
