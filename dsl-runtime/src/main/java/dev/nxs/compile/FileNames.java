// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of a file, as its functions and programs see them; a program is always checked for one scenario. */
record FileNames(FileSymbols symbols, Constants constants, @Nullable ScenarioObjects scenario) implements Names {
  @Override
  public @Nullable Binding lookup(String name) {
    ConstantSymbol symbol = constants.lookup(name);
    return symbol == null ? null : new Binding.Constant(symbol);
  }

  @Override
  public @Nullable FunctionSymbol function(String name) {
    return symbols.functions().get(name);
  }

  @Override
  public @Nullable ProgramSymbol program(String name) {
    return symbols.programs().get(name);
  }

  @Override
  public void addNames(List<String> names) {
    names.addAll(constants.names());
  }

  @Override
  public void addFunctions(List<String> names) {
    names.addAll(symbols.functions().keySet());
  }
}
