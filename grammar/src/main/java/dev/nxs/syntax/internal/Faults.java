// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Label;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What is wrong with one text. Lines that already have a fault are known, since what the parser then says about such a
 * line is most often the echo of the first mistake.
 *
 * <p>All words are read before any syntax is, so each has its own limit: many bad characters at the end of a file must not
 * hide what is wrong at its start.
 */
final class Faults {
  private final Source source;
  private final Diagnostics ofWords = new Diagnostics();
  private final Diagnostics ofSyntax = new Diagnostics();
  private Diagnostics diagnostics = ofWords;
  private final BitSet lines = new BitSet();

  Faults(Source source) {
    this.source = source;
  }

  void add(Diagnostic.Builder fault) {
    Diagnostic diagnostic = fault.build();
    diagnostics.add(diagnostic);
    Label primary = diagnostic.primary();
    if (primary != null) {
      lines.set(source.lines().line(primary.span().start()));
    }
  }

  /** What comes from now on is about syntax. */
  void beginSyntax() {
    diagnostics = ofSyntax;
  }

  /** Whether no further fault will be kept. */
  boolean isFull() {
    return diagnostics.errorCount() >= Diagnostics.LIMIT;
  }

  /** Whether a line, counted from 1, has a fault already. */
  boolean hasLine(int line) {
    return lines.get(line);
  }

  /** The first faults in the order of their places. */
  List<Diagnostic> list() {
    List<Diagnostic> sorted = new ArrayList<>(ofWords.list());
    sorted.addAll(ofSyntax.list());
    sorted.sort((a, b) -> Integer.compare(start(a), start(b)));
    return List.copyOf(sorted.subList(0, Math.min(Diagnostics.LIMIT, sorted.size())));
  }

  private static int start(Diagnostic diagnostic) {
    Label primary = diagnostic.primary();
    return primary == null ? 0 : primary.span().start();
  }
}
