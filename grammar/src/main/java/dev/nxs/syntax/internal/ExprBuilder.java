// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.internal;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Argument;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Builds expressions but for their operators, which {@link Operators} puts in order. */
final class ExprBuilder extends NxsParserBaseVisitor<Expr> {
  private final Places places;
  private final Faults faults;
  private final Literals literals;
  private final EventBuilder events;

  ExprBuilder(Places places, Faults faults) {
    this.places = places;
    this.faults = faults;
    this.literals = new Literals(faults);
    this.events = new EventBuilder(this, places, faults);
  }

  Expr expr(NxsParser.ExprContext context) {
    return operators(context.operands, context.ops);
  }

  Expr operators(List<NxsParser.OperandContext> operands, List<Token> ops) {
    return new Operators(this, places, faults, operands, ops).build();
  }

  @Nullable Expr optional(NxsParser.@Nullable ExprContext context) {
    return context == null ? null : expr(context);
  }

  List<Expr> exprs(List<NxsParser.ExprContext> contexts) {
    List<Expr> exprs = new ArrayList<>(contexts.size());
    for (NxsParser.ExprContext context : contexts) {
      exprs.add(expr(context));
    }
    return exprs;
  }

  /** An operand by itself, prefixes included. */
  Expr operand(NxsParser.OperandContext context) {
    return operators(List.of(context), List.of());
  }

  EventBuilder events() {
    return events;
  }

  /** An operand without its prefixes: a primary with members, indices and calls. */
  Expr postfix(NxsParser.OperandContext context) {
    Expr expr = visit(context.primary());
    for (NxsParser.SuffixContext suffix : context.suffixes) {
      Span span = places.between(context.primary().getStart(), places.of(suffix));
      if (suffix.word() != null) {
        expr = new Expr.Member(expr, places.name(suffix.word()), span);
      } else if (suffix.arguments() != null) {
        boolean counts = expr instanceof Expr.NameExpr name && name.name().equals("count");
        expr = called(expr, arguments(suffix.arguments(), counts), span);
      } else {
        expr = new Expr.Index(expr, expr(suffix.expr()), span);
      }
    }
    return expr;
  }

  /**
   * A call, or a quantifier that is written like one: {@code all(list, x: condition)}, or with the name of what is asked
   * of each, {@code all(list, exited)}.
   */
  private static Expr called(Expr callee, List<Argument> arguments, Span span) {
    boolean all = callee instanceof Expr.NameExpr name && name.name().equals("all");
    boolean any = callee instanceof Expr.NameExpr name && name.name().equals("any");
    boolean quantifies = (all || any) && arguments.size() == 2 && arguments.get(0).name() == null;
    if (!quantifies) {
      return new Expr.Call(callee, arguments, span);
    }
    Expr.Quantifier.Kind kind = all ? Expr.Quantifier.Kind.ALL : Expr.Quantifier.Kind.ANY;
    Expr list = arguments.get(0).value();
    Name variable = arguments.get(1).name();
    Expr body = arguments.get(1).value();
    if (variable == null) {
      variable = new Name("it", list.span());
      Expr element = new Expr.NameExpr("it", list.span());
      body = new Expr.Call(body, List.of(new Argument(null, element, list.span())), body.span());
    }
    return new Expr.Quantifier(kind, null, variable, list, body, span);
  }

  /** The arguments of a declaration, none where it has no parentheses. */
  List<Argument> arguments(NxsParser.@Nullable ArgumentsContext context) {
    return context == null ? List.of() : arguments(context, false);
  }

  private List<Argument> arguments(NxsParser.ArgumentsContext context, boolean ofEvents) {
    if (context.exception != null) {
      return List.of();
    }
    List<Argument> arguments = new ArrayList<>(context.items.size());
    for (NxsParser.ArgumentContext item : context.items) {
      arguments.add(argument(item, ofEvents));
    }
    return arguments;
  }

  private Argument argument(NxsParser.ArgumentContext context, boolean ofEvents) {
    Name name = null;
    if (context.word() != null) {
      name = places.name(context.word());
      wantColon(context.sep, "argument");
    }
    return new Argument(name, value(context.condition(), ofEvents), places.of(context));
  }

  private void wantColon(Token separator, String what) {
    if (separator.getType() == NxsParser.ASSIGN) {
      faults.add(
          Diagnostic.error(
                  Code.EQUALS_FOR_COLON, places.of(separator), "`=` stands where the name of an " + what + " has `:`")
              .help("write `name: value`"));
    }
  }

  /** An expression, or an event where one is named by its word or narrowed. */
  private Expr value(NxsParser.ConditionContext context, boolean ofEvents) {
    boolean narrowed = !context.narrowings.isEmpty();
    if (!narrowed && !ofEvents) {
      return expr(context.expr());
    }
    Condition condition = events.condition(context);
    if (condition instanceof Condition.Event event) {
      return new Expr.EventExpr(event.event(), event.span());
    }
    return ((Condition.State) condition).expr();
  }

  @Override
  public Expr visitLiteral(NxsParser.LiteralContext context) {
    Token token = context.literal;
    Span span = places.of(token);
    return switch (token.getType()) {
      case NxsParser.TRUE -> new Expr.BoolLit(true, span);
      case NxsParser.FALSE -> new Expr.BoolLit(false, span);
      case NxsParser.PATTERN -> pattern(token);
      default -> literals.number(token.getText(), span, false);
    };
  }

  /** A number behind a minus, which belongs to it. */
  Expr negativeNumber(Token minus, Token number) {
    return literals.number(number.getText(), places.between(minus, places.of(number)), true);
  }

  Expr.IntLit version(Token number) {
    Expr value = literals.number(number.getText(), places.of(number), false);
    return value instanceof Expr.IntLit version ? version : new Expr.IntLit(0, value.span());
  }

  Expr.PatternLit pattern(Token token) {
    String raw = token.getText();
    boolean template = raw.charAt(0) == 'p';
    String text = raw.substring(2, Math.max(2, raw.length() - 1));
    Expr.PatternLit.Kind kind = template ? Expr.PatternLit.Kind.TEMPLATE : Expr.PatternLit.Kind.REGEX;
    return new Expr.PatternLit(kind, text, places.of(token));
  }

  @Override
  public Expr visitText(NxsParser.TextContext context) {
    return string(context.string());
  }

  Expr.StringLit string(NxsParser.StringContext context) {
    Span span = places.of(context);
    List<Expr.StringLit.Part> parts = new ArrayList<>();
    TerminalNode plain = context.STRING();
    if (plain != null) {
      String raw = plain.getText();
      if (raw.length() > 2) {
        Span inside = new Span(span.source(), span.start() + 1, span.end() - 1);
        parts.add(text(raw.substring(1, raw.length() - 1), inside));
      }
      return new Expr.StringLit(parts, span);
    }
    NxsParser.StringPartContext firstOfRun = null;
    for (int i = 0; i < context.parts.size(); i++) {
      NxsParser.StringPartContext part = context.parts.get(i);
      if (part.expr() != null) {
        parts.add(new Expr.StringLit.Hole(expr(part.expr()), places.of(part)));
        continue;
      }
      firstOfRun = firstOfRun == null ? part : firstOfRun;
      boolean goesOn = i + 1 < context.parts.size() && context.parts.get(i + 1).expr() == null;
      if (!goesOn) {
        Span run = places.of(firstOfRun).to(places.of(part));
        parts.add(text(run.text(), run));
        firstOfRun = null;
      }
    }
    return new Expr.StringLit(parts, span);
  }

  private Expr.StringLit.Text text(String raw, Span span) {
    return new Expr.StringLit.Text(literals.text(raw, span), span);
  }

  @Override
  public Expr visitEvent(NxsParser.EventContext context) {
    EventPattern event = events.line(context);
    return new Expr.EventExpr(event, event.span());
  }

  /** The head of a quantifier with the body that follows it. */
  Expr quantifier(NxsParser.PrefixContext head, Expr body, Span span) {
    Expr.Quantifier.Kind kind =
        switch (head.kind.getType()) {
          case NxsParser.ALL -> Expr.Quantifier.Kind.ALL;
          case NxsParser.ANY -> Expr.Quantifier.Kind.ANY;
          default -> Expr.Quantifier.Kind.EXACTLY;
        };
    Expr count = head.quantity() == null ? null : quantity(head.quantity());
    return new Expr.Quantifier(kind, count, places.name(head.name()), expr(head.expr()), body, span);
  }

  private Expr quantity(NxsParser.QuantityContext context) {
    if (context.expr() != null) {
      return expr(context.expr());
    }
    if (context.name() != null) {
      return nameRef(context.name());
    }
    return literals.number(context.getStart().getText(), places.of(context), false);
  }

  @Override
  public Expr visitNameRef(NxsParser.NameRefContext context) {
    return nameRef(context.name());
  }

  private Expr nameRef(NxsParser.NameContext context) {
    return new Expr.NameExpr(context.getStart().getText(), places.of(context));
  }

  @Override
  public Expr visitParens(NxsParser.ParensContext context) {
    return expr(context.expr());
  }

  @Override
  public Expr visitList(NxsParser.ListContext context) {
    List<Expr> elements = new ArrayList<>(context.items.size());
    for (NxsParser.ConditionContext item : context.items) {
      elements.add(value(item, false));
    }
    return new Expr.ListLit(elements, places.of(context));
  }

  @Override
  public Expr visitRecord(NxsParser.RecordContext context) {
    List<Expr.RecordLit.Field> fields = new ArrayList<>(context.items.size());
    for (NxsParser.FieldContext field : context.items) {
      wantColon(field.sep, "entry");
      Name name = field.word() != null ? places.name(field.word()) : quotedName(field.string());
      fields.add(new Expr.RecordLit.Field(name, expr(field.expr()), places.of(field)));
    }
    return new Expr.RecordLit(fields, places.of(context));
  }

  private Name quotedName(NxsParser.StringContext context) {
    Expr.StringLit literal = string(context);
    String text = literal.constant();
    faults.add(
        Diagnostic.error(Code.UNEXPECTED_WORD, literal.span(), "the names of a record stand without quotes")
            .help(text == null ? null : "write `" + text + ":`"));
    return new Name(text == null ? "" : text, literal.span());
  }
}
