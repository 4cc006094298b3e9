// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;

/** A parameter of a function or a program, which must name its type. */
public record Parameter(Name name, TypeRef type, Span span) implements Node {}
