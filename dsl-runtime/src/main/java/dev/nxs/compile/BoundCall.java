// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call with its arguments in the order of the parameters.
 *
 * @param arguments one for each parameter, null where it was left out; a parameter that takes any number of values has
 *     them all at the end
 */
public record BoundCall(CallTarget target, List<@Nullable Expr> arguments) {
  public BoundCall {
    arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
  }
}
