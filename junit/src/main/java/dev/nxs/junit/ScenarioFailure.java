// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

/** An expectation failed or is undecided; the message is what the command line prints. It has the place in the file as its only frame. */
public final class ScenarioFailure extends AssertionError {
  private static final long serialVersionUID = 1L;

  ScenarioFailure(String message, StackTraceElement place) {
    super(message);
    setStackTrace(new StackTraceElement[] {place});
  }
}
