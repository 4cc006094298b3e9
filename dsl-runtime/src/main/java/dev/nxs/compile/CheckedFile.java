// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A checked file: its scenarios, of which instances can be made any number of times, on any thread. */
public interface CheckedFile {
  SourceFile tree();

  /** In file order. */
  List<ScenarioOutline> scenarios();

  /** The named sets of expectations by name, in file order. */
  Map<String, TopLevel.ExpectSet> expectSets();

  /** The {@code log} declarations that apply: its own, then those of the files that it imports, each once. */
  List<TopLevel.Log> logs();

  /** Functions of the file in file order; their bodies are in {@link #typing()}. */
  List<FunctionSymbol> functions();

  /** What was found in this file or one that it imports, the latter with the way there. */
  Diagnostic withWay(Diagnostic diagnostic);

  /**
   * Scenarios with nothing in them but the named sets of expectations that no scenario of the file uses, one each. What
   * they speak of may be declared by whoever uses them.
   */
  List<CheckedScenario> unusedSets();

  /** The side tables of functions and of the constants of the file. */
  Typing typing();

  /**
   * The instances of scenarios with the caller's settings: one for each, or one for each combination of swept values.
   *
   * @param selected of {@link #scenarios()}; each parameter in {@code overrides} must be one of at least one of them
   * @param diagnostics takes what is wrong with the settings, and what is wrong with the scenarios under them
   * @return those instances that have no error
   */
  default List<CheckedScenario> instances(
      List<ScenarioOutline> selected, Overrides overrides, Diagnostics diagnostics) {
    List<CheckedScenario> all = new ArrayList<>();
    eachInstance(selected, overrides, diagnostics, (instance, again) -> all.add(instance));
    return all;
  }

  /**
   * The same instances one by one, so that those of a large sweep need not be in memory at the same time.
   *
   * @param into takes each instance, and what makes an equal one
   */
  void eachInstance(
      List<ScenarioOutline> selected,
      Overrides overrides,
      Diagnostics diagnostics,
      BiConsumer<CheckedScenario, Supplier<CheckedScenario>> into);
}
