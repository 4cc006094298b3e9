// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The deterministic SMP machine: it boots from a configuration, steps from event to event in virtual time, and can be
 * copied, hashed and restored between any two of them.
 */
@NullMarked
package dev.nxs.kernel;

import org.jspecify.annotations.NullMarked;
