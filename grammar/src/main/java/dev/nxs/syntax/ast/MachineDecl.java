// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code machine(harts: 2)}, {@code machine virt2(harts: 4)}: at the top level it names a machine, in a scenario it is
 * the scenario's own, built on the named one where it has a name.
 */
public record MachineDecl(@Nullable Name name, List<Argument> arguments, Span span) implements TopLevel, ScenarioItem {
  @Override
  public <R> R accept(TopLevel.Visitor<R> visitor) {
    return visitor.machine(this);
  }

  @Override
  public <R> R accept(ScenarioItem.Visitor<R> visitor) {
    return visitor.machine(this);
  }
}
