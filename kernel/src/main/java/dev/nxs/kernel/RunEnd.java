// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/** Why a run came back. */
public enum RunEnd {
  /** Nothing can ever happen again. */
  QUIESCENT,
  /** The instant asked for is reached and over. */
  HORIZON,
  /** The number of steps asked for was taken. */
  STEPS,
  /** Somebody asked to stop. */
  STOPPED
}
