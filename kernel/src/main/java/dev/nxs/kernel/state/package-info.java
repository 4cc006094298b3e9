// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** The one vector that holds everything a machine can change, and the tables that are views on it. */
@NullMarked
package dev.nxs.kernel.state;

import org.jspecify.annotations.NullMarked;
