// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** What a client and the timer service say to each other: operations, statuses, and where each field of a frame lies. Nothing here has state. */
@NullMarked
package dev.nxs.timed.protocol;

import org.jspecify.annotations.NullMarked;
