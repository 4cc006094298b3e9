// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names that are visible outside of a body: those of a scenario and its file, or of the file alone. */
interface Names {
  /** A constant or a declared object. */
  @Nullable Binding lookup(String name);

  @Nullable FunctionSymbol function(String name);

  @Nullable ProgramSymbol program(String name);

  /** Whether a name stands before the names of an imported file: {@code lib} of {@code lib.period}. */
  boolean isNamespace(String name);

  /** Adds the names that {@link #lookup} knows, for suggestions. */
  void addNames(List<String> names);

  /** Adds the names of functions. */
  void addFunctions(List<String> names);

  /** The scenario whose services decide about some calls, null outside of one. */
  @Nullable ScenarioObjects scenario();
}
