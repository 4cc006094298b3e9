// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.QosClass;
import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How execd launches a task. A user starts it, so without a class it is interactive.
 *
 * @param harts that it may run on, ascending; null: all
 * @param shares 1 to 1000
 * @param span where it is written, in the scenario or in a file of its own
 */
record Recipe(QosClass qos, @Nullable List<Integer> harts, int shares, Span span) {
  static final QosClass DEFAULT_QOS = QosClass.INTERACTIVE;
  static final int DEFAULT_SHARES = 100;

  /** What a recipe may say. */
  static final List<String> KEYS = List.of("qos", "affinity", "shares");

  Recipe {
    harts = harts == null ? null : List.copyOf(harts);
  }
}
