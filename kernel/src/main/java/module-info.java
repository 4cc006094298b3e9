// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** The embedded, deterministic SMP kernel. */
module dev.nxs.kernel {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.nxs.kernel;
  exports dev.nxs.kernel.isa;
  exports dev.nxs.kernel.trace;
  exports dev.nxs.kernel.user;
}
