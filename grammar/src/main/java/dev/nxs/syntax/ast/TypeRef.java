// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;

/** A type as it is written: {@code int}, {@code list<int>}. */
public record TypeRef(String name, List<TypeRef> arguments, Span span) implements Node {}
