// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.NxsException;
import dev.nxs.SourceLoader;
import dev.nxs.log.ProofManifest;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.diag.Suggest;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** {@code nxs import}: writes as a file of the language what another tool's file says. */
final class ImportCommand {
  private static final List<String> KINDS = List.of("proof-manifest");

  private final Arguments arguments;
  private final Surroundings surroundings;
  private final Renderer renderer;

  ImportCommand(Arguments arguments, Surroundings surroundings) throws UsageException {
    this.arguments = arguments;
    this.surroundings = surroundings;
    renderer = Coloring.of(arguments, surroundings) ? Renderer.colored() : Renderer.plain();
  }

  Exit run() throws UsageException {
    List<String> words = arguments.operands();
    if (words.isEmpty() || !KINDS.contains(words.get(0))) {
      throw UsageException.badUsage(
          words.isEmpty() ? "`nxs import` needs a kind of file" : "`" + words.get(0) + "` is nothing that can be imported",
          words.isEmpty() ? "proof-manifest" : Suggest.closest(words.get(0), KINDS));
    }
    if (words.size() != 2) {
      throw UsageException.badUsage("`nxs import proof-manifest` needs one file");
    }
    try {
      return manifest(words.get(1));
    } catch (NxsException e) {
      surroundings.err().print(renderer.render(e.diagnostics()));
      return Exit.USAGE;
    }
  }

  private Exit manifest(String word) throws UsageException {
    SourceFinder.Found file = OneRun.file(word, arguments);
    SourceLoader loader = SourceLoader.below(file.root());
    List<Source> sources = new ArrayList<>();
    sources.add(loader.load(file.path()));
    for (Path include : included(file.path(), ProofManifest.includes(sources.get(0)))) {
      sources.add(loader.load(include));
    }
    Diagnostics found = new Diagnostics();
    ProofManifest manifest = ProofManifest.read(sources, found);
    if (found.hasErrors()) {
      throw new NxsException(found.list());
    }
    String named = arguments.text(Option.PROFILE);
    String profile = named == null ? manifest.defaultProfile() : named;
    if (!manifest.profileNames().contains(profile)) {
      throw UsageException.badUsage(
          "the manifest has no profile `" + profile + "`", Suggest.closest(profile, manifest.profileNames()));
    }
    surroundings.out().print(manifest.script(profile, String.valueOf(file.path().getFileName())));
    return Exit.PASSED;
  }

  /** The files of the patterns below the folder of the manifest, by name. */
  private static List<Path> included(Path manifest, List<String> patterns) throws UsageException {
    Path parent = manifest.getParent();
    Path folder = parent == null ? Path.of("") : parent;
    List<Path> all = new ArrayList<>();
    for (String pattern : patterns) {
      try (Stream<Path> files = Files.walk(folder)) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        files.filter(file -> Files.isRegularFile(file) && matcher.matches(folder.relativize(file)))
            .sorted((a, b) -> a.toString().compareTo(b.toString()))
            .filter(file -> !all.contains(file))
            .forEach(all::add);
      } catch (IOException | InvalidPathException | PatternSyntaxException e) {
        throw UsageException.badUsage("the pattern `" + pattern + "` of the manifest finds nothing: " + e.getMessage());
      }
    }
    return all;
  }
}
