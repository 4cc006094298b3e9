// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** Trace points of the machine: the kinds of events, the sinks that listen, and a recorder. */
@NullMarked
package dev.nxs.kernel.trace;

import org.jspecify.annotations.NullMarked;
