// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** The timer service, a program of the machine that knows the kernel's user side alone. */
module dev.nxs.timed {
  requires transitive dev.nxs.kernel;
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;

  exports dev.nxs.timed;
  exports dev.nxs.timed.check;
  exports dev.nxs.timed.nexus;
  exports dev.nxs.timed.policy;
  exports dev.nxs.timed.protocol;
}
