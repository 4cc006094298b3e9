// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.trace.EventKind;
import org.jspecify.annotations.Nullable;

/** One event as a monitor sees it. A dispatcher has one of these and fills it again and again. */
final class Occurrence {
  EventKind kind = EventKind.MARKER;
  long timeNs;
  long step;
  int hart;
  int pid;
  long first;
  long second;
  long third;
  /** The body of a marker or audit line, null for other events. */
  @Nullable String text;
}
