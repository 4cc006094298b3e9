// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression. */
public sealed interface Expr extends Node {
  <R> R accept(Visitor<R> visitor);

  /** {@code 42}, {@code 1_000}, {@code 0xff}, {@code 0b101}. */
  record IntLit(long value, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.intLit(this);
    }
  }

  /** {@code 0.5}, {@code 1e3}. */
  record FloatLit(double value, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.floatLit(this);
    }
  }

  /** {@code 10ms}: a whole number of nanoseconds. */
  record DurationLit(long ns, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.durationLit(this);
    }
  }

  /** {@code true}, {@code false}. */
  record BoolLit(boolean value, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.boolLit(this);
    }
  }

  /** {@code "tick ${i}"}: texts with their escapes resolved, and holes, in the order in which they stand. */
  record StringLit(List<Part> parts, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stringLit(this);
    }

    /** The text of a literal without holes; null for one that has any. */
    public @Nullable String constant() {
      StringBuilder all = new StringBuilder();
      for (Part part : parts) {
        if (!(part instanceof Text text)) {
          return null;
        }
        all.append(text.value());
      }
      return all.toString();
    }

    /** A piece of a string literal. */
    public sealed interface Part extends Node {}

    /** Plain text of a string literal, escapes resolved. */
    public record Text(String value, Span span) implements Part {}

    /** {@code ${expression}}; the span includes dollar sign and braces. */
    public record Hole(Expr value, Span span) implements Part {}
  }

  /** {@code r"…"} or {@code p"…"}, as written between the quotes. */
  record PatternLit(PatternLit.Kind kind, String text, Span span) implements Expr {
    /** What the text of a pattern is. */
    public enum Kind {
      /** {@code r"…"}: a regular expression of the RE2 subset. */
      REGEX,
      /** {@code p"…"}: a template for a whole line with typed captures. */
      TEMPLATE
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.patternLit(this);
    }
  }

  /** A name that stands for a value: a variable, a declared object, a class, an error. */
  record NameExpr(String name, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.name(this);
    }
  }

  /** {@code [a, b]}. */
  record ListLit(List<Expr> elements, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.listLit(this);
    }
  }

  /** {@code {name: value}}. */
  record RecordLit(List<Field> fields, Span span) implements Expr {
    /** One field of a record literal. */
    public record Field(Name name, Expr value, Span span) implements Node {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.recordLit(this);
    }
  }

  /** {@code -x}, {@code not x}. */
  record Unary(UnaryOp op, Expr operand, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unary(this);
    }
  }

  /**
   * Operands joined by binary operators of one level of precedence, evaluated from the left: {@code a + b - c}. The
   * chain is flat, so that a sum of ten thousand terms nests no deeper than one of two. A chain of comparisons has
   * exactly one link; chains of {@code and} and of {@code or} evaluate no further than they must.
   */
  record Chain(Expr first, List<Link> links, Span span) implements Expr {
    /** An operator and the operand to its right. */
    public record Link(BinaryOp op, Span opSpan, Expr operand) {}

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.chain(this);
    }
  }

  /** {@code a..b}, or {@code a..=b} with its end included. */
  record RangeExpr(Expr from, Expr to, boolean inclusive, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.range(this);
    }
  }

  /** {@code target.member}. */
  record Member(Expr target, Name member, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.member(this);
    }
  }

  /** {@code target[index]}. */
  record Index(Expr target, Expr index, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.index(this);
    }
  }

  /** {@code callee(arguments)}; the callee is a name or a member. */
  record Call(Expr callee, List<Argument> arguments, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.call(this);
    }
  }

  /** {@code try call}: a record of {@code ok}, {@code error} and {@code value}. */
  record Try(Expr call, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.tryCall(this);
    }
  }

  /**
   * {@code all x in LIST: …}, {@code any x in LIST: …}, {@code exactly N x in LIST: …}.
   *
   * @param count the number of {@code exactly}, null for the others
   */
  record Quantifier(Quantifier.Kind kind, @Nullable Expr count, Name variable, Expr list, Expr body, Span span)
      implements Expr {
    /** How many elements must satisfy the body. */
    public enum Kind {
      ALL,
      ANY,
      EXACTLY
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.quantifier(this);
    }
  }

  /** An event where an expression stands, as in {@code count(marker "beat")}. */
  record EventExpr(EventPattern event, Span span) implements Expr {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.event(this);
    }
  }

  /** Unary operators. */
  enum UnaryOp {
    NEGATE("-"),
    NOT("not");

    private final String text;

    UnaryOp(String text) {
      this.text = text;
    }

    /** The operator as it is written. */
    public String text() {
      return text;
    }
  }

  /** Binary operators, with the text that they are written as. */
  enum BinaryOp {
    OR("or"),
    AND("and"),
    EQ("=="),
    NE("!="),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">="),
    IN("in"),
    ADD("+"),
    SUB("-"),
    MUL("*"),
    DIV("/"),
    REM("%");

    private final String text;

    BinaryOp(String text) {
      this.text = text;
    }

    /** The operator as it is written. */
    public String text() {
      return text;
    }
  }

  /** One method for each kind of expression. */
  interface Visitor<R> {
    R intLit(IntLit expr);

    R floatLit(FloatLit expr);

    R durationLit(DurationLit expr);

    R boolLit(BoolLit expr);

    R stringLit(StringLit expr);

    R patternLit(PatternLit expr);

    R name(NameExpr expr);

    R listLit(ListLit expr);

    R recordLit(RecordLit expr);

    R unary(Unary expr);

    R chain(Chain expr);

    R range(RangeExpr expr);

    R member(Member expr);

    R index(Index expr);

    R call(Call expr);

    R tryCall(Try expr);

    R quantifier(Quantifier expr);

    R event(EventExpr expr);
  }
}
