// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Warns of a marker text that is the start of another: whoever searches a log for the one finds the other as well. A
 * text that is meant to be a start says so with {@code starts}.
 */
final class Prefixes {
  private Prefixes() {}

  static void warn(List<Watcher> watchers, Diagnostics diagnostics) {
    TreeMap<String, EventMatcher> texts = new TreeMap<>();
    for (Watcher watcher : watchers) {
      if (watcher instanceof Monitor monitor) {
        monitor.named().forEach(event -> add(texts, event));
      }
    }
    for (Map.Entry<String, EventMatcher> text : texts.entrySet()) {
      // All texts that start with this one follow it directly.
      Map.Entry<String, EventMatcher> next = texts.higherEntry(text.getKey());
      if (next != null && next.getKey().startsWith(text.getKey()) && text.getValue().text() instanceof TextMatcher.Exact) {
        diagnostics.add(
            Diagnostic.warning(
                    Code.MARKER_PREFIX,
                    text.getValue().source().atom().span(),
                    "this text is the start of another marker's")
                .also(next.getValue().source().atom().span(), "starts with it")
                .note("only lines that equal it count here, but a search in a log would find both")
                .help("make the texts differ, or write `marker starts` where both are meant"));
      }
    }
  }

  private static void add(Map<String, EventMatcher> texts, EventMatcher event) {
    if (event.text() instanceof TextMatcher.Exact exact) {
      texts.put(exact.text(), event);
    } else if (event.text() instanceof TextMatcher.Starts starts) {
      texts.putIfAbsent(starts.text(), event);
    }
  }
}
