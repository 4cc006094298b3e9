// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import java.util.List;

/** {@code count(EVENT)}: how often it happened so far. */
final class CountWatcher extends Watcher {
  CountWatcher(int row, EventMatcher event) {
    super(row, List.of(event));
  }

  @Override
  void occurred(Judge judge, Match match) {
    judge.count(this, Columns.COUNT);
    judge.touchCounts();
  }
}
