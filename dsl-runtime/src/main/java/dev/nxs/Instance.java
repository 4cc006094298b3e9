// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import java.util.Optional;

/** A scenario with all its values: what can be run, any number of times and on any thread, always with the same result. */
public interface Instance {
  Scenario scenario();

  /** The title, with the swept values: {@code title [a=1, b=2]}. */
  String title();

  /** The tasks by pid; 0 is the kernel. */
  List<String> taskNames();

  /** Warnings. */
  List<Diagnostic> diagnostics();

  /** What the bodies of its tasks and acts are compiled to, one line an instruction (docs/isa.md). */
  String listing();

  /** Runs it from boot to its end; a scenario that is to be skipped gives a report that says so. */
  Report run();

  /**
   * Runs it as it would be without coalescing: with the policy {@code none} of the timer service, up to an instant, and
   * nothing judged. Compared with the figures of {@link #run} they tell what a policy saves.
   *
   * @param untilNs how long the run was that it is to be compared with
   * @return empty where the scenario has no timer service, and where a task or a limit ended that run before the instant
   */
  Optional<Metrics> uncoalesced(long untilNs);

  /** Runs it likewise, and lets somebody see what happens. */
  Report run(RunTrace trace);

  /** Opens a session of it: a run that stops where one wants, and goes back. A scenario to be skipped opens all the same. */
  Session open();
}
