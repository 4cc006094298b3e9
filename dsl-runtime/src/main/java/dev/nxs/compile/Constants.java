// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The constants of a file or a scenario. Each gets its type when it is first asked for, so they may stand in any order;
 * one that is asked for while its own type is being found is defined by itself.
 */
final class Constants {
  private final Map<String, Definition> definitions;
  private final Map<String, ConstantSymbol> symbols = new LinkedHashMap<>();
  private final IdentityHashMap<ConstantSymbol, Definition> bySymbol = new IdentityHashMap<>();
  private final List<Definition> underWay = new ArrayList<>();
  private final Diagnostics diagnostics;
  private final Function<Definition, Type> typer;

  /**
   * Takes the definitions.
   *
   * @param typer finds the type of a definition, asking here for those that it uses
   */
  Constants(Map<String, Definition> definitions, Diagnostics diagnostics, Function<Definition, Type> typer) {
    this.definitions = new LinkedHashMap<>(definitions);
    this.diagnostics = diagnostics;
    this.typer = typer;
  }

  /** Finds the types of all. */
  void checkAll() {
    definitions.keySet().forEach(this::lookup);
  }

  @Nullable ConstantSymbol lookup(String name) {
    ConstantSymbol known = symbols.get(name);
    if (known != null) {
      return known;
    }
    Definition definition = definitions.get(name);
    if (definition == null) {
      return null;
    }
    if (underWay.contains(definition)) {
      reportCircle(definition);
      return define(definition, Type.ERROR);
    }
    underWay.add(definition);
    Type type = typer.apply(definition);
    underWay.remove(underWay.size() - 1);
    ConstantSymbol circular = symbols.get(name);
    return circular != null ? circular : define(definition, type);
  }

  Definition definition(ConstantSymbol symbol) {
    Definition definition = bySymbol.get(symbol);
    if (definition == null) {
      throw new IllegalStateException("this constant belongs elsewhere: " + symbol.name());
    }
    return definition;
  }

  boolean owns(ConstantSymbol symbol) {
    return bySymbol.containsKey(symbol);
  }

  Set<String> names() {
    return definitions.keySet();
  }

  private ConstantSymbol define(Definition definition, Type type) {
    ConstantSymbol symbol =
        new ConstantSymbol(definition.name().text(), definition.name().span(), definition.kind(), type);
    symbols.put(definition.name().text(), symbol);
    bySymbol.put(symbol, definition);
    return symbol;
  }

  private void reportCircle(Definition definition) {
    Diagnostic.Builder problem =
        Diagnostic.error(
            Code.CIRCULAR_DEFINITION,
            definition.name().span(),
            "`" + definition.name().text() + "` is defined by itself");
    for (Definition other : underWay.subList(underWay.indexOf(definition) + 1, underWay.size())) {
      problem.also(other.name().span(), "through `" + other.name().text() + "`");
    }
    diagnostics.add(problem);
  }
}
