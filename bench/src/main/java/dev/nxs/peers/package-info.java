// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** The anchor's machine on event lists of others, to see what a simulator on top of them would cost. */
@NullMarked
package dev.nxs.peers;

import org.jspecify.annotations.NullMarked;
