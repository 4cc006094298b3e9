// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which scenarios are meant: those that every given option allows. */
final class Selection {
  private final @Nullable String title;
  private final @Nullable String filter;
  private final List<String> tags;

  private Selection(@Nullable String title, @Nullable String filter, List<String> tags) {
    this.title = title;
    this.filter = filter;
    this.tags = tags;
  }

  static Selection of(Arguments arguments) {
    return new Selection(
        arguments.text(Option.SCENARIO), arguments.text(Option.FILTER), arguments.texts(Option.TAG));
  }

  /** Those that are meant, in their order. */
  List<Scenario> of(List<Scenario> scenarios) {
    List<Scenario> selected = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      if (matches(scenario.title(), scenario.tags())) {
        selected.add(scenario);
      }
    }
    return selected;
  }

  boolean matches(String candidate, List<String> candidateTags) {
    if (title != null && !title.equals(candidate)) {
      return false;
    }
    if (filter != null) {
      boolean fits = Wildcard.isPattern(filter) ? Wildcard.matches(filter, candidate) : candidate.contains(filter);
      if (!fits) {
        return false;
      }
    }
    return tags.isEmpty() || tags.stream().anyMatch(candidateTags::contains);
  }

  /** Whether everything is meant. */
  boolean isAll() {
    return title == null && filter == null && tags.isEmpty();
  }

  /** The options that choose, as they were given. */
  String text() {
    List<String> parts = new ArrayList<>();
    if (title != null) {
      parts.add("--scenario \"" + title + "\"");
    }
    if (filter != null) {
      parts.add("--filter \"" + filter + "\"");
    }
    tags.forEach(tag -> parts.add("--tag " + tag));
    return String.join(" ", parts);
  }
}
