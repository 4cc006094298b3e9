// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Position;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of one run. Immutable.
 *
 * @param title with swept values
 * @param span the title in the source
 * @param reason of {@code skip} or {@code xfail}, null without
 * @param end how it ended; null where it was skipped
 * @param position where it ended
 * @param expectations in file order
 * @param failures everything that keeps the run from passing, most important first
 * @param notices what is undecided or vacuous, with what is known about it
 * @param markers the lines that were kept: the first and the last of a run that wrote very many
 * @param audit the lines of the audit log, kept likewise
 * @param hash over all lines with their time, hart and task, and the final state; equal inputs give equal hashes
 */
public record Report(
    Source source,
    String title,
    Span span,
    Verdict verdict,
    @Nullable String reason,
    @Nullable End end,
    Position position,
    List<ExpectationResult> expectations,
    List<Failure> failures,
    List<Failure> notices,
    List<ConsoleLine> markers,
    List<ConsoleLine> audit,
    Metrics metrics,
    long hash) {
  public Report {
    expectations = List.copyOf(expectations);
    failures = List.copyOf(failures);
    notices = List.copyOf(notices);
    markers = List.copyOf(markers);
    audit = List.copyOf(audit);
  }

  /** The same, with more known about each failure. */
  Report with(List<Failure> explained) {
    return new Report(
        source, title, span, verdict, reason, end, position, expectations, explained, notices, markers, audit, metrics, hash);
  }

  /** How many expectations have a verdict. */
  public int count(Verdict of) {
    return (int) expectations.stream().filter(e -> e.verdict() == of).count();
  }

  /** The hash as it is printed, 8 hexadecimal digits. */
  public String hashText() {
    return String.format(Locale.ROOT, "%08x", (int) (hash ^ (hash >>> 32)));
  }
}
