// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Source;
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

  /** The same scenario as a file sees it that is imported: behind the scenario stand that file's own names. */
  ScenarioNames in(Source source) {
    FileSymbols other = source == file.symbols().source() ? file.symbols() : file.symbolsOf(source);
    return other == null || other == file.symbols()
        ? this
        : new ScenarioNames(new FileNames(other, file.constants(), file.scenario()), scenario, constants);
  }

  @Override
  public boolean isNamespace(String name) {
    return file.isNamespace(name);
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
