// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The words of the language and what they can do, as tables over token types. */
public final class Words {
  /** A set of token types. The end of the file, which is of a negative type, is in none. */
  static final class Types {
    private final BitSet types;

    private Types(BitSet types) {
      this.types = types;
    }

    boolean has(int type) {
      return type >= 0 && types.get(type);
    }
  }

  /** Words that cannot be names. */
  static final List<String> RESERVED =
      List.of(
          "let", "var", "if", "else", "while", "loop", "for", "in", "break", "continue", "return", "fn", "import",
          "true", "false", "and", "or", "not", "expect", "try", "ignore");

  /** Words that begin a declaration of a file. */
  static final List<String> TOP_ITEMS =
      List.of("import", "let", "fn", "program", "machine", "expect", "log", "scenario");

  /** Words that begin an item of a scenario. */
  static final List<String> SCENARIO_ITEMS =
      List.of(
          "param", "sweep", "let", "machine", "service", "endpoint", "mutex", "event", "barrier", "task", "timer", "at",
          "every", "when", "run", "explore", "expect");

  /** Words that begin a statement. */
  static final List<String> STATEMENTS =
      List.of("let", "var", "if", "while", "loop", "for", "break", "continue", "return", "expect", "ignore");

  /** Words that begin an expectation. */
  static final List<String> FORMS =
      List.of(
          "marker", "audit", "never", "exactly", "at", "once", "order", "all", "any", "exclusive", "whenever", "always",
          "eventually", "finally", "stable", "no", "complete", "phase", "start", "end");

  /** Words that continue an expectation. */
  static final List<String> CLAUSES =
      List.of(
          "within", "by", "at", "before", "after", "until", "then", "on", "where", "of", "with", "require", "from",
          "if", "xfail", "every", "between", "allow", "iff", "over", "for");

  private static final List<String> OTHERS =
      List.of(
          "nxs", "as", "timeout", "fails", "contains", "starts", "hart", "least", "most", "strict", "the", "same",
          "starvation", "deadlock", "priority", "inversion", "lost", "wakeup");

  private static final Map<String, Integer> TYPES = types();

  /** Tokens after which a line cannot end, since an operand must follow. */
  static final Types WANT_OPERAND =
      setOf(
          NxsLexer.COMMA, NxsLexer.ASSIGN, NxsLexer.COLON, NxsLexer.DOT, NxsLexer.RANGE, NxsLexer.RANGE_TO,
          NxsLexer.EQ, NxsLexer.NE, NxsLexer.LT, NxsLexer.LE, NxsLexer.GT, NxsLexer.GE, NxsLexer.PLUS, NxsLexer.MINUS,
          NxsLexer.STAR, NxsLexer.SLASH, NxsLexer.PERCENT, NxsLexer.AND, NxsLexer.OR, NxsLexer.NOT, NxsLexer.IN);

  /** Tokens other than names with which an operand ends. */
  static final Types END_VALUE =
      setOf(
          NxsLexer.NUMBER, NxsLexer.STRING, NxsLexer.PATTERN, NxsLexer.QUOTE_END, NxsLexer.RPAREN, NxsLexer.RBRACK,
          NxsLexer.RBRACE, NxsLexer.TRUE, NxsLexer.FALSE);

  /** Words of statements that an expression must or may follow, but no block. */
  static final Types WANT_VALUE =
      setOf(NxsLexer.RETURN, NxsLexer.EXPECT, NxsLexer.IGNORE, NxsLexer.TRY, NxsLexer.IF, NxsLexer.WHILE);

  /** Tokens with which no item can begin, so that a line which starts with one continues the line above. */
  static final Types CONTINUE =
      setOf(
          NxsLexer.COMMA, NxsLexer.ASSIGN, NxsLexer.COLON, NxsLexer.DOT, NxsLexer.RANGE, NxsLexer.RANGE_TO,
          NxsLexer.EQ, NxsLexer.NE, NxsLexer.LT, NxsLexer.LE, NxsLexer.GT, NxsLexer.GE, NxsLexer.PLUS, NxsLexer.MINUS,
          NxsLexer.STAR, NxsLexer.SLASH, NxsLexer.PERCENT, NxsLexer.AND, NxsLexer.OR, NxsLexer.IN, NxsLexer.ELSE,
          NxsLexer.LBRACE, NxsLexer.RPAREN, NxsLexer.RBRACK);

  /** Words that can begin nothing but a statement or a declaration: a line which starts with one is a new item. */
  static final Types BEGIN_ITEM =
      setOf(
          NxsLexer.LET, NxsLexer.VAR, NxsLexer.WHILE, NxsLexer.LOOP, NxsLexer.BREAK, NxsLexer.CONTINUE, NxsLexer.RETURN,
          NxsLexer.FN, NxsLexer.IMPORT, NxsLexer.EXPECT, NxsLexer.IGNORE);

  /** Words that declare something by a name, which follows. */
  static final Types DECLARE_IN_SCENARIO =
      setOf(
          NxsLexer.TASK, NxsLexer.SERVICE, NxsLexer.ENDPOINT, NxsLexer.MUTEX, NxsLexer.EVENT, NxsLexer.BARRIER,
          NxsLexer.TIMER, NxsLexer.PARAM, NxsLexer.SWEEP);

  static final Types CLAUSE_TYPES = typesOf(CLAUSES);

  /** Words that continue an item of a scenario. */
  static final Types SCENARIO_CLAUSES =
      setOf(
          NxsLexer.FROM, NxsLexer.UNTIL, NxsLexer.TIMEOUT, NxsLexer.WITH, NxsLexer.ON, NxsLexer.BY, NxsLexer.WHERE);

  private Words() {}

  /** All words that mean something somewhere, in the order of the alphabet. */
  public static SortedSet<String> all() {
    return new TreeSet<>(TYPES.keySet());
  }

  /** The token type of a word, {@code ID} for one that the language gives no meaning. */
  static int typeOf(String word) {
    return TYPES.getOrDefault(word, NxsLexer.ID);
  }

  /** Whether the block of an item that begins with a word holds statements. */
  public static boolean holdsStatements(String head) {
    return switch (typeOf(head)) {
      case NxsLexer.TASK, NxsLexer.TIMER, NxsLexer.AT, NxsLexer.EVERY, NxsLexer.WHEN, NxsLexer.PROGRAM, NxsLexer.FN,
          NxsLexer.IF, NxsLexer.WHILE, NxsLexer.LOOP, NxsLexer.FOR -> true;
      default -> false;
    };
  }

  /**
   * Whether a line that starts with a text is a new item for certain, whatever stands above.
   *
   * @param statement whether it stands among statements, which have no clauses
   */
  public static boolean beginsItem(String text, boolean statement) {
    char first = text.charAt(0);
    int type = typeOf(text);
    boolean word = Character.isLetter(first) || first == '_' || first == '"';
    boolean continues = CONTINUE.has(type) || type == NxsLexer.FAILS || type == NxsLexer.AS;
    boolean clause = CLAUSE_TYPES.has(type) || SCENARIO_CLAUSES.has(type) || isJoint(type);
    return word && !continues && (statement || !clause);
  }

  static boolean isReserved(int type) {
    return type >= NxsLexer.LET && type <= NxsLexer.IGNORE;
  }

  /** Whether a token is a word between two events, which binds like an operator. */
  static boolean isJoint(int type) {
    return type == NxsLexer.THEN || type == NxsLexer.IFF || type == NxsLexer.REQUIRE;
  }

  /** Whether a token is a word of any kind. */
  static boolean isWord(int type) {
    return type == NxsLexer.ID || (type >= NxsLexer.LET && type <= NxsLexer.XFAIL);
  }

  /** Whether a token can be a name. */
  static boolean isName(int type) {
    return isWord(type) && !isReserved(type);
  }

  private static Map<String, Integer> types() {
    Map<String, Integer> types = new HashMap<>();
    for (List<String> words : List.of(RESERVED, TOP_ITEMS, SCENARIO_ITEMS, FORMS, CLAUSES, OTHERS)) {
      for (String word : words) {
        types.putIfAbsent(word, tokenType(word));
      }
    }
    return types;
  }

  /** Tokens of words are called like their words, which the vocabulary of the lexer knows in a fixed order. */
  private static int tokenType(String word) {
    String name = word.toUpperCase(Locale.ROOT);
    for (int type = NxsLexer.LET; type <= NxsLexer.XFAIL; type++) {
      if (name.equals(NxsLexer.VOCABULARY.getSymbolicName(type))) {
        return type;
      }
    }
    throw new IllegalStateException("a word must have a token: word=" + word);
  }

  private static Types typesOf(List<String> words) {
    BitSet types = new BitSet();
    words.forEach(word -> types.set(typeOf(word)));
    return new Types(types);
  }

  private static Types setOf(int... types) {
    BitSet set = new BitSet();
    for (int type : types) {
      set.set(type);
    }
    return new Types(set);
  }
}
