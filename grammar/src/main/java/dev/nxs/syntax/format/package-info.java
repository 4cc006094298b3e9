// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The canonical form of a text: a document of words, groups and possible line ends is made of its tokens and comments,
 * and printed into lines of a limited width.
 */
@NullMarked
package dev.nxs.syntax.format;

import org.jspecify.annotations.NullMarked;
