// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.MachineDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what every name, call and operator of a file means, and reports what makes no sense. Mistakes in values
 * (ranges, harts, divisions) show when instances are made, see {@link CheckedFile#instances}.
 */
public final class Checker {
  private static final long DEFAULT_LIMIT_NS = 10_000_000_000L;
  private static final long DEFAULT_EVENTS = 100_000_000;
  private static final int MAX_PASSES = 64;

  private final ParsedFile file;
  private final Diagnostics diagnostics;

  private Checker(ParsedFile file, Diagnostics diagnostics) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  /**
   * Checks a file that imports nothing.
   *
   * @param file a tree without syntax errors
   * @param diagnostics takes what is wrong, in file order
   */
  public static CheckedFile check(SourceFile file, Diagnostics diagnostics) {
    return check(new ParsedFile(file, List.of(), List.of()), diagnostics);
  }

  /**
   * Checks a file and the files that it imports.
   *
   * @param diagnostics takes what is wrong, file by file, what is imported first
   */
  public static CheckedFile check(ParsedFile file, Diagnostics diagnostics) {
    Diagnostics found = new Diagnostics();
    CheckedFile checked = new Checker(file, found).run();
    diagnostics.addAll(Problems.inFileOrder(found, file));
    return checked;
  }

  private CheckedFile run() {
    if (file.tree().items().isEmpty()) {
      diagnostics.add(
          Diagnostic.error(Code.EMPTY_FILE, start(), "the file declares nothing")
              .help("declare a scenario: `scenario \"title\" { … }`"));
    }
    Map<ParsedFile, FileSymbols> all = new LinkedHashMap<>();
    for (ParsedFile each : file.all()) {
      all.put(each, FileSymbols.collect(each, all, diagnostics));
    }
    FileTypes types = fileTypes(List.copyOf(all.values()));
    FileSymbols symbols = types.symbols();
    new Values(types.tables(), types.constants().values(), null, diagnostics).evaluateAll();
    List<ScenarioHead> heads = new ArrayList<>();
    List<ScenarioTypes> scenarios = new ArrayList<>();
    for (TopLevel.Scenario scenario : symbols.scenarios()) {
      ScenarioTypes checked = ScenarioTyper.check(types, scenario, diagnostics);
      scenarios.add(checked);
      heads.add(head(types, checked));
    }
    if (diagnostics.hasErrors()) {
      scenarios.forEach(scenario -> UnjudgedStates.check(scenario, diagnostics));
    }
    unusedPrograms(types, scenarios);
    return new FileChecked(file, types, heads, scenarios, unusedSets(types));
  }

  private Span start() {
    return new Span(file.source(), 0, 0);
  }

  private FileTypes fileTypes(List<FileSymbols> files) {
    Inference inference = new Inference();
    for (int pass = 1; ; pass++) {
      Diagnostics found = new Diagnostics();
      inference.begin();
      FileTypes types = new FilePass(files, inference, found).run();
      if (inference.end() || pass == MAX_PASSES) {
        diagnostics.addAll(found.list());
        return types;
      }
    }
  }

  /** One pass over what the files declare outside of scenarios. */
  private static final class FilePass {
    private final List<FileSymbols> files;
    private final Map<FileSymbols, Constants> constants = new LinkedHashMap<>();
    private final Map<FileSymbols, ProgramChecker> bodies = new LinkedHashMap<>();
    private final TypingTables tables = new TypingTables(null);

    FilePass(List<FileSymbols> files, Inference inference, Diagnostics diagnostics) {
      this.files = files;
      for (FileSymbols file : files) {
        ProgramChecker checker =
            new ProgramChecker(
                new FileNames(file, constants, null), tables, diagnostics, inference, new ArrayList<>());
        bodies.put(file, checker);
        constants.put(file, new Constants(file.definitions(), diagnostics, definition -> typeOf(definition, checker)));
      }
    }

    FileTypes run() {
      constants.values().forEach(Constants::checkAll);
      IdentityHashMap<MachineDecl, Given> machines = new IdentityHashMap<>();
      bodies.forEach(
          (file, checker) -> {
            file.ownFunctions().forEach(checker::function);
            for (MachineDecl machine : file.ownMachines()) {
              machines.put(
                  machine,
                  Given.check(Declaration.MACHINE, machine.arguments(), machine.span(), checker.constants(false)));
            }
          });
      return new FileTypes(files.get(files.size() - 1), constants, tables, machines);
    }

    private static Type typeOf(Definition definition, ProgramChecker checker) {
      Expr value = definition.value();
      return value == null ? Type.ERROR : checker.constants(false).value(value, null);
    }
  }

  /** Programs that no scenario runs are checked as far as they can be by themselves. */
  private void unusedPrograms(FileTypes types, List<ScenarioTypes> scenarios) {
    for (FileSymbols symbols : types.constants().keySet()) {
      FileNames names = new FileNames(symbols, types.constants(), null);
      for (ProgramSymbol program : symbols.ownPrograms()) {
        if (scenarios.stream().noneMatch(scenario -> scenario.runs(program))) {
          program(program, names, types);
        }
      }
    }
  }

  /** Sets of expectations that no scenario of the file uses, each in a scenario that has nothing else. */
  private Map<ScenarioHead, ScenarioTypes> unusedSets(FileTypes types) {
    Map<ScenarioHead, ScenarioTypes> bare = new LinkedHashMap<>();
    for (TopLevel item : file.tree().items()) {
      boolean unused =
          item instanceof TopLevel.ExpectSet set
              && types.symbols().scenarios().stream()
                  .flatMap(scenario -> scenario.items().stream())
                  .noneMatch(
                      use -> use instanceof ScenarioItem.ExpectUse used && used.name().text().equals(set.name().text()));
      if (unused) {
        Name name = ((TopLevel.ExpectSet) item).name();
        TopLevel.Scenario node =
            new TopLevel.Scenario(
                new Expr.StringLit(List.of(new Expr.StringLit.Text(name.text(), name.span())), name.span()),
                List.of(),
                List.of(new ScenarioItem.ExpectUse(name, name.span())),
                item.span());
        ScenarioTypes checked = ScenarioTyper.check(types, node, new Diagnostics());
        bare.put(head(types, checked), checked);
      }
    }
    return bare;
  }

  private void program(ProgramSymbol program, FileNames names, FileTypes types) {
    Inference inference = new Inference();
    for (int pass = 1; ; pass++) {
      Diagnostics found = new Diagnostics();
      inference.begin();
      new ProgramChecker(names, new TypingTables(types.tables()), found, inference, new ArrayList<>())
          .program(program);
      if (inference.isStable() || pass == MAX_PASSES) {
        diagnostics.addAll(found.list());
        return;
      }
    }
  }

  private ScenarioHead head(FileTypes file, ScenarioTypes scenario) {
    TopLevel.Scenario node = scenario.objects().node();
    TypingTables tables = new TypingTables(file.tables());
    FileNames names = new FileNames(file.symbols(), file.constants(), scenario.objects());
    ExprChecker exprs =
        new ProgramChecker(names, tables, diagnostics, new Inference(), new ArrayList<>()).constants(false);
    Given given = Given.check(Declaration.SCENARIO, node.arguments(), node.title().span(), exprs);
    Reader reader =
        new Reader(new Values(tables, file.constants().values(), null, diagnostics), diagnostics, given, -1);
    String title = node.title().constant();
    ScenarioOutline outline =
        new ScenarioOutline(
            node,
            title == null ? "" : title,
            node.title().span(),
            tags(given.get("tags")),
            parameters(scenario),
            reason(reader, given, "skip"),
            reason(reader, given, "xfail"));
    return new ScenarioHead(
        outline,
        given.get("limit"),
        reader.durationNs("limit", DEFAULT_LIMIT_NS, 1),
        reader.integer("events", DEFAULT_EVENTS, 1, Long.MAX_VALUE));
  }

  private static @Nullable String reason(Reader reader, Given given, String name) {
    return given.get(name) == null ? null : reader.text(name, "");
  }

  private static List<ConstantSymbol> parameters(ScenarioTypes scenario) {
    List<ConstantSymbol> parameters = new ArrayList<>();
    for (String name : scenario.names().constants().names()) {
      ConstantSymbol symbol = scenario.names().constants().lookup(name);
      boolean fromOutside =
          symbol != null
              && (symbol.kind() == ConstantSymbol.Kind.PARAM || symbol.kind() == ConstantSymbol.Kind.SWEPT);
      if (fromOutside) {
        parameters.add(symbol);
      }
    }
    return parameters;
  }

  /** Tags are bare words, or texts. */
  private List<String> tags(@Nullable Expr expr) {
    List<String> tags = new ArrayList<>();
    if (expr == null) {
      return tags;
    }
    for (Expr element : expr instanceof Expr.ListLit list ? list.elements() : List.of(expr)) {
      String text = element instanceof Expr.StringLit string ? string.constant() : null;
      if (element instanceof Expr.NameExpr name) {
        tags.add(name.name());
      } else if (text != null) {
        tags.add(text);
      } else {
        diagnostics.add(
            Diagnostic.error(Code.TYPE_MISMATCH, element.span(), "a tag is a word")
                .help("write `tags: [smoke, smp]`"));
      }
    }
    return tags;
  }
}
