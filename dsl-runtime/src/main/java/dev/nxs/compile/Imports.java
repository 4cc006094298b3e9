// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds what one import brings to the names of a file. A name stands for one thing: what would give it a second meaning is
 * an error, not a rule about which one wins; the same thing may come by several ways.
 */
final class Imports {
  private final FileSymbols to;
  private final FileSymbols from;
  private final TopLevel.Import node;
  private final String prefix;
  private final Diagnostics diagnostics;

  Imports(FileSymbols to, FileSymbols from, TopLevel.Import node, Diagnostics diagnostics) {
    this.to = to;
    this.from = from;
    this.node = node;
    this.prefix = node.alias() == null ? "" : node.alias().text() + ".";
    this.diagnostics = diagnostics;
  }

  void add() {
    if (node.alias() != null && !to.namespaces().add(node.alias().text())) {
      diagnostics.add(
          Diagnostic.error(
              Code.DUPLICATE_NAME,
              node.alias().span(),
              "two imports are called `" + node.alias().text() + "`"));
      return;
    }
    from.functions().forEach((name, function) -> put(name, function, to.functions(), to.programs().get(prefix + name)));
    from.programs().forEach((name, program) -> put(name, program, to.programs(), to.functions().get(prefix + name)));
    from.machines().forEach((name, machine) -> put(name, machine, to.machines(), null));
    from.sets().forEach((name, set) -> put(name, set, to.sets(), null));
    from.definitions().keySet().forEach(name -> constant(name, new FileSymbols.Origin(from, name)));
    from.imported().forEach(this::constant);
  }

  private <T> void put(String name, T brought, Map<String, T> known, @Nullable Object other) {
    if (name.indexOf('.') >= 0) {
      return;
    }
    T there = known.putIfAbsent(prefix + name, brought);
    if ((there != null && there != brought) || other != null) {
      clash(name);
    }
  }

  private void constant(String name, FileSymbols.Origin origin) {
    if (name.indexOf('.') >= 0) {
      return;
    }
    boolean own = to.definitions().containsKey(prefix + name);
    FileSymbols.Origin there = to.imported().putIfAbsent(prefix + name, origin);
    if (own || (there != null && !there.equals(origin))) {
      clash(name);
    }
  }

  private void clash(String name) {
    diagnostics.add(
        Diagnostic.error(
                Code.DUPLICATE_NAME,
                node.path().span(),
                "this brings `" + name + "`, and the name stands for something else here")
            .help("give the import a name: `" + node.path().span().text() + " as lib`, and write `lib." + name + "`"));
  }
}
