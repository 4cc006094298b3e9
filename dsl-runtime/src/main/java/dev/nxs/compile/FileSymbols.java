// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.MachineDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.Parameter;
import dev.nxs.syntax.ast.Stmt;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a file declares at its top level, and what its imports add: their names as they are, or behind the name that the
 * import gives them, {@code lib.worker}. What a file imports under its names is handed on to those that import it.
 */
final class FileSymbols {
  /** Arguments of a function that is called lie on a stack, level by level of what is nested. */
  private static final int MAX_PARAMETERS = 32;

  private final ParsedFile file;
  private final Map<String, FunctionSymbol> functions = new LinkedHashMap<>();
  private final Map<String, ProgramSymbol> programs = new LinkedHashMap<>();
  private final Map<String, MachineDecl> machines = new LinkedHashMap<>();
  private final Map<String, TopLevel.ExpectSet> sets = new LinkedHashMap<>();
  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final List<TopLevel.Scenario> scenarios = new ArrayList<>();
  private final Diagnostics diagnostics;
  private final Map<String, Span> bodies = new LinkedHashMap<>();
  private final Map<String, Span> logs = new LinkedHashMap<>();
  private final Map<String, Span> titles = new LinkedHashMap<>();

  private final Map<String, Origin> imported = new LinkedHashMap<>();
  private final Set<String> namespaces = new LinkedHashSet<>();
  private final List<FunctionSymbol> ownFunctions = new ArrayList<>();
  private final List<ProgramSymbol> ownPrograms = new ArrayList<>();
  private final List<MachineDecl> ownMachines = new ArrayList<>();

  /** Where a constant of an imported file is declared, and under which name. */
  record Origin(FileSymbols file, String name) {}

  private FileSymbols(ParsedFile file, Diagnostics diagnostics) {
    this.file = file;
    this.diagnostics = diagnostics;
  }

  /**
   * Collects what a file declares and reports what stands twice.
   *
   * @param others holds the files that it imports
   */
  static FileSymbols collect(ParsedFile file, Map<ParsedFile, FileSymbols> others, Diagnostics diagnostics) {
    FileSymbols symbols = new FileSymbols(file, diagnostics);
    for (TopLevel item : file.tree().items()) {
      item.accept(symbols.new Collector());
    }
    for (ParsedFile.Import step : file.imports()) {
      FileSymbols other = others.get(step.file());
      if (other != null) {
        new Imports(symbols, other, step.node(), diagnostics).add();
      }
    }
    return symbols;
  }

  /** The text that a {@code load(…)} of this file leads to; null where there is none. */
  @Nullable Source loaded(Expr.Call load) {
    return file.loaded(load);
  }

  Source source() {
    return file.source();
  }

  /** The names that imports put before what they bring. */
  Set<String> namespaces() {
    return namespaces;
  }

  /** Where an imported constant is declared, null for a name that is none. */
  @Nullable Origin imported(String name) {
    return imported.get(name);
  }

  /** The imported constants by the names that they have here. */
  Map<String, Origin> imported() {
    return imported;
  }

  void addImportedConstants(List<String> names) {
    names.addAll(imported.keySet());
  }

  List<FunctionSymbol> ownFunctions() {
    return ownFunctions;
  }

  List<ProgramSymbol> ownPrograms() {
    return ownPrograms;
  }

  List<MachineDecl> ownMachines() {
    return ownMachines;
  }

  /** Functions by name, own and imported ones. */
  Map<String, FunctionSymbol> functions() {
    return functions;
  }

  Map<String, ProgramSymbol> programs() {
    return programs;
  }

  Map<String, MachineDecl> machines() {
    return machines;
  }

  Map<String, TopLevel.ExpectSet> sets() {
    return sets;
  }

  /** The file's own constants. */
  Map<String, Definition> definitions() {
    return definitions;
  }

  List<TopLevel.Scenario> scenarios() {
    return scenarios;
  }

  private final class Collector implements TopLevel.Visitor<Nothing> {
    @Override
    public Nothing let(LetDecl item) {
      Definition first = definitions.get(item.name().text());
      if (first != null) {
        diagnostics.add(Problems.duplicate(item.name().span(), "the name", item.name().text(), first.name().span()));
      } else {
        definitions.put(
            item.name().text(), new Definition(item.name(), ConstantSymbol.Kind.FILE_LET, null, item.value()));
      }
      return Nothing.NOTHING;
    }

    @Override
    public Nothing machine(MachineDecl item) {
      Name name = item.name();
      if (name == null) {
        diagnostics.add(
            Diagnostic.error(Code.MISPLACED_STATEMENT, item.span(), "a machine outside of a scenario needs a name")
                .help("name it, `machine virt2(harts: 2)`, and use it in a scenario: `machine virt2()`"));
        return Nothing.NOTHING;
      }
      if (name.text().indexOf('.') >= 0) {
        diagnostics.add(Diagnostic.error(Code.UNEXPECTED_WORD, name.span(), "a name that is declared has no point"));
        return Nothing.NOTHING;
      }
      MachineDecl first = machines.get(name.text());
      if (first != null) {
        diagnostics.add(Problems.duplicate(name.span(), "the machine", name.text(), nameSpan(first)));
      } else {
        machines.put(name.text(), item);
        ownMachines.add(item);
      }
      return Nothing.NOTHING;
    }

    private static Span nameSpan(MachineDecl machine) {
      return machine.name() == null ? machine.span() : machine.name().span();
    }

    @Override
    public Nothing importFile(TopLevel.Import item) {
      // The files are read before anything is checked.
      return Nothing.NOTHING;
    }

    @Override
    public Nothing function(TopLevel.Function item) {
      if (!isFree(item.name(), "the function")) {
        return Nothing.NOTHING;
      }
      String name = item.name().text();
      if (Builtin.named(name) != null || Query.named(name) != null) {
        diagnostics.add(
            Diagnostic.error(
                Code.DUPLICATE_NAME, item.name().span(), "`" + name + "` is a call of the language already"));
        return Nothing.NOTHING;
      }
      Type result = item.result() == null ? Type.VOID : TypeNames.resolve(item.result(), diagnostics);
      boolean returns = item.block() != null && item.block().statements().stream().anyMatch(FileSymbols::returnsValue);
      if (item.result() == null && (item.expression() != null || returns)) {
        result = Type.ERROR; // that it declares none is told once, there
      }
      if (item.parameters().size() > MAX_PARAMETERS) {
        diagnostics.add(
            Diagnostic.error(
                    Code.TOO_MANY,
                    item.parameters().get(MAX_PARAMETERS).span(),
                    "a function has at most " + MAX_PARAMETERS + " parameters")
                .help("hand over a record or a list"));
      }
      FunctionSymbol function = new FunctionSymbol(item, types(item.parameters()), result);
      functions.put(name, function);
      ownFunctions.add(function);
      return Nothing.NOTHING;
    }

    @Override
    public Nothing program(TopLevel.Program item) {
      if (isFree(item.name(), "the program")) {
        ProgramSymbol program = new ProgramSymbol(FileSymbols.this, item, types(item.parameters()));
        programs.put(item.name().text(), program);
        ownPrograms.add(program);
      }
      return Nothing.NOTHING;
    }

    @Override
    public Nothing expectSet(TopLevel.ExpectSet item) {
      TopLevel.ExpectSet first = sets.get(item.name().text());
      if (first != null) {
        diagnostics.add(
            Problems.duplicate(
                item.name().span(), "the set of expectations", item.name().text(), first.name().span()));
      } else {
        sets.put(item.name().text(), item);
      }
      return Nothing.NOTHING;
    }

    @Override
    public Nothing log(TopLevel.Log item) {
      LogRules.check(item, diagnostics);
      Span first = logs.putIfAbsent(item.name().text(), item.name().span());
      if (first != null) {
        diagnostics.add(Problems.duplicate(item.name().span(), "the log", item.name().text(), first));
      }
      return Nothing.NOTHING;
    }

    @Override
    public Nothing scenario(TopLevel.Scenario item) {
      String title = item.title().constant();
      if (title == null) {
        diagnostics.add(Diagnostic.error(Code.NOT_CONSTANT, item.title().span(), "a title is a plain text"));
        return Nothing.NOTHING;
      }
      Span first = titles.putIfAbsent(title, item.title().span());
      if (first != null) {
        diagnostics.add(
            Diagnostic.error(Code.DUPLICATE_NAME, item.title().span(), "two scenarios are called \"" + title + "\"")
                .also(first, "first here"));
      }
      scenarios.add(item);
      return Nothing.NOTHING;
    }

    private boolean isFree(Name name, String what) {
      Span first = bodies.putIfAbsent(name.text(), name.span());
      if (first != null) {
        diagnostics.add(
            Problems.duplicate(name.span(), what, name.text(), first)
                .note("functions and programs have their names in common"));
      }
      return first == null;
    }

    private List<Type> types(List<Parameter> parameters) {
      return parameters.stream().map(parameter -> TypeNames.resolve(parameter.type(), diagnostics)).toList();
    }
  }

  /** Whether a statement, or one within it, returns a value. */
  private static boolean returnsValue(Stmt stmt) {
    List<Block> blocks = new ArrayList<>();
    if (stmt instanceof Stmt.If branches) {
      branches.branches().forEach(branch -> blocks.add(branch.block()));
      if (branches.otherwise() != null) {
        blocks.add(branches.otherwise());
      }
    } else if (stmt instanceof Stmt.While loop) {
      blocks.add(loop.body());
    } else if (stmt instanceof Stmt.Loop loop) {
      blocks.add(loop.body());
    } else if (stmt instanceof Stmt.For loop) {
      blocks.add(loop.body());
    }
    return (stmt instanceof Stmt.Return back && back.value() != null)
        || blocks.stream().anyMatch(block -> block.statements().stream().anyMatch(FileSymbols::returnsValue));
  }
}
