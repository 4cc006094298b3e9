// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** Runs the examples and the blocks of the documentation, and holds the rules of the house. */
@NullMarked
package dev.nxs.examples;

import org.jspecify.annotations.NullMarked;
