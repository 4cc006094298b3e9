// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

/**
 * How fast a hart computes: a computation of 1 ms takes it 1 ms × divisor / factor. A fraction, so that times are exact.
 *
 * @param factor 1 to 1,000,000
 * @param divisor 1 to 1,000
 */
public record Speed(int factor, int divisor) {
  public static final Speed FULL = new Speed(1, 1);

  public Speed {
    if (factor < 1 || factor > 1_000_000 || divisor < 1 || divisor > 1_000) {
      throw new IllegalArgumentException("a speed is a positive fraction: factor=" + factor + " divisor=" + divisor);
    }
  }
}
