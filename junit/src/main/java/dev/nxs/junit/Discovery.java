// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import dev.nxs.CompiledFile;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.Scenario;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Diagnostic;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClasspathResourceSelector;
import org.junit.platform.engine.discovery.ClasspathRootSelector;
import org.junit.platform.engine.discovery.DirectorySelector;
import org.junit.platform.engine.discovery.FilePosition;
import org.junit.platform.engine.discovery.FileSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.discovery.UriSelector;
import org.junit.platform.engine.support.descriptor.FileSource;

/** Finds what selectors mean: whole files, the scenario at a line of one, or what a unique id names. */
final class Discovery {
  private static final String FILE = "file";
  private static final String SCENARIO = "scenario";
  private static final String INSTANCE = "instance";

  private final UniqueId engine;
  private final Settings settings;
  private final @Nullable Path root;

  /** The files in the order in which they were asked for, each with what is meant of it: a prefix of unique ids, or a line. */
  private final Map<Path, List<Meant>> files = new LinkedHashMap<>();

  private record Meant(@Nullable UniqueId id, int line) {
    static final Meant ALL = new Meant(null, 0);
  }

  private Discovery(EngineDiscoveryRequest request, UniqueId engine) {
    this.engine = engine;
    settings = Settings.of(request.getConfigurationParameters());
    root = request.getConfigurationParameters().get("nxs.root").map(Path::of).orElse(null);
  }

  static TestDescriptor of(EngineDiscoveryRequest request, UniqueId engine) {
    Discovery discovery = new Discovery(request, engine);
    discovery.select(request);
    NxsDescriptor.Root all = new NxsDescriptor.Root(engine);
    discovery.files.forEach((file, meant) -> discovery.add(all, file, meant));
    return all;
  }

  private void select(EngineDiscoveryRequest request) {
    for (FileSelector selector : request.getSelectorsByType(FileSelector.class)) {
      int line = selector.getPosition().map(FilePosition::getLine).orElse(0);
      addFile(selector.getPath(), line == 0 ? Meant.ALL : new Meant(null, line));
    }
    for (DirectorySelector selector : request.getSelectorsByType(DirectorySelector.class)) {
      addFolder(selector.getPath());
    }
    for (ClasspathRootSelector selector : request.getSelectorsByType(ClasspathRootSelector.class)) {
      Path path = pathOf(selector.getClasspathRoot());
      if (path != null && Files.isDirectory(path)) {
        addFolder(path);
      }
    }
    for (ClasspathResourceSelector selector : request.getSelectorsByType(ClasspathResourceSelector.class)) {
      addResource(selector);
    }
    for (UriSelector selector : request.getSelectorsByType(UriSelector.class)) {
      Path path = pathOf(selector.getUri());
      if (path != null && Files.isDirectory(path)) {
        addFolder(path);
      } else if (path != null) {
        addFile(path, Meant.ALL);
      }
    }
    for (UniqueIdSelector selector : request.getSelectorsByType(UniqueIdSelector.class)) {
      UniqueId id = selector.getUniqueId();
      // Below this engine the first segment is the file.
      if (id.hasPrefix(engine) && id.getSegments().size() > engine.getSegments().size()) {
        UniqueId.Segment file = id.getSegments().get(engine.getSegments().size());
        if (file.getType().equals(FILE)) {
          addFile(Path.of(file.getValue()), new Meant(id, 0));
        }
      }
    }
  }

  private static @Nullable Path pathOf(URI uri) {
    return "file".equals(uri.getScheme()) ? Path.of(URI.create(uri.toString().replaceAll("[?#].*$", ""))) : null;
  }

  private void addResource(ClasspathResourceSelector selector) {
    String name = selector.getClasspathResourceName();
    var url = name.endsWith(".nxs") ? Thread.currentThread().getContextClassLoader().getResource(name) : null;
    Path path = url == null ? null : pathOf(URI.create(url.toString()));
    if (path != null) {
      int line = selector.getPosition().map(FilePosition::getLine).orElse(0);
      addFile(path, line == 0 ? Meant.ALL : new Meant(null, line));
    }
  }

  private void addFolder(Path folder) {
    try (Stream<Path> found = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      found.filter(Files::isRegularFile).sorted().forEach(file -> addFile(file, Meant.ALL));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addFile(Path file, Meant meant) {
    if (file.toString().endsWith(".nxs")) {
      files.computeIfAbsent(file.normalize(), f -> new ArrayList<>()).add(meant);
    }
  }

  private void add(NxsDescriptor.Root all, Path path, List<Meant> meant) {
    UniqueId id = engine.append(FILE, path.toString().replace(File.separatorChar, '/'));
    Compiled compiled = Compiled.of(path, root);
    CompiledFile file = compiled.file();
    if (file == null) {
      all.addChild(new NxsDescriptor.Broken(id, path, compiled.errors()));
      return;
    }
    NxsDescriptor.Container container =
        new NxsDescriptor.Container(id, path.toString(), FileSource.from(path.toFile()), Set.of());
    Set<String> titles = new LinkedHashSet<>();
    List<Scenario> scenarios = file.scenarios();
    for (int i = 0; i < scenarios.size(); i++) {
      Scenario scenario = scenarios.get(i);
      int next = i + 1 < scenarios.size() ? line(scenarios.get(i + 1).span()) : Integer.MAX_VALUE;
      UniqueId own = id.append(SCENARIO, scenario.title());
      if (titles.add(scenario.title()) && isMeant(meant, own, line(scenario.span()), next)) {
        add(container, own, path, scenario, meant);
      }
    }
    if (!container.getChildren().isEmpty()) {
      all.addChild(container);
    }
  }

  private static int line(Span span) {
    return span.source().lines().line(span.start());
  }

  /** Whether something is meant that begins at a line and ends before another. */
  private static boolean isMeant(List<Meant> meant, UniqueId id, int from, int before) {
    for (Meant one : meant) {
      boolean named = one.id() == null || one.id().hasPrefix(id) || id.hasPrefix(one.id());
      boolean there = one.line() == 0 || (one.line() >= from && one.line() < before);
      if (named && there) {
        return true;
      }
    }
    return false;
  }

  private void add(NxsDescriptor.Container file, UniqueId id, Path path, Scenario scenario, List<Meant> meant) {
    List<Instance> instances;
    try {
      instances = scenario.instances(settings.of(scenario));
    } catch (NxsException e) {
      file.addChild(new NxsDescriptor.Broken(id, path, scenario, e.diagnostics()));
      return;
    }
    boolean swept = instances.size() != 1 || !instances.get(0).title().equals(scenario.title());
    if (!swept) {
      file.addChild(new NxsDescriptor.Test(id, path, instances.get(0)));
      return;
    }
    NxsDescriptor.Container container =
        new NxsDescriptor.Container(id, scenario.title(), NxsDescriptor.source(path, scenario), NxsDescriptor.tags(scenario));
    for (Instance instance : instances) {
      UniqueId own = id.append(INSTANCE, instance.title());
      if (isMeant(meant.stream().map(one -> new Meant(one.id(), 0)).toList(), own, 0, 1)) {
        container.addChild(new NxsDescriptor.Test(own, path, instance));
      }
    }
    file.addChild(container);
  }

  /**
   * A file that was compiled, or the errors in it.
   *
   * @param file null if there are errors
   */
  record Compiled(@Nullable CompiledFile file, List<Diagnostic> errors) {
    static Compiled of(Path path, @Nullable Path root) {
      try {
        CompiledFile file = Compiling.compile(path, root);
        return file.hasErrors() ? new Compiled(null, file.diagnostics()) : new Compiled(file, List.of());
      } catch (NxsException e) {
        return new Compiled(null, e.diagnostics());
      }
    }
  }
}
