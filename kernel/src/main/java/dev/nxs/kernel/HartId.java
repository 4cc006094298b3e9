// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/**
 * A hart of a machine.
 *
 * @param value from 0
 */
public record HartId(int value) {
  public HartId {
    if (value < 0) {
      throw new IllegalArgumentException("a hart is 0 or more: hart=" + value);
    }
  }
}
