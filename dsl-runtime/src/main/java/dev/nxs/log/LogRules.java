// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code log} declarations: prefixes, of which the first that fits counts, a pattern that finds the hart, and
 * the line that a boot begins with. Immutable.
 */
public final class LogRules {
  private static final List<String> KEYWORDS = List.of("banner", "prefix", "hart", "decode");

  private final List<PrefixRule> prefixes;
  private final @Nullable Pattern hart;
  private final @Nullable String banner;
  private final boolean escaped;

  private LogRules(List<PrefixRule> prefixes, @Nullable Pattern hart, @Nullable String banner, boolean escaped) {
    this.escaped = escaped;
    this.prefixes = List.copyOf(prefixes);
    this.hart = hart;
    this.banner = banner;
  }

  /**
   * Reads declarations; good where the diagnostics have no errors.
   *
   * @param declarations all that apply; of prefixes the first that fits counts, of `hart` and `banner` the first
   */
  public static LogRules of(List<TopLevel.Log> declarations, Diagnostics diagnostics) {
    List<PrefixRule> prefixes = new ArrayList<>();
    Pattern hart = null;
    String banner = null;
    boolean escaped = false;
    for (TopLevel.Log declaration : declarations) {
      for (TopLevel.Log.Rule rule : declaration.rules()) {
        switch (rule.keyword().text()) {
          case "prefix" -> {
            PrefixRule prefix = prefix(rule, diagnostics);
            if (prefix != null) {
              prefixes.add(prefix);
            }
          }
          case "hart" -> hart = hart == null ? hart(rule, diagnostics) : hart;
          case "banner" -> banner = banner == null ? text(rule, diagnostics) : banner;
          case "decode" -> escaped |= decode(rule, diagnostics);
          default -> {
            String meant = Suggest.closest(rule.keyword().text(), KEYWORDS);
            diagnostics.add(
                Diagnostic.error(
                        Code.UNKNOWN_ARGUMENT, rule.keyword().span(), "a log has no rule `" + rule.keyword().text() + "`")
                    .help(meant == null ? "the rules are `banner`, `prefix`, `hart` and `decode`" : "did you mean `" + meant + "`?")
                    .build());
          }
        }
      }
    }
    return new LogRules(prefixes, hart, banner, escaped);
  }

  private static @Nullable String text(TopLevel.Log.Rule rule, Diagnostics diagnostics) {
    String text = rule.value() instanceof Expr.StringLit literal ? literal.constant() : null;
    if (text == null || text.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(Code.TYPE_MISMATCH, rule.value().span(), "`" + rule.keyword().text() + "` needs a plain text")
              .build());
    }
    return text == null || text.isEmpty() ? null : text;
  }

  private static boolean decode(TopLevel.Log.Rule rule, Diagnostics diagnostics) {
    String text = text(rule, diagnostics);
    boolean known = "escape-e".equals(text);
    if (text != null && !known) {
      diagnostics.add(
          Diagnostic.error(Code.BAD_PATTERN, rule.value().span(), "logs are decoded from `escape-e`, not from `" + text + "`").build());
    }
    return known;
  }

  private static @Nullable PrefixRule prefix(TopLevel.Log.Rule rule, Diagnostics diagnostics) {
    String text = text(rule, diagnostics);
    try {
      return text == null ? null : PrefixRule.parse(text);
    } catch (PrefixRule.BadRule e) {
      diagnostics.add(Diagnostic.error(Code.BAD_PATTERN, rule.value().span(), e.text()).build());
      return null;
    }
  }

  private static @Nullable Pattern hart(TopLevel.Log.Rule rule, Diagnostics diagnostics) {
    String problem = "`hart` needs a pattern with a group of that name: `r\"cpu(?<hart>\\d+)\"`";
    if (rule.value() instanceof Expr.PatternLit literal && literal.kind() == Expr.PatternLit.Kind.REGEX) {
      try {
        Pattern pattern = Pattern.compile(literal.text());
        if (pattern.namedGroups().containsKey("hart")) {
          return pattern;
        }
      } catch (PatternSyntaxException e) {
        problem = "the pattern is malformed: " + e.getDescription();
      }
    }
    diagnostics.add(Diagnostic.error(Code.BAD_PATTERN, rule.value().span(), problem).build());
    return null;
  }

  /** A line with what its prefixes tell. */
  public LogLine line(long number, String text, boolean complete) {
    PrefixRule.Found found = new PrefixRule.Found();
    String body = text;
    for (PrefixRule prefix : prefixes) {
      if (prefix.matches(text, found)) {
        body = text.substring(found.end);
        break;
      }
    }
    int on = found.hart;
    if (on < 0 && hart != null) {
      Matcher matcher = hart.matcher(text);
      on = matcher.find() ? PrefixRule.number(String.valueOf(matcher.group("hart"))) : -1;
    }
    return new LogLine(number, found.timeNs, on, found.source, body.stripTrailing(), complete);
  }

  /** Where within a line, behind its start, the prefix of another begins; -1 for nowhere. */
  int foreignPrefix(String body) {
    for (PrefixRule prefix : prefixes) {
      char first = prefix.first();
      for (int i = first == 0 ? -1 : body.indexOf(first, 1); i > 0; i = body.indexOf(first, i + 1)) {
        PrefixRule.Found found = new PrefixRule.Found();
        if (prefix.matches(body.substring(i), found)) {
          return i;
        }
      }
    }
    return -1;
  }

  /** Whether the bytes of the log are escaped. */
  public boolean isEscaped() {
    return escaped;
  }

  /** Whether a boot begins with this line. */
  public boolean isBanner(LogLine line) {
    return banner != null && line.body().startsWith(banner);
  }

  /** Whether the rules tell how a boot begins. */
  public boolean hasBanner() {
    return banner != null;
  }
}
