// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** The user side of the kernel: what a program is, what it may call, and what it sees. Nothing here knows how the kernel works inside. */
@NullMarked
package dev.nxs.kernel.user;

import org.jspecify.annotations.NullMarked;
