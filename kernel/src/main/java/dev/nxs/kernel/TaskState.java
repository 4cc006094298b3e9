// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/** What a task is doing. */
public enum TaskState {
  /** Declared, and not yet started. */
  NEW,
  RUNNING,
  /** Queued on its home hart. */
  READY,
  /** Waiting for a message, a reply, an event. */
  BLOCKED,
  /** Waiting for time alone. */
  SLEEPING,
  EXITED
}
