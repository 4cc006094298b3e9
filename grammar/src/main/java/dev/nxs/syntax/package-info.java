// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** From text to syntax tree: sources and places in them, and the parser's front door. */
@NullMarked
package dev.nxs.syntax;

import org.jspecify.annotations.NullMarked;
