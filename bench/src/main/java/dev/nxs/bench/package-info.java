// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** Benchmarks of the run loop; programs of their own, started by {@code bench/run}. */
@NullMarked
package dev.nxs.bench;

import org.jspecify.annotations.NullMarked;
