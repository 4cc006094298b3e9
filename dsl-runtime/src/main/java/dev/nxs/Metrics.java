// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

/**
 * Figures of a run.
 *
 * @param virtualNs how long it was, in virtual time
 * @param events steps of the machine
 * @param timerWakeups instants at which timed delivered something
 */
public record Metrics(
    long virtualNs,
    long events,
    long lines,
    long dispatches,
    long preemptions,
    long migrations,
    long wakeups,
    long steals,
    long ipis,
    long deadlineMisses,
    long timerWakeups,
    long expirations) {}
