// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import dev.nxs.Instance;
import dev.nxs.Report;
import dev.nxs.Scenario;
import dev.nxs.Verdict;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.hierarchical.Node;

/** The parts of the tree of tests. */
final class NxsDescriptor {
  private NxsDescriptor() {}

  /** The title of a scenario in its file. */
  static TestSource source(Path file, Scenario scenario) {
    Span span = scenario.span();
    int line = span.source().lines().line(span.start());
    int column = span.source().lines().column(span.start());
    return FileSource.from(file.toFile(), FilePosition.from(line, column));
  }

  /** The tags of a scenario that the platform takes as such. */
  static Set<TestTag> tags(Scenario scenario) {
    Set<TestTag> tags = new LinkedHashSet<>();
    for (String tag : scenario.tags()) {
      if (TestTag.isValid(tag)) {
        tags.add(TestTag.create(tag));
      }
    }
    return tags;
  }

  /** The whole. */
  static final class Root extends EngineDescriptor implements Node<NxsContext> {
    Root(UniqueId id) {
      super(id, "nxs");
    }

    @Override
    public ExecutionMode getExecutionMode() {
      return ExecutionMode.CONCURRENT;
    }
  }

  /** A file, or a scenario with swept values. */
  static final class Container extends AbstractTestDescriptor implements Node<NxsContext> {
    private final Set<TestTag> tags;

    Container(UniqueId id, String name, TestSource source, Set<TestTag> tags) {
      super(id, name, source);
      this.tags = tags;
    }

    @Override
    public Type getType() {
      return Type.CONTAINER;
    }

    @Override
    public Set<TestTag> getTags() {
      return tags;
    }

    @Override
    public ExecutionMode getExecutionMode() {
      return ExecutionMode.CONCURRENT;
    }
  }

  /** A file or a scenario that cannot be run. */
  static final class Broken extends AbstractTestDescriptor implements Node<NxsContext> {
    private final List<Diagnostic> errors;

    Broken(UniqueId id, Path file, List<Diagnostic> errors) {
      super(id, file.toString(), FileSource.from(file.toFile()));
      this.errors = List.copyOf(errors);
    }

    Broken(UniqueId id, Path file, Scenario scenario, List<Diagnostic> errors) {
      super(id, scenario.title(), source(file, scenario));
      this.errors = List.copyOf(errors);
    }

    /** A test, so that it counts and shows wherever tests do. */
    @Override
    public Type getType() {
      return Type.TEST;
    }

    @Override
    public NxsContext execute(NxsContext context, DynamicTestExecutor executor) {
      throw new ScenarioError(Renderer.plain().render(errors));
    }
  }

  /** A run. */
  static final class Test extends AbstractTestDescriptor implements Node<NxsContext> {
    private final Set<TestTag> tags;
    private final @Nullable String skip;
    private @Nullable Instance instance;

    Test(UniqueId id, Path file, Instance instance) {
      super(id, instance.title(), source(file, instance.scenario()));
      this.tags = tags(instance.scenario());
      this.skip = instance.scenario().skip();
      this.instance = instance;
    }

    @Override
    public Type getType() {
      return Type.TEST;
    }

    @Override
    public Set<TestTag> getTags() {
      return tags;
    }

    @Override
    public ExecutionMode getExecutionMode() {
      return ExecutionMode.CONCURRENT;
    }

    @Override
    public SkipResult shouldBeSkipped(NxsContext context) {
      return skip == null ? SkipResult.doNotSkip() : SkipResult.skip(skip);
    }

    @Override
    public NxsContext execute(NxsContext context, DynamicTestExecutor executor) {
      Instance run = instance;
      if (run == null) {
        throw new IllegalStateException("a test runs once: id=" + getUniqueId());
      }
      Report report = run.run();
      if (report.verdict() != Verdict.SKIPPED) {
        Verdicts.check(report);
      }
      return context;
    }

    @Override
    public void cleanUp(NxsContext context) {
      // Trees of tests live as long as the launcher, and an instance holds a whole machine's worth of tables.
      instance = null;
    }
  }
}
