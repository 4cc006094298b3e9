// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.syntax.ast.Expectation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code all { … }}: each item happens, one occurrence serving one item. Where an occurrence fits several items, which one
 * it serves is decided as late as needed: an earlier occurrence moves to another of its items if that makes room (an
 * augmenting path in the sense of bipartite matching). An occurrence that finds no item when it comes would find none
 * later either, so only those that serve are kept: for each item served, the set of items that its occurrence fits.
 */
final class AllOf extends Monitor {
  private final int masks;

  /**
   * Watches items.
   *
   * @param masks the table of {@link #spec}
   */
  AllOf(int row, Expectation source, List<EventMatcher> events, int masks) {
    super(row, source, events);
    this.masks = masks;
  }

  /** By item, the items that the occurrence fits that serves it; all zero: it is not served. */
  static TableSpec spec(int items) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < words(items); i++) {
      columns.add(Column.exact("fits" + i));
    }
    return new TableSpec("served", items, columns);
  }

  private static int words(int items) {
    return (items + Long.SIZE - 1) / Long.SIZE;
  }

  @Override
  void occurred(Judge judge, Match match) {
    int items = events().size();
    long[] fits = new long[words(items)];
    for (int i = 0; i < match.size(); i++) {
      fits[match.pattern(i) / Long.SIZE] |= 1L << match.pattern(i);
    }
    if (!place(judge, fits, new boolean[items])) {
      return;
    }
    judge.count(this, Columns.COUNT);
    if (judge.word(this, Columns.COUNT) == items) {
      judge.pass(this, match.event);
    }
  }

  /** Gives an occurrence an item, moving others where that makes room. */
  private boolean place(Judge judge, long[] fits, boolean[] tried) {
    for (int item = 0; item < tried.length; item++) {
      if (fits(fits, item) && !tried[item] && !isServed(judge, item)) {
        put(judge, item, fits);
        return true;
      }
    }
    for (int item = 0; item < tried.length; item++) {
      if (fits(fits, item) && !tried[item]) {
        tried[item] = true;
        if (place(judge, get(judge, item), tried)) {
          put(judge, item, fits);
          return true;
        }
      }
    }
    return false;
  }

  private static boolean fits(long[] mask, int item) {
    return (mask[item / Long.SIZE] & (1L << item)) != 0;
  }

  private boolean isServed(Judge judge, int item) {
    for (long word : get(judge, item)) {
      if (word != 0) {
        return true;
      }
    }
    return false;
  }

  private long[] get(Judge judge, int item) {
    long[] mask = new long[words(events().size())];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = judge.word(masks, item, i);
    }
    return mask;
  }

  private void put(Judge judge, int item, long[] mask) {
    for (int i = 0; i < mask.length; i++) {
      judge.setWord(masks, item, i, mask[i]);
    }
  }

  @Override
  Judgement end(Judge judge, Ending ending) {
    return ending == Ending.STOPPED ? Judgement.UNDECIDED : Judgement.FAILED;
  }

  @Override
  Explanation explain(Judge judge) {
    List<EventMatcher> missing = new ArrayList<>();
    for (int item = 0; item < events().size(); item++) {
      if (!isServed(judge, item)) {
        missing.add(events().get(item));
      }
    }
    Explanation explanation =
        new Explanation(missing.get(0).source().span(), "not seen: " + Phrases.end(judge, this));
    explanation.note(
        judge.word(this, Columns.COUNT) + " of " + events().size() + " came; missing: "
            + String.join(", ", missing.stream().map(m -> Phrases.quote(m.source())).toList()));
    missing.forEach(explanation::sought);
    return explanation;
  }
}
