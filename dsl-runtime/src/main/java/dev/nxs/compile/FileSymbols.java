// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.MachineDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.Parameter;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a file declares at its top level. */
final class FileSymbols {
  /** Arguments of a function that is called lie on a stack, level by level of what is nested. */
  private static final int MAX_PARAMETERS = 32;

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

  private FileSymbols(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Collects what a file declares and reports what stands twice. */
  static FileSymbols collect(SourceFile file, Diagnostics diagnostics) {
    FileSymbols symbols = new FileSymbols(diagnostics);
    for (TopLevel item : file.items()) {
      item.accept(symbols.new Collector());
    }
    return symbols;
  }

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
      MachineDecl first = machines.get(name.text());
      if (first != null) {
        diagnostics.add(Problems.duplicate(name.span(), "the machine", name.text(), nameSpan(first)));
      } else {
        machines.put(name.text(), item);
      }
      return Nothing.NOTHING;
    }

    private static Span nameSpan(MachineDecl machine) {
      return machine.name() == null ? machine.span() : machine.name().span();
    }

    @Override
    public Nothing importFile(TopLevel.Import item) {
      diagnostics.add(
          Problems.notYet(item.span(), "`import`", "write what is needed of the other file into this one"));
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
      if (item.result() == null && item.expression() != null) {
        result = Type.ERROR;
      }
      if (item.parameters().size() > MAX_PARAMETERS) {
        diagnostics.add(
            Diagnostic.error(
                    Code.TOO_MANY,
                    item.parameters().get(MAX_PARAMETERS).span(),
                    "a function has at most " + MAX_PARAMETERS + " parameters")
                .help("hand over a record or a list"));
      }
      functions.put(name, new FunctionSymbol(item, types(item.parameters()), result));
      return Nothing.NOTHING;
    }

    @Override
    public Nothing program(TopLevel.Program item) {
      if (isFree(item.name(), "the program")) {
        programs.put(item.name().text(), new ProgramSymbol(item, types(item.parameters())));
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
}
