// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;

/** Anything of the tree that has a place in the text. */
public interface Node {
  Span span();
}
