// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Image;
import dev.nxs.expect.Plan;
import dev.nxs.expect.PlanBuilder;
import dev.nxs.expect.WatchedMachine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.user.Durations;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The text that a session runs: the file, with all that was added at the prompt. Each addition makes a new text, so that
 * what a session does can be written down as a file that does the same. Immutable.
 */
final class SessionText {
  /** Declarations that stand beside scenarios, not in them. */
  private static final Set<String> TOP_LEVEL = Set.of("fn", "program", "import", "log");

  private final FileOfScenarios file;
  private final CheckedInstance instance;
  private final List<String> asked;

  SessionText(FileOfScenarios file, CheckedInstance instance) {
    this(file, instance, List.of());
  }

  private SessionText(FileOfScenarios file, CheckedInstance instance, List<String> asked) {
    this.file = file;
    this.instance = instance;
    this.asked = asked;
  }

  CheckedInstance instance() {
    return instance;
  }

  /** The whole text. */
  String text() {
    return file.source().text();
  }

  Source source() {
    return file.source();
  }

  /** Expressions whose figures are collected, in order. */
  List<String> asked() {
    return asked;
  }

  /** The same text, with the figures of one more expression collected. */
  SessionText asking(String expression) {
    List<String> all = new ArrayList<>(asked);
    all.add(expression);
    return new SessionText(file, instance, List.copyOf(all));
  }

  /** A run of the text, at boot. */
  Timeline boot(BooleanSupplier interrupted) {
    Image image = instance.image();
    RunOptions options = instance.options();
    List<Expr> exprs = asked.stream().map(Fragment::expression).toList();
    Diagnostics diagnostics = new Diagnostics();
    Plan plan = PlanBuilder.build(image, options.untilMarker(), exprs, diagnostics);
    MachineConfig config = WatchedMachine.config(image, plan, List.of(RunRecord.TABLE));
    return new Timeline(image, plan, config, options, instance.engine(), interrupted);
  }

  /**
   * The text with something declared in addition: in the scenario, or beside it what stands there. A single expectation
   * gets its block.
   *
   * @throws NxsException if it does not fit
   */
  SessionText adding(String declaration) {
    String typed = declaration.strip();
    String word = firstWord(typed);
    if (TOP_LEVEL.contains(word)) {
      return inserted(text().length(), "\n", typed, "\n");
    }
    int close = scenario().span().end() - 1;
    String before = text().substring(0, close).endsWith("\n") ? "  " : "\n  ";
    boolean single = word.equals("expect") && !rest(typed).startsWith("{") && !isSet(rest(typed));
    return single
        ? inserted(close, before + "expect { ", rest(typed), " }\n")
        : inserted(close, before, typed, "\n");
  }

  /** The text with something that the world does at an instant. */
  SessionText acting(long atNs, String statements) {
    int close = scenario().span().end() - 1;
    String before = text().substring(0, close).endsWith("\n") ? "  " : "\n  ";
    return inserted(close, before + "at " + Durations.text(atNs) + " { ", statements.strip(), " }\n");
  }

  /** The text with some more expectations; comments may stand among them. */
  String with(List<String> expectations) {
    if (expectations.isEmpty()) {
      return text();
    }
    int close = scenario().span().end() - 1;
    String before = text().substring(0, close).endsWith("\n") ? "  " : "\n  ";
    String block = "expect {\n    " + String.join("\n    ", expectations) + "\n  }\n";
    return text().substring(0, close) + before + block + text().substring(close);
  }

  /** The same with another text from outside, such as the file read again. */
  SessionText reading(Source source) {
    return compiled(source);
  }

  /**
   * The same text under another setting: a parameter of the scenario, or {@code harts} or {@code seed} of the machine.
   *
   * @throws NxsException if the scenario has no such parameter, or the value does not fit
   */
  SessionText setting(String name, String value) {
    RunOptions options = instance.options();
    boolean parameter = instance.scenario().parameters().contains(name);
    OptionalLong number = number(value);
    RunOptions changed;
    if (!parameter && name.equals("harts") && number.isPresent() && (int) number.getAsLong() == number.getAsLong()) {
      changed = options.harts((int) number.getAsLong());
    } else if (!parameter && name.equals("seed") && number.isPresent()) {
      changed = options.seed(number.getAsLong());
    } else {
      changed = options.with(name, value);
    }
    List<Instance> instances = file.instances(List.of(instance.scenario()), changed);
    if (instances.size() == 1 && instances.get(0) instanceof CheckedInstance only) {
      return new SessionText(file, only, asked);
    }
    throw Questions.refused(Code.BAD_COMMAND, name, "this leaves " + instances.size() + " instances to run");
  }

  private static OptionalLong number(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private boolean isSet(String name) {
    return Nxs.parse(file.source()).file().items().stream()
        .anyMatch(item -> item instanceof TopLevel.ExpectSet set && set.name().text().equals(name));
  }

  private SessionText inserted(int at, String before, String typed, String after) {
    String whole = text().substring(0, at) + before + typed + after + text().substring(at);
    Source source = Source.of(file.source().name(), whole);
    try {
      return compiled(source);
    } catch (NxsException e) {
      throw new NxsException(Fragment.moved(e.diagnostics(), source, at + before.length(), typed));
    }
  }

  private SessionText compiled(Source source) {
    CompiledFile compiled = file.engine().compile(source);
    String title = instance.scenario().title();
    List<Scenario> chosen = new ArrayList<>();
    for (Scenario each : compiled.scenarios()) {
      if (each.title().equals(title)) {
        chosen.add(each);
      }
    }
    if (chosen.isEmpty()) {
      throw missing(source, title);
    }
    for (Instance each : compiled.instances(chosen.subList(0, 1), instance.options())) {
      if (each.title().equals(instance.title()) && each instanceof CheckedInstance same) {
        return new SessionText((FileOfScenarios) compiled, same, asked);
      }
    }
    throw missing(source, instance.title());
  }

  private static NxsException missing(Source source, String title) {
    Span start = new Span(source, 0, 0);
    return new NxsException(
        List.of(
            Diagnostic.error(Code.NOTHING_MATCHED, start, "the text has no scenario \"" + title + "\" any more").build()));
  }

  private TopLevel.Scenario scenario() {
    String title = instance.scenario().title();
    for (TopLevel item : Nxs.parse(file.source()).file().items()) {
      if (item instanceof TopLevel.Scenario scenario && title.equals(scenario.title().constant())) {
        return scenario;
      }
    }
    throw missing(file.source(), title);
  }

  private static String firstWord(String text) {
    int end = 0;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }

  private static String rest(String text) {
    return text.substring(firstWord(text).length()).strip();
  }
}
