// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** Run queues, the next event, interrupts between harts, and the scheduler that decides who runs. */
@NullMarked
package dev.nxs.kernel.sched;

import org.jspecify.annotations.NullMarked;
