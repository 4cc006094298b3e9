// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole file.
 *
 * @param version the number of {@code nxs 1} at the head of the file, null where the line is left out
 */
public record SourceFile(Expr.@Nullable IntLit version, List<TopLevel> items, Span span) implements Node {}
