// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/**
 * A task of a machine.
 *
 * @param value from 1 in the order of declaration; 0 is the kernel itself
 */
public record Pid(int value) {
  public Pid {
    if (value < 0) {
      throw new IllegalArgumentException("a pid is 0 or more: pid=" + value);
    }
  }
}
