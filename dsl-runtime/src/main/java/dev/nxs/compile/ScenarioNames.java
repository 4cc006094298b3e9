// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of a scenario, and behind them those of its file. */
record ScenarioNames(FileNames file, ScenarioObjects scenario, Constants constants) implements Names {
  @Override
  public @Nullable Binding lookup(String name) {
    ConstantSymbol constant = constants.lookup(name);
    if (constant != null) {
      return new Binding.Constant(constant);
    }
    ObjectSymbol object = scenario.object(name);
    return object != null ? new Binding.Declared(object) : file.lookup(name);
  }

  @Override
  public @Nullable FunctionSymbol function(String name) {
    return file.function(name);
  }

  @Override
  public @Nullable ProgramSymbol program(String name) {
    return file.program(name);
  }

  @Override
  public void addNames(List<String> names) {
    scenario.addNames(names);
    names.addAll(constants.names());
    file.addNames(names);
  }

  @Override
  public void addFunctions(List<String> names) {
    file.addFunctions(names);
  }
}
