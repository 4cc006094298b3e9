// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.syntax.ast.Expectation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expectation as reports list it: in file order, the items of a phase behind the phase.
 *
 * @param text the name, or where it has none the form as it stands in the source; items of a phase begin with its name
 * @param monitor null where its {@code if} does not hold
 */
record Listed(Expectation item, String text, @Nullable Monitor monitor) {
  static List<Listed> of(List<Expectation> items, Plan plan) {
    // By identity: to hash an expectation would be to hash all that stands in it.
    IdentityHashMap<Expectation, Monitor> monitors = new IdentityHashMap<>();
    plan.monitors().forEach(monitor -> monitors.put(monitor.source(), monitor));
    List<Listed> all = new ArrayList<>();
    for (Expectation item : items) {
      all.add(new Listed(item, title(item), monitors.get(item)));
      if (item.form() instanceof Expectation.Phase phase) {
        for (Expectation each : phase.items()) {
          all.add(new Listed(each, phase.name().text() + ": " + title(each), monitors.get(each)));
        }
      }
    }
    return all;
  }

  /** What an expectation is called. */
  static String title(Expectation item) {
    String name = item.name() == null ? null : item.name().constant();
    if (name != null) {
      return name;
    }
    return item.form() instanceof Expectation.Phase phase
        ? "phase " + phase.name().text()
        : Phrases.oneLine(item.form().span());
  }
}
