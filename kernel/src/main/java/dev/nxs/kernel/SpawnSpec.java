// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/**
 * A program that tasks may spawn.
 *
 * @param firstPid the first of the rows that are kept for its tasks; all rows of all programs are behind the declared
 *     tasks, in the order of the programs
 * @param count how many of its tasks there may be at a time, those that nobody has joined yet among them
 */
public record SpawnSpec(String name, int firstPid, int count) {}
