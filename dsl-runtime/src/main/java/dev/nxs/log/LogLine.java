// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import org.jspecify.annotations.Nullable;

/**
 * A line of a log.
 *
 * @param number counted from 1
 * @param timeNs since boot, -1 where the line has no time
 * @param hart -1 where the line does not tell
 * @param source who wrote it, null where the line does not tell
 * @param body what is left without prefixes and control sequences
 * @param complete whether it has an end
 */
public record LogLine(
    long number, long timeNs, int hart, @Nullable String source, String body, boolean complete) {}
