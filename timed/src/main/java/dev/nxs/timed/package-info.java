// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The timer service: a program of the machine that keeps alarms and sleepers, rounds their deadlines up to windows by
 * QoS class, and delivers all that is due in one wakeup. Its state lies in the memory of its task, and it needs nothing
 * of the kernel but what any task may call.
 */
@NullMarked
package dev.nxs.timed;

import org.jspecify.annotations.NullMarked;
