// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CheckedFile;
import dev.nxs.compile.CheckedScenario;
import dev.nxs.compile.Overrides;
import dev.nxs.compile.ScenarioOutline;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A checked file, and what can be run of it. */
final class FileOfScenarios implements CompiledFile {
  /** Of how many instances the parts stay in memory; a larger sweep builds those of the others anew for each run. */
  private static final int KEPT = 64;

  private final TextEngine engine;
  private final Source source;
  private final List<Diagnostic> diagnostics;
  private final @Nullable CheckedFile file;
  private final List<Scenario> scenarios = new ArrayList<>();

  /**
   * Wraps a file.
   *
   * @param engine which compiled it, and compiles what becomes of it in a session
   * @param file null where the text has errors
   */
  FileOfScenarios(TextEngine engine, Source source, List<Diagnostic> diagnostics, @Nullable CheckedFile file) {
    this.engine = engine;
    this.source = source;
    this.diagnostics = diagnostics;
    this.file = file;
    if (file != null) {
      file.scenarios().forEach(outline -> scenarios.add(new OutlinedScenario(this, outline)));
    }
  }

  Engine engine() {
    return engine;
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  @Override
  public boolean hasErrors() {
    return file == null;
  }

  @Override
  public List<Scenario> scenarios() {
    checked();
    return List.copyOf(scenarios);
  }

  @Override
  public Scenario scenario(String title) {
    List<String> titles = new ArrayList<>();
    for (Scenario scenario : scenarios()) {
      if (scenario.title().equals(title)) {
        return scenario;
      }
      titles.add(scenario.title());
    }
    String near = Suggest.closest(title, titles);
    throw new IllegalArgumentException(
        source.name() + " has no scenario \"" + title + "\""
            + (near == null ? ", it has: " + titles : ", did you mean \"" + near + "\"?"));
  }

  @Override
  public List<Instance> instances(List<Scenario> selected, RunOptions options) {
    Diagnostics found = new Diagnostics();
    List<ScenarioOutline> outlines = new ArrayList<>();
    for (Scenario scenario : selected) {
      outlines.add(mine(scenario).outline());
    }
    Overrides overrides =
        new Overrides(
            options.parameters(), options.harts(), options.seed(), options.policies(), options.coalescingPolicies());
    List<Instance> instances = new ArrayList<>();
    Diagnostics later = new Diagnostics();
    checked()
        .eachInstance(
            outlines,
            overrides,
            found,
            (checked, again) -> {
              Diagnostics own = new Diagnostics();
              Built built = Built.of(checked, engine.options(), options, own);
              List<Diagnostic> told = withWay(own);
              later.addAll(told);
              if (built != null && hasRoom(built, later)) {
                // All are built once, so that what is wrong is known before anything runs; only the first ones are kept.
                Supplier<Built> anew = () -> Objects.requireNonNull(Built.of(again.get(), engine.options(), options, new Diagnostics()));
                instances.add(
                    new CheckedInstance(
                        mine(owner(selected, checked)),
                        built.image().title(),
                        instances.size() < KEPT ? () -> built : anew,
                        options,
                        engine.options(),
                        told));
              }
            });
    found.addAll(later.list());
    if (found.hasErrors()) {
      throw new NxsException(found.list());
    }
    return instances;
  }

  private boolean hasRoom(Built built, Diagnostics found) {
    long words = built.config().stateWords();
    long most = engine.options().stateWords();
    if (words > most) {
      found.add(
          Diagnostic.error(
                  Code.TOO_MANY,
                  built.image().titleSpan(),
                  "the machine of this scenario has a state of " + words + " words of 8 bytes")
              .note("there is room for " + most + "; tasks take them, their variables, harts, messages of endpoints, and expectations")
              .help("use fewer tasks, fewer variables where there are many tasks, or endpoints with room for fewer messages"));
    }
    return words <= most;
  }

  private List<Diagnostic> withWay(Diagnostics found) {
    CheckedFile here = checked();
    return found.list().stream().map(here::withWay).toList();
  }

  private OutlinedScenario mine(Scenario scenario) {
    if (scenario instanceof OutlinedScenario outlined && outlined.file() == this) {
      return outlined;
    }
    throw new IllegalArgumentException("the scenario is of another file: " + scenario.title());
  }

  private Scenario owner(List<Scenario> selected, CheckedScenario checked) {
    for (Scenario scenario : selected) {
      if (mine(scenario).outline().equals(checked.outline())) {
        return scenario;
      }
    }
    throw new IllegalStateException("an instance has no scenario: " + checked.title());
  }

  CheckedFile checked() {
    if (file == null) {
      throw new NxsException(diagnostics);
    }
    return Objects.requireNonNull(file);
  }
}
