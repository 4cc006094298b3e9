// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * How a text becomes a tree: the lexer, the layout of lines and brackets behind it, the parser with its recovery, and
 * the builders of the tree. Nothing of it is seen from outside the module.
 */
@NullMarked
package dev.nxs.syntax.internal;

import org.jspecify.annotations.NullMarked;
