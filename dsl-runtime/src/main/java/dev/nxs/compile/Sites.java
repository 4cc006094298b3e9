// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the sites of an image, from 0. It grows while expectations are compiled, on any thread; a number that was
 * handed out keeps its meaning.
 */
final class Sites {
  private final List<Site> sites = new ArrayList<>();
  private final Map<Site, Integer> numbers = new LinkedHashMap<>();

  /** The number of a place without values. */
  int of(Span span, Site.Kind kind) {
    return of(new Site(span, kind, "", List.of(), List.of()));
  }

  synchronized int of(Site site) {
    Integer known = numbers.putIfAbsent(site, sites.size());
    if (known != null) {
      return known;
    }
    sites.add(site);
    return sites.size() - 1;
  }

  synchronized Site get(int number) {
    return sites.get(number);
  }
}
