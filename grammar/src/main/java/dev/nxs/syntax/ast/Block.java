// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;

/** Statements in braces; the span includes the braces. */
public record Block(List<Stmt> statements, Span span) implements Node {}
