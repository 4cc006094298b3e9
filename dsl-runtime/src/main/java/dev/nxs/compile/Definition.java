// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.TypeRef;
import org.jspecify.annotations.Nullable;

/**
 * A {@code let}, {@code param} or swept name as it is written.
 *
 * @param type null where it follows from the value
 * @param value null for a parameter that the caller must give; the values themselves for a swept name
 */
record Definition(Name name, ConstantSymbol.Kind kind, @Nullable TypeRef type, @Nullable Expr value) {}
