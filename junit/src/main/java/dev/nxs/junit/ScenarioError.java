// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

/** A scenario could not be run, or was stopped by a limit; the message is what the command line prints. */
public final class ScenarioError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScenarioError(String message) {
    super(message, null, false, false);
  }
}
