// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.CompiledFile;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.RunOptions;
import dev.nxs.Scenario;
import java.util.List;

/** Finds the one run that a command line means: a file, a scenario of it, and values for what it sweeps. */
final class OneRun {
  private OneRun() {}

  /**
   * The instance of a file.
   *
   * @throws UsageException if the file cannot be run, or several runs are meant
   * @throws NxsException if the file has errors
   */
  static Instance of(SourceFinder.Found file, Arguments arguments, RunOptions options) throws UsageException {
    CompiledFile compiled = Compiling.compile(file);
    if (compiled.hasErrors()) {
      throw new NxsException(compiled.diagnostics());
    }
    Scenario scenario =
        RunCommand.choose(file.path().toString(), compiled.scenarios(), arguments.text(Option.SCENARIO));
    List<Instance> instances = compiled.instances(List.of(scenario), options);
    if (instances.size() != 1) {
      throw UsageException.badUsage(
          "`" + scenario.title() + "` has " + instances.size() + " combinations of swept values; choose one with `-p`");
    }
    return instances.get(0);
  }

  /** The one file of an operand. */
  static SourceFinder.Found file(String word, Arguments arguments) throws UsageException {
    List<SourceFinder.Found> files = SourceFinder.find(List.of(word), arguments.text(Option.ROOT));
    if (files.size() != 1) {
      throw UsageException.badUsage("`" + word + "` holds several files, and one is needed");
    }
    return files.get(0);
  }
}
