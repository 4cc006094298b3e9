// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Captured logs of real machines: bytes to lines, control sequences taken out, prefixes read by the rules of a {@code log}
 * declaration. What a log does not tell stays unknown and is never made up.
 */
@NullMarked
package dev.nxs.log;

import org.jspecify.annotations.NullMarked;
