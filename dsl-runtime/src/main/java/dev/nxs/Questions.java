// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.compile.Observed;
import dev.nxs.compile.ObservingScope;
import dev.nxs.compile.Type;
import dev.nxs.expect.Explainer;
import dev.nxs.expect.Probe;
import dev.nxs.expect.Watched;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles what is asked at a place of a run, in the names of its scenario, and answers it. */
final class Questions {
  /** Any event of a kind, which the language has no word for. */
  private static final Pattern KIND =
      Pattern.compile("event\\s+([a-z_-]+)(?:\\s+on\\s+hart\\s+(\\d{1,4}))?(?:\\s+by\\s+task\\s+(\\S+))?");

  private final Motions motions;

  Questions(Motions motions) {
    this.motions = motions;
  }

  /**
   * The value of an expression here.
   *
   * @throws NxsException if it makes no sense, or has no value
   */
  Value value(String expression) {
    Observed observed = observed(expression);
    Watched.Answer answer = answer(observed, expression);
    String text = show(observed, answer);
    return new Value(observed.type().text(), text, answer.value(), answer.empty());
  }

  /**
   * Whether a condition holds here.
   *
   * @throws NxsException if it is none, or has no value
   */
  Check check(String expression) {
    Observed observed = observed(expression);
    if (observed.type() != Type.BOOL) {
      throw refused(
          Code.TYPE_MISMATCH, expression, "this is a value of type " + observed.type().text() + ", and a condition is bool");
    }
    boolean holds = answer(observed, expression).value() != 0;
    List<Check.Part> parts = new ArrayList<>();
    int start = observed.source().span().start();
    for (Observed part : observed.parts()) {
      Watched.Answer answer = run().observe(part, new long[0]);
      Span span = part.source().span();
      String shown =
          answer.fault() != null
              ? "no value: " + Explainer.words(answer.fault())
              : answer.empty() ? "no samples" : show(part, answer);
      parts.add(new Check.Part(span.start() - start, span.text(), shown));
    }
    return new Check(expression.strip(), holds, motions.timeline().position(), parts);
  }

  /**
   * The probe of a condition.
   *
   * @throws NxsException if it makes no sense
   */
  Probe probe(dev.nxs.Condition condition) {
    Matcher kind = KIND.matcher(condition.text());
    if (kind.matches()) {
      return kindProbe(condition.text(), kind);
    }
    Condition parsed = Fragment.condition(condition.text());
    if (parsed instanceof Condition.State) {
      Observed observed = observed(condition.text());
      if (observed.type() == Type.BOOL) {
        return Probe.of(observed);
      }
    }
    Diagnostics found = new Diagnostics();
    Probe probe = Probe.of(parsed, scope(found));
    Fragment.check(found, condition.text(), false);
    if (probe == null) {
      throw refused(Code.NOT_AN_EVENT, condition.text(), "this is no condition");
    }
    return probe;
  }

  private Probe kindProbe(String text, Matcher matcher) {
    String word = matcher.group(1).replace('-', '_');
    Map<String, EventKind> kinds = new TreeMap<>();
    for (EventKind each : EventKind.values()) {
      kinds.put(each.name().toLowerCase(Locale.ROOT), each);
    }
    EventKind kind = kinds.get(word);
    if (kind == null) {
      String meant = Suggest.closest(word, kinds.keySet());
      throw refused(
          Code.BAD_COMMAND, text,
          "there is no kind of event `" + word + "`; " + (meant == null ? "they are " + String.join(", ", kinds.keySet()) : "did you mean `" + meant + "`?"));
    }
    String hart = matcher.group(2);
    String task = matcher.group(3);
    int number = hart == null ? -1 : Integer.parseInt(hart);
    if (number >= run().machine().view().harts()) {
      throw refused(Code.NO_SUCH_HART, text, "hart " + number + " does not exist");
    }
    return Probe.of(kind, number, task == null ? 0 : motions.pid(task));
  }

  /** The lines so far that are an event. */
  List<ConsoleLine> linesOf(dev.nxs.Condition condition) {
    Probe probe = probe(condition);
    List<ConsoleLine> found = new ArrayList<>();
    for (ConsoleLine line : motions.timeline().record().markers()) {
      boolean same =
          probe.occurs(
              run(), EventKind.MARKER, line.timeNs(), line.step(), line.hart(), line.pid(), 0, 0, 0, line.text());
      if (same) {
        found.add(line);
      }
    }
    return found;
  }

  /** The probe of a value whose changes are wanted. */
  Probe watched(String expression) {
    return Probe.of(observed(expression));
  }

  /** How a value of an expression is written. */
  String show(String expression, long word) {
    Observed observed = observed(expression);
    return image().values().show(word, observed.type(), run().pool());
  }

  private String show(Observed observed, Watched.Answer answer) {
    return image().values().show(answer.value(), observed.type(), run().pool());
  }

  private Watched.Answer answer(Observed observed, String expression) {
    Watched.Answer answer = run().observe(observed, new long[0]);
    if (answer.fault() != null) {
      throw refused(Code.TASK_FAULT, expression, "it has no value: " + Explainer.words(answer.fault()));
    }
    return answer;
  }

  /** Compiles an expression; figures that nobody collects yet are collected from then on, from boot. */
  private Observed observed(String expression) {
    Observed known = known(expression);
    if (known != null) {
      return known;
    }
    Expr expr = Fragment.expression(expression);
    Diagnostics found = new Diagnostics();
    ObservingScope scope = scope(found);
    int counted = scope.counted().size();
    Observed observed = scope.observe(expr, Type.ANY, Map.of());
    Fragment.check(found, expression, true);
    if (observed == null) {
      throw refused(Code.UNEXPECTED_WORD, expression, "this has no value");
    }
    boolean collected = scope.counted().size() == counted && run().collects(observed);
    if (collected) {
      return observed;
    }
    motions.ask(expression);
    Observed asked = known(expression);
    return asked == null ? observed : asked;
  }

  private @Nullable Observed known(String expression) {
    int index = motions.text().asked().indexOf(expression);
    return index < 0 ? null : run().judge().plan().asked().get(index);
  }

  private ObservingScope scope(Diagnostics found) {
    return image().scope(found, run().pool());
  }

  private Image image() {
    return motions.timeline().image();
  }

  private WatchedMachine run() {
    return motions.timeline().run();
  }

  /** An error about a typed text as a whole. */
  static NxsException refused(Code code, String typed, String message) {
    Source source = Source.of(Fragment.NAME, typed);
    return new NxsException(
        List.of(Diagnostic.error(code, new Span(source, 0, typed.length()), message).build()));
  }
}
