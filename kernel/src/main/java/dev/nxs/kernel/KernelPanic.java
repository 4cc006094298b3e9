// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/** We erred: an invariant of the kernel does not hold. Carries the rule, the values and the place in the run. */
public final class KernelPanic extends RuntimeException {
  public KernelPanic(String message) {
    super(message);
  }
}
