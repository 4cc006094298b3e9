// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;

/**
 * {@code r"…"} and {@code p"…"}: a regular expression of the RE2 subset, matched in time linear in the line. The only
 * class that touches the library, so that files with plain texts never load it.
 */
final class PatternMatcher implements TextMatcher {
  /** What may ask for an end, or for the edge of a word; between brackets or behind a backslash it does not, which is no matter. */
  private static final List<String> ASSERTIONS = List.of("$", "\\b", "\\B", "\\z");

  private final Pattern pattern;
  private final boolean whole;
  private final List<Capture> captures;
  private final int[] groups;
  private final String prefix;

  /**
   * Wraps a compiled pattern.
   *
   * @param whole whether it must match the whole body; otherwise it searches
   * @param groups the number of the group of each capture
   * @param prefix what every match starts with, as far as known
   */
  PatternMatcher(Pattern pattern, boolean whole, List<Capture> captures, int[] groups, String prefix) {
    this.pattern = pattern;
    this.whole = whole;
    this.captures = captures;
    this.groups = groups;
    this.prefix = prefix;
  }

  @Override
  public boolean matches(String body) {
    return whole ? pattern.matches(body) : pattern.matcher(body).find();
  }

  @Override
  public boolean matchesHoweverItGoesOn(String body) {
    Matcher matcher = pattern.matcher(body);
    if (whole || !matcher.find()) {
      return false;
    }
    // What was found stays where it is, whatever follows, unless something in the pattern looks at what follows.
    return matcher.end() < body.length() || ASSERTIONS.stream().noneMatch(pattern.pattern()::contains);
  }

  @Override
  public List<Capture> captures() {
    return captures;
  }

  @Override
  public boolean capture(String body, Watched watched, long[] into) {
    Matcher matcher = pattern.matcher(body);
    if (!(whole ? matcher.matches() : matcher.find())) {
      return false;
    }
    for (int i = 0; i < groups.length; i++) {
      String text = matcher.group(groups[i]);
      CaptureValue value = CaptureValue.of(captures.get(i).form(), text == null ? "" : text, watched);
      if (!value.valid()) {
        return false;
      }
      into[i] = value.word();
    }
    return true;
  }

  @Override
  public String prefix() {
    return prefix;
  }
}
