// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the diagnostics of one compilation. After {@link #LIMIT} errors the rest are only counted; a second
 * diagnostic of the same code at the same place is dropped, since one mistake deserves one message.
 */
public final class Diagnostics {
  /** How many errors are kept. */
  public static final int LIMIT = 20;

  private final List<Diagnostic> all = new ArrayList<>();
  private int errors;

  public void add(Diagnostic diagnostic) {
    for (Diagnostic earlier : all) {
      if (earlier.code() == diagnostic.code()
          && earlier.primary() != null
          && diagnostic.primary() != null
          && earlier.primary().span().equals(diagnostic.primary().span())) {
        return;
      }
    }
    if (diagnostic.severity() == Severity.ERROR && ++errors > LIMIT) {
      return;
    }
    if (all.size() < 2 * LIMIT) {
      all.add(diagnostic);
    }
  }

  public void add(Diagnostic.Builder diagnostic) {
    add(diagnostic.build());
  }

  public void addAll(Iterable<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  public boolean hasErrors() {
    return errors > 0;
  }

  /** All errors found, those over the limit included. */
  public int errorCount() {
    return errors;
  }

  /** What was kept, in the order in which it was found. */
  public List<Diagnostic> list() {
    return List.copyOf(all);
  }
}
