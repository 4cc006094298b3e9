// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.ParsedFile;
import dev.nxs.syntax.Limits;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Argument;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Suggest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a text imports, and what that imports in turn: each file once, none without end. What is wrong is reported
 * with the imports that lead there.
 */
final class ImportReader {
  private final EngineOptions options;
  private final Diagnostics diagnostics;
  private final Map<String, ParsedFile> done = new LinkedHashMap<>();
  private final List<Step> way = new ArrayList<>();
  private int count;
  // How much of all texts was read so far; the limits hold for a text with all that it imports.
  private long chars;
  private long tokens;

  /** A file that is being read, and the import in it that is followed. */
  private record Step(String key, TopLevel.Import node) {}

  ImportReader(EngineOptions options, Diagnostics diagnostics) {
    this.options = options;
    this.diagnostics = diagnostics;
  }

  /** Reads what a text imports; whatever cannot be read is reported and left out. */
  ParsedFile read(ParseResult parsed) {
    SourceFile tree = parsed.file();
    chars = tree.span().source().text().length();
    tokens = parsed.tokens();
    return read(tree, key(tree.span().source().name()), List.of());
  }

  private ParsedFile read(SourceFile tree, String key, List<TopLevel.Import> there) {
    List<ParsedFile.Import> imports = new ArrayList<>();
    for (TopLevel item : tree.items()) {
      if (item instanceof TopLevel.Import node) {
        way.add(new Step(key, node));
        ParsedFile file = follow(node, tree.span().source(), there);
        way.remove(way.size() - 1);
        if (file != null) {
          imports.add(new ParsedFile.Import(node, file));
        }
      }
    }
    ParsedFile file = new ParsedFile(tree, imports, there);
    for (TopLevel item : tree.items()) {
      if (item instanceof TopLevel.Scenario scenario) {
        loads(scenario, file, there);
      }
    }
    done.put(key, file);
    return file;
  }

  /** Reads the files of data that a scenario names: {@code recipes: load("recipes.yaml")}. */
  private void loads(TopLevel.Scenario scenario, ParsedFile file, List<TopLevel.Import> there) {
    for (ScenarioItem item : scenario.items()) {
      for (Argument argument : item instanceof ScenarioItem.Service service ? service.arguments() : List.<Argument>of()) {
        if (argument.value() instanceof Expr.Call call
            && call.callee() instanceof Expr.NameExpr callee
            && callee.name().equals("load")
            && call.arguments().size() == 1
            && call.arguments().get(0).value() instanceof Expr.StringLit path) {
          Path target = path.constant() == null ? null : target(path.constant(), file.source(), path.span(), there);
          Source text = target == null ? null : load(target, path.span(), there);
          if (text != null) {
            file.add(call, text);
          }
        }
      }
    }
  }

  private @Nullable ParsedFile follow(TopLevel.Import node, Source from, List<TopLevel.Import> there) {
    String path = node.path().constant();
    if (path == null) {
      report(there, Diagnostic.error(Code.NOT_CONSTANT, node.path().span(), "the path of an import is a plain text"));
      return null;
    }
    boolean library = path.startsWith(Library.PREFIX);
    Path target = library ? null : target(path, from, node.path().span(), there);
    if (!library && target == null) {
      return null;
    }
    String key = target == null ? path : key(target);
    ParsedFile known = done.get(key);
    if (known != null) {
      return known;
    }
    if (way.stream().anyMatch(step -> step.key().equals(key))) {
      report(there, circle(node, key));
      return null;
    }
    if (++count > options.imports()) {
      report(
          there,
          Diagnostic.error(
                  Code.TOO_MANY_IMPORTS, node.path().span(), "more than " + options.imports() + " files are imported")
              .help("put what belongs together into one file"));
      return null;
    }
    Source source = target == null ? library(path, node, there) : load(target, node.path().span(), there);
    return source == null ? null : parse(source, key);
  }

  private @Nullable ParsedFile parse(Source source, String key) {
    List<TopLevel.Import> there = way.stream().map(Step::node).toList();
    Limits limits = options.limits();
    ParseResult parsed = Nxs.parse(source, limits.left((int) (limits.fileChars() - chars), (int) (limits.tokens() - tokens)));
    chars = Math.min(limits.fileChars(), chars + source.text().length());
    tokens += parsed.tokens();
    parsed.diagnostics().forEach(problem -> diagnostics.add(ParsedFile.withWay(problem, there)));
    return read(parsed.file(), key, there);
  }

  /** Where an import leads; null after a diagnostic. */
  private @Nullable Path target(String path, Source from, Span place, List<TopLevel.Import> there) {
    if (options.loader() == null || from.name().startsWith(Library.PREFIX)) {
      report(
          there,
          Diagnostic.error(Code.IMPORT_OFF, place, "`" + path + "` cannot be imported: no file is read here")
              .note("this engine reads nothing but the text that it is given and the library, " + quoted(Library.names())));
      return null;
    }
    try {
      return Path.of(from.name()).resolveSibling(path).normalize();
    } catch (InvalidPathException e) {
      report(there, Diagnostic.error(Code.IMPORT_NOT_FOUND, place, "`" + path + "` is no path"));
      return null;
    }
  }

  private @Nullable Source load(Path path, Span place, List<TopLevel.Import> there) {
    SourceLoader loader = options.loader();
    try {
      return loader == null ? null : loader.load(path);
    } catch (NxsException e) {
      for (Diagnostic problem : e.diagnostics()) {
        boolean unreadable = problem.code() == Code.UNREADABLE_FILE;
        Diagnostic.Builder told =
            Diagnostic.error(
                    unreadable ? Code.IMPORT_NOT_FOUND : problem.code(), place, problem.message())
                .help(problem.help());
        problem.notes().forEach(told::note);
        report(there, unreadable ? told.note("the path starts at the folder of the file that imports it") : told);
      }
      return null;
    }
  }

  private @Nullable Source library(String path, TopLevel.Import node, List<TopLevel.Import> there) {
    Source source = Library.find(path);
    if (source == null) {
      String near = Suggest.closest(path, Library.names());
      report(
          there,
          Diagnostic.error(Code.IMPORT_NOT_FOUND, node.path().span(), "the library has no `" + path + "`")
              .note("it has " + quoted(Library.names()))
              .help(near == null ? null : "did you mean \"" + near + "\"?"));
    }
    return source;
  }

  /** The circle alone, without the way that leads into it. */
  private Diagnostic.Builder circle(TopLevel.Import node, String key) {
    int start = 0;
    while (!way.get(start).key().equals(key)) {
      start++;
    }
    List<Step> round = way.subList(start, way.size());
    Diagnostic.Builder problem =
        Diagnostic.error(
            Code.IMPORT_CIRCLE,
            node.path().span(),
            round.size() == 1 ? "a file imports itself" : "files import each other in a circle");
    for (Step step : round.subList(0, round.size() - 1)) {
      problem.also(step.node().path().span(), "imported here");
    }
    return problem.help("move what both need into a file of its own");
  }

  /** Reports what is wrong in a file that imports led to. */
  private void report(List<TopLevel.Import> there, Diagnostic.Builder problem) {
    diagnostics.add(ParsedFile.withWay(problem.build(), there));
  }

  private static String quoted(List<String> names) {
    return "\"" + String.join("\", \"", names) + "\"";
  }

  private String key(String name) {
    try {
      return name.startsWith(Library.PREFIX) ? name : key(Path.of(name));
    } catch (InvalidPathException e) {
      return name;
    }
  }

  private String key(Path path) {
    SourceLoader loader = options.loader();
    return (loader == null ? path.normalize() : loader.identity(path)).toString();
  }
}
