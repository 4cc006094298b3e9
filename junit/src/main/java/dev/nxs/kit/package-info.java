// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Test kits for what users add to the machine: each runs an implementation in many small machines, in several ways that
 * must come to the same, and tells where they do not. They need no test framework.
 */
@NullMarked
package dev.nxs.kit;

import org.jspecify.annotations.NullMarked;
