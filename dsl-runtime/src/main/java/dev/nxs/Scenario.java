// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scenario of a file, its parameters still open. Immutable. */
public interface Scenario {
  String title();

  List<String> tags();

  /** The title in the source. */
  Span span();

  /** Why it is not run, null where it is. */
  @Nullable String skip();

  /** Why it is expected to fail, null where it is not. */
  @Nullable String xfail();

  /** The names of its parameters and swept values. */
  List<String> parameters();

  /** See {@link CompiledFile#instances}. */
  List<Instance> instances(RunOptions options);

  /**
   * Runs the one instance of the scenario.
   *
   * @throws NxsException if the settings do not fit
   * @throws IllegalArgumentException if the scenario has a sweep; {@link #instances} gives what there is to run
   */
  Report run(RunOptions options);

  /**
   * Opens a session of the one instance of the scenario.
   *
   * @throws NxsException if the settings do not fit
   * @throws IllegalArgumentException if the scenario has a sweep; {@link #instances} gives what can be opened
   */
  Session open(RunOptions options);
}
