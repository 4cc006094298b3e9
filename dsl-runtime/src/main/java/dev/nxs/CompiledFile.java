// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;

/** A text that was parsed and checked. Immutable. */
public interface CompiledFile {
  Source source();

  /** Errors and warnings, in the order of their places. */
  List<Diagnostic> diagnostics();

  boolean hasErrors();

  /**
   * The scenarios, in file order.
   *
   * @throws NxsException if the text has errors
   */
  List<Scenario> scenarios();

  /**
   * The scenario of a title.
   *
   * @throws NxsException if the text has errors
   * @throws IllegalArgumentException if no scenario has this title
   */
  Scenario scenario(String title);

  /**
   * What there is to run: one instance for each scenario, or one for each combination of its swept values. Expectations
   * are compiled here, too, so every error that can be known before running is found.
   *
   * @param selected of {@link #scenarios()}; each parameter of the options must belong to at least one of them
   * @throws NxsException if the settings do not fit the scenarios, or an instance has an error under them
   */
  List<Instance> instances(List<Scenario> selected, RunOptions options);
}
