// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a declaration or a call.
 *
 * @param name null for an argument given by position
 */
public record Argument(@Nullable Name name, Expr value, Span span) implements Node {}
