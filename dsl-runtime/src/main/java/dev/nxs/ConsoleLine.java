// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

/**
 * A line that a run wrote.
 *
 * @param timeNs virtual time
 * @param step number of the event; with the time it is a position
 * @param hart where, or -1
 * @param pid who, or 0 for the kernel and the scenario
 * @param task the name of that task, {@code kernel} for 0
 * @param text the body of the line, without any prefix
 */
public record ConsoleLine(long timeNs, long step, int hart, int pid, String task, String text) {}
