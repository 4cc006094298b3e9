// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;

/**
 * A type as it is written: {@code int}, {@code list<int>}, {@code {name: string, at: duration}}.
 *
 * @param name {@code record} for the last of these
 * @param arguments the types between the brackets, or those of the fields
 * @param fields the names of the fields, one for each argument; empty for all other types
 */
public record TypeRef(String name, List<TypeRef> arguments, List<Name> fields, Span span) implements Node {}
