// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.ConstantSymbol;
import dev.nxs.compile.ScenarioOutline;
import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scenario as its outline tells it. */
final class OutlinedScenario implements Scenario {
  private final FileOfScenarios file;
  private final ScenarioOutline outline;

  OutlinedScenario(FileOfScenarios file, ScenarioOutline outline) {
    this.file = file;
    this.outline = outline;
  }

  FileOfScenarios file() {
    return file;
  }

  ScenarioOutline outline() {
    return outline;
  }

  @Override
  public String title() {
    return outline.title();
  }

  @Override
  public List<String> tags() {
    return outline.tags();
  }

  @Override
  public Span span() {
    return outline.titleSpan();
  }

  @Override
  public @Nullable String skip() {
    return outline.skip();
  }

  @Override
  public @Nullable String xfail() {
    return outline.xfail();
  }

  @Override
  public List<String> parameters() {
    return outline.parameters().stream().map(ConstantSymbol::name).toList();
  }

  @Override
  public List<Instance> instances(RunOptions options) {
    return file.instances(List.of(this), options);
  }

  @Override
  public Session open(RunOptions options) {
    return only(options).open();
  }

  @Override
  public Report run(RunOptions options) {
    return only(options).run();
  }

  private Instance only(RunOptions options) {
    List<Instance> instances = instances(options);
    if (instances.size() != 1) {
      throw new IllegalArgumentException(
          "the scenario has " + instances.size() + " instances, take one of them: " + title());
    }
    return instances.get(0);
  }
}
