// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.user.Fault;
import org.jspecify.annotations.Nullable;

/**
 * What an observing program found.
 *
 * @param value its exit code
 * @param fault why it found nothing, null where it did
 * @param site the place of the fault in the numbering of the program's maker
 */
public record Observation(long value, @Nullable Fault fault, int site) {}
