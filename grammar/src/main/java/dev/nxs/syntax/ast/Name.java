// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;

/** An identifier where it stands in the text. */
public record Name(String text, Span span) implements Node {}
