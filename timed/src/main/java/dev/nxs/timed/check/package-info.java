// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Looks at timer services from outside: a test kit for coalescing policies, and the invariants of a service at work. Unlike
 * the service itself, which is a program like any other, these know the machine.
 */
@NullMarked
package dev.nxs.timed.check;

import org.jspecify.annotations.NullMarked;
