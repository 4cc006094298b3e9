// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

/** Takes the marker lines of a run as they happen, on the thread that runs it. */
@FunctionalInterface
public interface ConsoleListener {
  void line(ConsoleLine line);
}
