// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.TopLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scenario as far as it does not depend on its parameters.
 *
 * @param parameters its {@code param}s and swept names
 * @param skip why it is not run; null where it is
 * @param xfail why it is expected to fail; null where it is not
 */
public record ScenarioOutline(
    TopLevel.Scenario node,
    String title,
    Span titleSpan,
    List<String> tags,
    List<ConstantSymbol> parameters,
    @Nullable String skip,
    @Nullable String xfail) {
  public ScenarioOutline {
    tags = List.copyOf(tags);
    parameters = List.copyOf(parameters);
  }

  /** An outline is equal to itself alone: there is one for each scenario of a file. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return title.hashCode();
  }
}
