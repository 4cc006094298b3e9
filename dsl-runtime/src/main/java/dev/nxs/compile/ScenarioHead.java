// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the parentheses behind a scenario's title.
 *
 * @param limit as it is written, null where it is left out
 */
record ScenarioHead(ScenarioOutline outline, @Nullable Expr limit, long limitNs, long events) {}
