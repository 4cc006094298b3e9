// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import java.util.Map;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.jspecify.annotations.Nullable;

/**
 * What to do about a token that cannot stand where it stands: what its author probably meant, judged by the word that
 * the item begins with and by the neighbours of the place. Null where nothing is probable.
 */
final class Advice {
  private static final String ELSE_IF = "write `else if`";
  private static final String LET = "write `let name = …`";
  private static final String VAR = "write `var name = …`, and `name = …` to assign";
  private static final String FN = "write `fn name(a: int): int { … }` outside of scenarios";
  private static final String TASK = "write `task name { … }`";

  /** Words of other languages that begin a statement there, with what to write here. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("switch", "write `if … { … } else if … { … }`"),
          Map.entry("match", "write `if … { … } else if … { … }`"),
          Map.entry("case", "write `if … { … } else if … { … }`"),
          Map.entry("elif", ELSE_IF), Map.entry("elsif", ELSE_IF), Map.entry("elseif", ELSE_IF),
          Map.entry("const", LET), Map.entry("final", LET), Map.entry("auto", LET), Map.entry("val", LET),
          Map.entry("int", LET), Map.entry("float", LET), Map.entry("bool", LET), Map.entry("string", LET),
          Map.entry("duration", LET), Map.entry("mut", VAR), Map.entry("set", VAR), Map.entry("local", VAR),
          Map.entry("def", FN), Map.entry("func", FN), Map.entry("function", FN), Map.entry("sub", FN),
          Map.entry("do", "an endless block is `loop { … }`"), Map.entry("until", "write `while not … { … }`"),
          Map.entry("unless", "write `if not … { … }`"), Map.entry("foreach", "write `for x in … { … }`"),
          Map.entry("assert", "write `expect …`"), Map.entry("include", "write `import \"lib.nxs\"`"),
          Map.entry("use", "write `import \"lib.nxs\"`"), Map.entry("thread", TASK), Map.entry("process", TASK),
          Map.entry("test", "write `scenario \"what it shows\" { … }`"),
          Map.entry("type", "types have no declarations; a record is written `{name: value}`"),
          Map.entry("struct", "types have no declarations; a record is written `{name: value}`"),
          Map.entry("enum", "types have no declarations; a record is written `{name: value}`"),
          Map.entry("class", "types have no declarations; a record is written `{name: value}`"));

  private final TokenStream tokens;
  private final ParserRuleContext context;
  private final Token head;
  private final Token before;
  private final Token found;

  private Advice(TokenStream tokens, ParserRuleContext context, Token head, Token before, Token found) {
    this.tokens = tokens;
    this.context = context;
    this.head = head;
    this.before = before;
    this.found = found;
  }

  /**
   * The advice for a token that the parser stumbled over.
   *
   * @param separator whether what should stand there separates or ends something
   */
  static @Nullable String of(Parser parser, Token found, @Nullable Token before, boolean separator) {
    TokenStream tokens = parser.getInputStream();
    Token head = headOf(parser.getContext(), found);
    Advice advice = new Advice(tokens, parser.getContext(), head, before == null ? found : before, found);
    String help = advice.foreign();
    if (help == null) {
      help = advice.byHead();
    }
    if (help == null) {
      help = advice.byFound();
    }
    return help == null && separator ? advice.byPlace() : help;
  }

  /** Whether a token is a word that begins something in other languages. */
  static boolean isForeign(Token token) {
    return token.getType() == NxsLexer.ID && FOREIGN.containsKey(token.getText());
  }

  /** The first token of the item around a place; the place itself where an item should begin there. */
  static Token headOf(ParserRuleContext context, Token found) {
    ParserRuleContext item = context;
    while (item != null) {
      switch (item.getRuleIndex()) {
        case NxsParser.RULE_statement, NxsParser.RULE_scenarioItem, NxsParser.RULE_topItem, NxsParser.RULE_expectation,
            NxsParser.RULE_groupItem -> {
          return item.getStart();
        }
        default -> item = item.getParent();
      }
    }
    return found;
  }

  /** What a word of another language is here; only where an item begins with it, or would. */
  private @Nullable String foreign() {
    boolean atHead = found.getTokenIndex() <= head.getTokenIndex() + 1;
    String help = atHead && isForeign(head) ? FOREIGN.get(head.getText()) : null;
    return help == null && isForeign(found) ? FOREIGN.get(found.getText()) : help;
  }

  /** What the word says that the item begins with. */
  private @Nullable String byHead() {
    boolean assigns = found.getType() == NxsLexer.ASSIGN;
    boolean first = found.getTokenIndex() == head.getTokenIndex() + 1;
    return switch (head.getType()) {
      case NxsLexer.FOR -> assigns || isWord("to") ? "a loop over numbers is `for i in 0..3 { … }`" : null;
      case NxsLexer.SWEEP -> assigns ? "the values of a sweep stand behind `in`: `sweep n in 1..=3`" : null;
      case NxsLexer.MACHINE ->
          first || before.getTokenIndex() == head.getTokenIndex() + 1
              ? "the arguments stand in parentheses: `machine(harts: 2)`"
              : null;
      case NxsLexer.IMPORT -> first ? "write `import \"lib.nxs\"`" : null;
      case NxsLexer.SCENARIO ->
          first ? "write `scenario \"" + (isName(found) ? found.getText() : "what it shows") + "\" { … }`" : null;
      case NxsLexer.TASK -> inTask();
      case NxsLexer.RUN -> first ? "write `run for 200ms`, or `run until …`" : null;
      case NxsLexer.TRY ->
          tokens.get(head.getTokenIndex() + 1).getType() == NxsLexer.LBRACE
              ? "`try` stands before one call: `let r = try …`; then `r.ok` and `r.error` tell what came of it"
              : null;
      case NxsLexer.EXPECT ->
          first && context.getRuleIndex() == NxsParser.RULE_name
              ? "expectations outside of scenarios have a name: `expect boot { … }`"
              : null;
      case NxsLexer.WHENEVER ->
          context.getRuleIndex() != NxsParser.RULE_form || found.getType() == NxsLexer.SEMI
              ? null
              : "write `whenever EVENT then EVENT within 10ms`";
      case NxsLexer.ORDER, NxsLexer.ALL, NxsLexer.EXCLUSIVE ->
          tokens.get(head.getTokenIndex() + 1).getType() == NxsLexer.LBRACK
              ? "the events of a group stand in braces: `" + head.getText() + " { EVENT; EVENT }`"
              : null;
      case NxsLexer.EXACTLY ->
          (before.getType() == NxsLexer.MARKER || before.getType() == NxsLexer.AUDIT) && !hasOf()
              ? "write `of` before the event: `exactly 3 of marker …`"
              : found.getType() == NxsLexer.OF ? "say how many: `exactly 3 of …`" : null;
      default -> null;
    };
  }

  /** Whether {@code of} stands somewhere from the head to what was found. */
  private boolean hasOf() {
    for (int at = head.getTokenIndex(); at < found.getTokenIndex(); at++) {
      if (tokens.get(at).getType() == NxsLexer.OF) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String inTask() {
    if (found.getType() == NxsLexer.LBRACK) {
      return "the number of tasks stands behind the name: `task worker[3](qos: idle) { … }`";
    }
    boolean program = isName(found) && found.getTokenIndex() > head.getTokenIndex() + 1;
    return program ? "write `task t { … }`, or `task t = " + found.getText() + "(…)` where that is a program" : null;
  }

  /** What the token itself says, and the one before it. */
  private @Nullable String byFound() {
    int type = found.getType();
    if (type == NxsLexer.VAR && context.getRuleIndex() != NxsParser.RULE_name) {
      return "`let` declares a value here; variables belong to tasks, programs and functions";
    }
    if ((type == NxsLexer.FN || type == NxsLexer.PROGRAM) && context.getRuleIndex() != NxsParser.RULE_name) {
      return "functions and programs are declared outside of scenarios";
    }
    if (type == NxsLexer.EXPECT && isExpectation()) {
      return "what stands in `expect { … }` needs no further `expect`";
    }
    if (type == NxsLexer.DOT && tokens.get(found.getTokenIndex() + 1).getType() == NxsLexer.NUMBER) {
      return "write `0." + tokens.get(found.getTokenIndex() + 1).getText() + "`";
    }
    if (type == NxsLexer.THEN && isExpectation()) {
      return "`then` has a question before it: `whenever EVENT then EVENT within 10ms`";
    }
    if (isText(type) && before.getText().equals("phase") && isExpectation()) {
      return "the name of a phase stands without quotes: `phase bringup { … }`";
    }
    if (isText(type) && context.getRuleIndex() == NxsParser.RULE_name) {
      return "a name stands without quotes";
    }
    if (isText(type) && isName(before) && before.getStopIndex() + 1 == found.getStartIndex()) {
      return "a text takes `${…}` without a letter in front of it";
    }
    return null;
  }

  /** What the place says: what separates arguments, items and clauses. */
  private @Nullable String byPlace() {
    boolean begins = isText(found.getType()) || Words.isWord(found.getType()) || found.getType() == NxsLexer.NUMBER;
    if (isInside()) {
      return begins ? "a `,` separates them" : null;
    }
    boolean second = found.getTokenIndex() == head.getTokenIndex() + 1;
    if (isStatement() && second && isName(head)) {
      return begins ? "the arguments of a call stand in parentheses: `" + head.getText() + "(…)`" : null;
    }
    if (found.getType() == NxsLexer.COMMA) {
      return "items are separated by `;` or by the end of a line";
    }
    if (isExpectation() && found.getType() == NxsLexer.NUMBER) {
      return "say what the time means: `within`, `by`, `at`, `after` or `before`";
    }
    if (isExpectation() && head.getType() == NxsLexer.ID && found.getType() == NxsLexer.ID) {
      return "an expectation is an event, such as `marker \"…\"` or `preempt(t)`, or a condition, such as `exited(t)`";
    }
    boolean sameLine = begins && found.getLine() == before.getLine() && found != head;
    return sameLine ? "a `;` separates two items on one line" : null;
  }

  /** Whether the place is between parentheses or square brackets. */
  private boolean isInside() {
    for (ParserRuleContext around = context; around != null; around = around.getParent()) {
      switch (around.getRuleIndex()) {
        case NxsParser.RULE_arguments, NxsParser.RULE_parameters, NxsParser.RULE_primary, NxsParser.RULE_suffix -> {
          return true;
        }
        case NxsParser.RULE_statement, NxsParser.RULE_scenarioItem, NxsParser.RULE_expectation -> {
          return false;
        }
        default -> { }
      }
    }
    return false;
  }

  private boolean isStatement() {
    return isIn(NxsParser.RULE_statement);
  }

  private boolean isExpectation() {
    return isIn(NxsParser.RULE_expectation) || isIn(NxsParser.RULE_expectBody) || isIn(NxsParser.RULE_groupItem);
  }

  private boolean isIn(int rule) {
    for (ParserRuleContext around = context; around != null; around = around.getParent()) {
      if (around.getRuleIndex() == rule) {
        return true;
      }
    }
    return false;
  }

  private boolean isWord(String word) {
    return found.getText().equals(word);
  }

  private static boolean isName(Token token) {
    return Words.isName(token.getType());
  }

  private static boolean isText(int type) {
    return type == NxsLexer.STRING || type == NxsLexer.QUOTE || type == NxsLexer.TRIPLE_QUOTE;
  }
}
