// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.LetDecl;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a scenario declares, collected before anything is checked, since its items stand in any order. */
final class ScenarioObjects {
  private final TopLevel.Scenario node;
  private final Map<String, ObjectSymbol> objects = new LinkedHashMap<>();
  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final IdentityHashMap<ScenarioItem, ObjectSymbol> symbols = new IdentityHashMap<>();
  private final List<ScenarioItem.Sweep.Axis> axes = new ArrayList<>();
  private final Map<ObjectSymbol.Kind, Integer> counts = new EnumMap<>(ObjectSymbol.Kind.class);
  private final Set<String> services = new LinkedHashSet<>();
  private final Set<ProgramSymbol> spawned = new LinkedHashSet<>();

  private ScenarioObjects(TopLevel.Scenario node) {
    this.node = node;
  }

  /** Collects the names of a scenario and reports those that stand twice. */
  static ScenarioObjects collect(TopLevel.Scenario node, Diagnostics diagnostics) {
    ScenarioObjects all = new ScenarioObjects(node);
    for (ScenarioItem item : node.items()) {
      all.collect(item, diagnostics);
    }
    for (ScenarioItem.Sweep.Axis axis : all.axes) {
      Definition known = all.definitions.get(axis.name().text());
      if (known == null || known.kind() != ConstantSymbol.Kind.PARAM) {
        all.define(axis.name(), ConstantSymbol.Kind.SWEPT, null, axis.values(), diagnostics);
      }
    }
    return all;
  }

  TopLevel.Scenario node() {
    return node;
  }

  Span titleSpan() {
    return node.title().span();
  }

  boolean hasTimed() {
    return services.contains(Declaration.TIMED.text());
  }

  boolean hasPolicyd() {
    return services.contains(Declaration.POLICYD.text());
  }

  boolean hasExecd() {
    return services.contains(Declaration.EXECD.text());
  }

  /** How many services the machine has, which are its first tasks. */
  int serviceCount() {
    return (hasTimed() ? 1 : 0) + (hasPolicyd() ? 1 : 0) + (hasExecd() ? 1 : 0);
  }

  /** Notes that a task spawns a program. */
  void spawns(ProgramSymbol program) {
    spawned.add(program);
  }

  /** The programs that tasks spawn. */
  Set<ProgramSymbol> spawned() {
    return spawned;
  }

  Map<String, Definition> definitions() {
    return definitions;
  }

  /** Swept names, in the order in which they stand. */
  List<ScenarioItem.Sweep.Axis> axes() {
    return axes;
  }

  @Nullable ObjectSymbol object(String name) {
    return objects.get(name);
  }

  /** The symbol of a declaration, null for a second one of the same name. */
  @Nullable ObjectSymbol symbol(ScenarioItem item) {
    return symbols.get(item);
  }

  void addNames(List<String> names) {
    names.addAll(objects.keySet());
  }

  List<ObjectSymbol> endpoints() {
    return objects.values().stream().filter(object -> object.kind() == ObjectSymbol.Kind.ENDPOINT).toList();
  }

  private void collect(ScenarioItem item, Diagnostics diagnostics) {
    if (item instanceof LetDecl let) {
      define(let.name(), ConstantSymbol.Kind.LET, null, let.value(), diagnostics);
    } else if (item instanceof ScenarioItem.Param param) {
      define(param.name(), ConstantSymbol.Kind.PARAM, param, param.value(), diagnostics);
    } else if (item instanceof ScenarioItem.Sweep sweep) {
      axes.addAll(sweep.axes());
    } else if (item instanceof ScenarioItem.Service service) {
      services.add(service.name().text());
    } else if (item instanceof ScenarioItem.ObjectDecl object) {
      ObjectSymbol.Kind kind =
          switch (object.kind()) {
            case ENDPOINT -> ObjectSymbol.Kind.ENDPOINT;
            case MUTEX -> ObjectSymbol.Kind.MUTEX;
            case EVENT -> ObjectSymbol.Kind.EVENT;
            case BARRIER -> ObjectSymbol.Kind.BARRIER;
          };
      declare(item, kind, object.name(), diagnostics);
    } else if (item instanceof ScenarioItem.Task task) {
      declare(
          item,
          task.count() == null ? ObjectSymbol.Kind.TASK : ObjectSymbol.Kind.TASK_ARRAY,
          task.name(),
          diagnostics);
    } else if (item instanceof ScenarioItem.Timer timer) {
      declare(item, ObjectSymbol.Kind.TIMER, timer.name(), diagnostics);
    }
  }

  private void declare(ScenarioItem item, ObjectSymbol.Kind kind, Name name, Diagnostics diagnostics) {
    if (isTaken(name, diagnostics)) {
      return;
    }
    // Tasks and arrays of tasks are numbered together.
    ObjectSymbol.Kind list = kind == ObjectSymbol.Kind.TASK_ARRAY ? ObjectSymbol.Kind.TASK : kind;
    int number = counts.merge(list, 1, Integer::sum) - 1;
    ObjectSymbol symbol = new ObjectSymbol(kind, name.text(), name.span(), number);
    objects.put(name.text(), symbol);
    symbols.put(item, symbol);
  }

  private void define(
      Name name,
      ConstantSymbol.Kind kind,
      ScenarioItem.@Nullable Param param,
      @Nullable Expr value,
      Diagnostics diagnostics) {
    if (!isTaken(name, diagnostics)) {
      definitions.put(name.text(), new Definition(name, kind, param == null ? null : param.type(), value));
    }
  }

  private boolean isTaken(Name name, Diagnostics diagnostics) {
    ObjectSymbol object = objects.get(name.text());
    Definition definition = definitions.get(name.text());
    Span first = object != null ? object.span() : definition != null ? definition.name().span() : null;
    if (first != null) {
      diagnostics.add(Problems.duplicate(name.span(), "the name", name.text(), first));
    }
    return first != null;
  }
}
