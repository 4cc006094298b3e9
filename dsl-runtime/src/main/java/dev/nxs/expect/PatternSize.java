// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

/**
 * How large a regular expression becomes when its counted repetitions are written out. The library bounds each count,
 * and not what nested ones come to, which would let ten characters ask for gigabytes.
 */
final class PatternSize {
  private final String regex;
  private final long limit;
  private int at;

  private PatternSize(String regex, long limit) {
    this.regex = regex;
    this.limit = limit;
  }

  /** Where the pattern grows beyond a limit, or -1 where it does not; a malformed pattern is somebody else's business. */
  static int exceeds(String regex, int limit) {
    PatternSize size = new PatternSize(regex, limit);
    long[] sums = new long[regex.length() + 1];
    int depth = 0;
    long last = 0;
    while (size.at < regex.length()) {
      int here = size.at;
      char c = regex.charAt(size.at++);
      switch (c) {
        case '(' -> {
          sums[depth] += last;
          last = 0;
          sums[++depth] = 0;
        }
        case ')' -> {
          last += depth == 0 ? 0 : sums[depth];
          depth = Math.max(0, depth - 1);
        }
        case '{' -> last *= size.repetitions();
        case '[' -> {
          sums[depth] += last;
          last = size.set();
        }
        default -> {
          sums[depth] += last;
          last = 1;
          size.at += c == '\\' ? 1 : 0;
        }
      }
      if (sums[depth] + last > size.limit) {
        return here;
      }
    }
    return -1;
  }

  /** The larger number of {@code {n,m}}; 1 where the brace is no repetition. */
  private long repetitions() {
    int end = regex.indexOf('}', at);
    if (end < 0 || !regex.substring(at, end).matches("[0-9]{1,6}(,[0-9]{0,6})?")) {
      return 1;
    }
    String counts = regex.substring(at, end);
    int comma = counts.indexOf(',');
    at = end + 1;
    // `{3,}` becomes three and a loop.
    boolean bounded = comma >= 0 && comma < counts.length() - 1;
    String last = bounded ? counts.substring(comma + 1) : comma < 0 ? counts : counts.substring(0, comma);
    return Math.max(1, Long.parseLong(last));
  }

  private long set() {
    while (at < regex.length() && regex.charAt(at) != ']') {
      at += regex.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
    return 1;
  }
}
