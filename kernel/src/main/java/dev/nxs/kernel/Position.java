// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

/**
 * A place in a run: an instant and the number of steps taken until then, written {@code 8ms#41} for people.
 *
 * @param timeNs nanoseconds since boot
 * @param step how many steps the machine has taken
 */
public record Position(long timeNs, long step) {}
