// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.lint;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.MachineDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Declarations that nothing in the file uses. A file without scenarios is there to be imported, and its declarations are
 * used elsewhere. Tasks act by themselves, and what a sweep names may be meant to vary the run alone.
 */
final class UnusedNames {
  private final SourceFile file;
  private final Map<String, Integer> uses = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private UnusedNames(SourceFile file) {
    this.file = file;
  }

  static List<Finding> find(SourceFile file) {
    UnusedNames names = new UnusedNames(file);
    if (file.items().stream().anyMatch(item -> item instanceof TopLevel.Scenario)) {
      names.count(file, 1);
      names.check();
    }
    return names.findings;
  }

  private void count(Object node, int step) {
    Nodes.walk(node, part -> {
      if (part instanceof Expr.NameExpr name) {
        uses.merge(name.name(), step, Integer::sum);
      } else if (part instanceof ScenarioItem.ExpectUse use) {
        uses.merge(use.name().text(), step, Integer::sum);
      }
    });
  }

  private void check() {
    for (TopLevel item : file.items()) {
      if (item instanceof LetDecl let) {
        report(let.name(), let, let);
      } else if (item instanceof TopLevel.Function function) {
        report(function.name(), function, null);
      } else if (item instanceof TopLevel.Program program) {
        report(program.name(), program, null);
      } else if (item instanceof TopLevel.ExpectSet set) {
        report(set.name(), set, null);
      } else if (item instanceof TopLevel.Scenario scenario) {
        Nodes.all(scenario, MachineDecl.class).forEach(this::countMachine);
        scenario.items().forEach(this::check);
      }
    }
    for (TopLevel item : file.items()) {
      if (item instanceof MachineDecl machine && machine.name() != null) {
        report(machine.name(), machine, null);
      }
    }
  }

  private void countMachine(MachineDecl machine) {
    Name name = machine.name();
    if (name != null) {
      uses.merge(name.text(), 1, Integer::sum);
    }
  }

  private void check(ScenarioItem item) {
    if (item instanceof LetDecl let) {
      report(let.name(), let, let);
    } else if (item instanceof ScenarioItem.Param param) {
      report(param.name(), param, null);
    } else if (item instanceof ScenarioItem.ObjectDecl object) {
      report(object.name(), object, null);
    }
  }

  /** What a declaration says about itself is no use of it. */
  private void report(Name name, Object declaration, @Nullable LetDecl removable) {
    long own = Nodes.all(declaration, Expr.NameExpr.class).stream().filter(n -> n.name().equals(name.text())).count();
    if (name.text().startsWith("_") || uses.getOrDefault(name.text(), 0) > own) {
      return;
    }
    Diagnostic.Builder problem =
        Diagnostic.warning(Code.UNUSED_NAME, name.span(), "nothing uses `" + name.text() + "`")
            .help("leave it out, or let its name begin with `_`");
    Finding.Edit fix = removable == null ? null : new Finding.Edit(removable.span(), "");
    findings.add(new Finding(problem.build(), fix));
  }
}
