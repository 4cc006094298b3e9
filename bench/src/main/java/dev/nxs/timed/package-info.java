// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** Benchmarks of what the timer service keeps to itself, hence in its package. */
@NullMarked
package dev.nxs.timed;

import org.jspecify.annotations.NullMarked;
