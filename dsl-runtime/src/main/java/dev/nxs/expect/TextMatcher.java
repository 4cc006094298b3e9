// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import java.util.List;

/** How the body of a line is compared with what an expectation says. Immutable. */
interface TextMatcher {
  boolean matches(String body);

  /** What the pattern captures, in order. */
  default List<Capture> captures() {
    return List.of();
  }

  /**
   * Matches and takes the captures out.
   *
   * @param into one word for each of {@link #captures()}
   * @param watched takes the texts that are captured
   * @return false where the body does not match
   */
  default boolean capture(String body, Watched watched, long[] into) {
    return matches(body);
  }

  /** Whether a line matches that begins with this body, however it goes on. */
  default boolean matchesHoweverItGoesOn(String body) {
    return false;
  }

  /** The text that a matching body starts with, as far as it is known without looking at one. */
  String prefix();

  /** {@code marker "text"}: the whole body. */
  record Exact(String text) implements TextMatcher {
    @Override
    public boolean matches(String body) {
      return body.equals(text);
    }

    @Override
    public String prefix() {
      return text;
    }
  }

  /** {@code marker starts "text"}. */
  record Starts(String text) implements TextMatcher {
    @Override
    public boolean matches(String body) {
      return body.startsWith(text);
    }

    @Override
    public boolean matchesHoweverItGoesOn(String body) {
      return matches(body);
    }

    @Override
    public String prefix() {
      return text;
    }
  }

  /** {@code marker contains "text"}. */
  record Contains(String text) implements TextMatcher {
    @Override
    public boolean matches(String body) {
      return body.contains(text);
    }

    @Override
    public boolean matchesHoweverItGoesOn(String body) {
      return matches(body);
    }

    @Override
    public String prefix() {
      return "";
    }
  }
}
