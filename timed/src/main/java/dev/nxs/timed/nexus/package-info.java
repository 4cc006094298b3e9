// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The programs in user space that a machine with the profile {@code nexus} starts with: init, which starts the services,
 * and the client that tests what the kernel and the timer service do for a task.
 */
@NullMarked
package dev.nxs.timed.nexus;

import org.jspecify.annotations.NullMarked;
