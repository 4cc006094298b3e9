// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The policy services as programs of the machine: {@code policyd}, which decides who may have what is scarce, and {@code
 * execd}, which launches tasks with their recipes after asking it. Like the timer service they know the kernel's user side
 * alone; what they may do to others they may because of the identity that the kernel gives them.
 */
@NullMarked
package dev.nxs.timed.policy;

import org.jspecify.annotations.NullMarked;
