// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.lint;

import dev.nxs.syntax.ast.Block;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.Parameter;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.Stmt;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables that hide something of the same name around them, which a reader may take for it. */
final class Shadowing {
  private final List<Finding> findings = new ArrayList<>();

  private Shadowing() {}

  static List<Finding> find(SourceFile file) {
    Shadowing shadowing = new Shadowing();
    Map<String, Name> ofFile = new HashMap<>();
    for (TopLevel item : file.items()) {
      if (item instanceof LetDecl let) {
        ofFile.put(let.name().text(), let.name());
      }
    }
    file.items().forEach(item -> shadowing.item(item, ofFile));
    return shadowing.findings;
  }

  private void item(TopLevel item, Map<String, Name> ofFile) {
    if (item instanceof TopLevel.Function function) {
      body(function, function.parameters(), ofFile);
    } else if (item instanceof TopLevel.Program program) {
      body(program, program.parameters(), ofFile);
    } else if (item instanceof TopLevel.Scenario scenario) {
      Map<String, Name> names = new HashMap<>(ofFile);
      for (ScenarioItem each : scenario.items()) {
        Name name = nameOf(each);
        if (name != null) {
          names.put(name.text(), name);
        }
      }
      scenario.items().stream()
          .filter(each -> !(each instanceof LetDecl))
          .forEach(each -> blocks(each, names));
    }
  }

  private static @Nullable Name nameOf(ScenarioItem item) {
    if (item instanceof LetDecl let) {
      return let.name();
    }
    if (item instanceof ScenarioItem.Param param) {
      return param.name();
    }
    if (item instanceof ScenarioItem.ObjectDecl object) {
      return object.name();
    }
    return item instanceof ScenarioItem.Task task ? task.name() : null;
  }

  private void body(Object node, List<Parameter> parameters, Map<String, Name> around) {
    Map<String, Name> inner = new HashMap<>(around);
    parameters.forEach(parameter -> declare(parameter.name(), inner));
    blocks(node, inner);
  }

  /** The blocks in a node, each with the names around it. */
  private void blocks(Object node, Map<String, Name> around) {
    for (Object part : Nodes.parts(node)) {
      if (part instanceof Block block) {
        block(block, around);
      } else if (!(part instanceof Parameter)) {
        blocks(part, around);
      }
    }
  }

  private void block(Block block, Map<String, Name> around) {
    Map<String, Name> inner = new HashMap<>(around);
    for (Stmt statement : block.statements()) {
      if (statement instanceof Stmt.For loop) {
        Map<String, Name> ofLoop = new HashMap<>(inner);
        declare(loop.variable(), ofLoop);
        blocks(loop, ofLoop);
      } else {
        blocks(statement, inner);
      }
      if (statement instanceof LetDecl let) {
        declare(let.name(), inner);
      } else if (statement instanceof Stmt.Var variable) {
        declare(variable.name(), inner);
      }
    }
  }

  private void declare(Name name, Map<String, Name> names) {
    Name hidden = names.put(name.text(), name);
    if (hidden != null) {
      findings.add(
          new Finding(
              Diagnostic.warning(
                      Code.SHADOWED_NAME, name.span(), "`" + name.text() + "` hides another `" + name.text() + "`")
                  .also(hidden.span(), "which is declared here")
                  .help("give one of them another name")
                  .build(),
              null));
    }
  }
}
