// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

/** A program that tasks of a scenario spawn. */
public record SpawnElement(String name, Body body) {
  /** How many tasks of one program that were spawned there may be at a time, those not joined yet among them. */
  public static final int ROWS = 64;
}
