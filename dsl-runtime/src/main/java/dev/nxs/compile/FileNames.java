// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of a file, as its functions and programs see them: its own and what it imports. A program is always checked
 * for one scenario.
 *
 * @param constants of each file that is compiled together
 */
record FileNames(FileSymbols symbols, Map<FileSymbols, Constants> constants, @Nullable ScenarioObjects scenario)
    implements Names {
  @Override
  public @Nullable Binding lookup(String name) {
    ConstantSymbol own = of(symbols).lookup(name);
    if (own != null) {
      return new Binding.Constant(own);
    }
    FileSymbols.Origin origin = symbols.imported(name);
    ConstantSymbol other = origin == null ? null : of(origin.file()).lookup(origin.name());
    return other == null ? null : new Binding.Constant(other);
  }

  private Constants of(FileSymbols file) {
    Constants found = constants.get(file);
    if (found == null) {
      throw new IllegalStateException("a file was not linked: " + file.source());
    }
    return found;
  }

  /** The file of a source, null for one that is not compiled with this. */
  @Nullable FileSymbols symbolsOf(Source source) {
    for (FileSymbols file : constants.keySet()) {
      if (file.source() == source) {
        return file;
      }
    }
    return null;
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
  public boolean isNamespace(String name) {
    return symbols.namespaces().contains(name);
  }

  @Override
  public void addNames(List<String> names) {
    names.addAll(of(symbols).names());
    symbols.addImportedConstants(names);
  }

  @Override
  public void addFunctions(List<String> names) {
    names.addAll(symbols.functions().keySet());
  }
}
