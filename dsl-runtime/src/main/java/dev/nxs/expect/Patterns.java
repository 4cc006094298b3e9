// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr.PatternLit;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiles {@code r"…"} and {@code p"…"}. What the library says about a malformed pattern is put into the words of this
 * language, with the place where it is wrong.
 */
final class Patterns {
  /** Instructions that a pattern may grow to; nested repetitions of a short pattern can ask for billions. */
  static final int SIZE_LIMIT = 20_000;

  /** The quote and the letter in front of it. */
  private static final int OPENING = 2;

  private final Diagnostics diagnostics;

  Patterns(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The matcher of a pattern, or null after a diagnostic. */
  @Nullable TextMatcher compile(PatternLit literal) {
    return switch (literal.kind()) {
      case REGEX -> regex(literal);
      case TEMPLATE -> template(literal);
    };
  }

  private @Nullable TextMatcher regex(PatternLit literal) {
    String text = literal.text();
    int tooLargeAt = PatternSize.exceeds(text, SIZE_LIMIT);
    if (tooLargeAt >= 0) {
      bad(literal, tooLargeAt, text.length(), "the repetitions of this pattern multiply beyond a limit",
          "a pattern grows to " + SIZE_LIMIT + " steps at most; repeat less, or use `*`");
      return null;
    }
    Pattern pattern = parse(literal, text);
    if (pattern == null) {
      return null;
    }
    List<Capture> captures = new ArrayList<>();
    Map<Integer, String> byGroup = new TreeMap<>();
    pattern.namedGroups().forEach((name, group) -> byGroup.put(group, name));
    int[] groups = new int[byGroup.size()];
    for (Map.Entry<Integer, String> group : byGroup.entrySet()) {
      groups[captures.size()] = group.getKey();
      captures.add(new Capture(group.getValue(), Capture.Form.GROUP));
    }
    return new PatternMatcher(pattern, false, List.copyOf(captures), groups, literalPrefix(text));
  }

  /** The characters that stand for themselves behind a leading {@code ^}. */
  private static String literalPrefix(String regex) {
    if (!regex.startsWith("^") || regex.indexOf('|') >= 0) {
      return "";
    }
    int end = 1;
    while (end < regex.length() && "\\.[](){}*+?^$|".indexOf(regex.charAt(end)) < 0) {
      end++;
    }
    // What a repetition follows need not be there.
    if (end < regex.length() && "*?{".indexOf(regex.charAt(end)) >= 0) {
      end--;
    }
    return end > 1 ? regex.substring(1, end) : "";
  }

  private @Nullable Pattern parse(PatternLit literal, String regex) {
    try {
      return Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      explain(literal, regex, e.getDescription(), e.getPattern());
      return null;
    }
  }

  private void explain(PatternLit literal, String regex, String what, String fragment) {
    int at = fragment.isEmpty() ? regex.length() - 1 : Math.max(0, regex.lastIndexOf(fragment));
    int end = fragment.isEmpty() ? regex.length() : Math.min(regex.length(), at + fragment.length());
    switch (what) {
      case "missing closing ]" -> bad(literal, at, at + 1, "this set of characters is never closed",
          "close it with `]`, or write `\\[` for the bracket itself");
      case "missing closing )" -> bad(literal, openParenthesis(regex), openParenthesis(regex) + 1,
          "this group is never closed", "close it with `)`, or write `\\(` for the parenthesis itself");
      case "regexp/syntax: internal error", "unexpected )" -> bad(literal, regex.lastIndexOf(')'),
          regex.lastIndexOf(')') + 1, "this `)` closes nothing", "write `\\)` for the parenthesis itself");
      case "missing argument to repetition operator" -> bad(literal, at, end,
          "`" + fragment + "` has nothing to repeat", "write `\\" + fragment + "` for the character itself");
      case "invalid nested repetition operator" -> bad(literal, at, end,
          "`" + fragment + "` repeats a repetition", "put the inner one into `(?:…)`");
      case "invalid repeat count" -> bad(literal, at, end, "`" + fragment + "` is no number of repetitions",
          "a repetition is `{n}`, `{n,}` or `{n,m}` with n at most m, and both at most 1000");
      case "invalid escape sequence" -> bad(literal, at, end, "the escape `" + fragment + "` does not exist",
          fragment.matches("\\\\[1-9]") ? "patterns have no back-references; compare captures with `where`" : null);
      case "invalid or unsupported Perl syntax" -> bad(literal, at, end, "`" + fragment + "` does not exist in patterns",
          "patterns are matched in linear time, without look-around");
      case "invalid character class range" -> bad(literal, at, end,
          "`" + fragment + "` is no range of characters", null);
      case "duplicate capture group name" -> bad(literal, at, end,
          "two groups are called `" + fragment + "`", "give each its own name");
      case "invalid named capture" -> bad(literal, at, end, "the name of this group is malformed",
          "a named group is `(?<name>…)`");
      case "trailing backslash at end of expression" -> bad(literal, at, end,
          "the pattern ends with a backslash", "write `\\\\` for the backslash itself");
      default -> bad(literal, at, end, "the pattern is malformed", null);
    }
  }

  /** Where the innermost group that is never closed starts. */
  private static int openParenthesis(String regex) {
    int depth = 0;
    for (int i = regex.length() - 1; i >= 0; i--) {
      boolean escaped = i > 0 && regex.charAt(i - 1) == '\\';
      if (regex.charAt(i) == ')' && !escaped) {
        depth++;
      } else if (regex.charAt(i) == '(' && !escaped && depth-- == 0) {
        return i;
      }
    }
    return 0;
  }

  private @Nullable TextMatcher template(PatternLit literal) {
    String text = literal.text();
    StringBuilder regex = new StringBuilder();
    StringBuilder prefix = new StringBuilder();
    List<Capture> captures = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
      if (c == '{' && !doubled) {
        int end = text.indexOf('}', at);
        Capture capture = end < 0 ? unclosed(literal, at) : capture(literal, captures, at, end);
        if (capture == null) {
          return null;
        }
        captures.add(capture);
        regex.append('(').append(capture.form().pattern()).append(')');
        at = end + 1;
      } else if (c == '}' && !doubled) {
        bad(literal, at, at + 1, "this `}` closes nothing", "write `}}` for the brace itself");
        return null;
      } else {
        int step = (c == '{' || c == '}') ? 2 : 1;
        regex.append(Pattern.quote(String.valueOf(c)));
        if (captures.isEmpty()) {
          prefix.append(c);
        }
        at += step;
      }
    }
    int[] groups = new int[captures.size()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = i + 1;
    }
    return new PatternMatcher(
        Pattern.compile(regex.toString(), Pattern.DOTALL), true, List.copyOf(captures), groups, prefix.toString());
  }

  private @Nullable Capture unclosed(PatternLit literal, int at) {
    bad(literal, at, at + 1, "this capture is never closed",
        "a capture is `{name:type}`; write `{{` for the brace itself");
    return null;
  }

  private @Nullable Capture capture(PatternLit literal, List<Capture> earlier, int at, int end) {
    String inside = literal.text().substring(at + 1, end);
    int colon = inside.indexOf(':');
    String name = (colon < 0 ? inside : inside.substring(0, colon)).strip();
    String types = "the types are `int`, `hex`, `float`, `duration`, `word` and `text`";
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      bad(literal, at, end + 1, "a capture needs a name", "a capture is `{name:type}`; " + types);
      return null;
    }
    if (colon < 0) {
      bad(literal, at, end + 1, "the capture `" + name + "` has no type", "write `{" + name + ":int}`; " + types);
      return null;
    }
    Capture.Form form = Capture.Form.named(inside.substring(colon + 1).strip());
    if (form == null) {
      bad(literal, at + 2 + colon, end, "captures have no type `" + inside.substring(colon + 1).strip() + "`", types);
      return null;
    }
    if (earlier.stream().anyMatch(capture -> capture.name().equals(name))) {
      bad(literal, at, end + 1, "two captures are called `" + name + "`", "give each its own name");
      return null;
    }
    return new Capture(name, form);
  }

  private void bad(PatternLit literal, int from, int to, String message, @Nullable String help) {
    int start = literal.span().start() + OPENING;
    int limit = literal.span().end();
    Span span =
        new Span(
            literal.span().source(),
            Math.min(limit, start + Math.max(0, from)),
            Math.min(limit, start + Math.max(from, to)));
    diagnostics.add(Diagnostic.error(Code.BAD_PATTERN, span, message).help(help));
  }
}
