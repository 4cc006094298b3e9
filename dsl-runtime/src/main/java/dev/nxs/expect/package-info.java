// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Expectations as monitors. An expectation compiles to an immutable {@link dev.nxs.expect.Monitor}; everything that
 * changes while it judges lives in words of whatever it watches, so that a copy of a machine takes its judgements along.
 * Monitors observe: they take no line away, change nothing, and do not know of each other.
 */
@NullMarked
package dev.nxs.expect;

import org.jspecify.annotations.NullMarked;
