// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.Breakpoint;
import dev.nxs.Check;
import dev.nxs.ConsoleLine;
import dev.nxs.ExpectationResult;
import dev.nxs.NxsException;
import dev.nxs.Session;
import dev.nxs.Tables;
import dev.nxs.Value;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.report.ScheduleText;
import dev.nxs.report.Table;
import dev.nxs.report.Table.Cell;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The commands that show something and change nothing. */
final class LookCommands {
  /** Harts of a machine that are drawn. */
  private static final int MOST_HARTS = 64;

  /** What {@code info} knows. */
  static final List<String> TOPICS =
      List.of("machine", "harts", "tasks", "queues", "timers", "ipis", "qos", "locks", "snapshots", "expect");

  /** What may stand behind the condition of {@code markers}. */
  private static final Pattern NARROWED = Pattern.compile("(?:^|\\s)(last|since)\\s+([^\\s\"]+)$");

  private static final String JSON = "--format json";

  private final Shell shell;
  private final Session session;
  private final Map<Integer, String> displays = new LinkedHashMap<>();
  private final List<Asserted> asserted = new ArrayList<>();
  private int lastDisplay;

  /**
   * Something that was asserted.
   *
   * @param settled whether it was asserted where everything of the instant had happened
   */
  record Asserted(String expression, boolean held, Position position, boolean settled) {}

  LookCommands(Shell shell) {
    this.shell = shell;
    this.session = shell.session();
  }

  /**
   * Prints the value of an expression.
   *
   * @param meant the command that was meant where it is no expression, null for none
   */
  void value(String expression, @Nullable String meant) throws CommandException {
    if (expression.isBlank()) {
      throw CommandException.usage("print", "`print` needs an expression", null);
    }
    try {
      Value value = session.query(expression);
      shell.print(shown(value) + "\n");
    } catch (NxsException e) {
      if (meant == null) {
        throw e;
      }
      Diagnostic first = e.diagnostics().get(0);
      throw CommandException.usage(
          expression, "this is no command and no expression: " + first.message(), Shell.meant(meant));
    }
  }

  private String shown(Value value) {
    String text = value.type().equals("string") ? Table.quoted(value.text()) : value.text();
    for (QosClass qos : QosClass.values()) {
      if (value.type().equals("qos") && qos.label().equals(text)) {
        return shell.paint().qos(qos, text);
      }
    }
    return Renderer.visible(text) + (value.empty() ? "   (no samples)" : "");
  }

  void display(Words words) throws CommandException {
    String expression = words.rest();
    if (expression.isEmpty()) {
      displayAll();
      return;
    }
    session.query(expression);
    displays.put(++lastDisplay, expression);
    displayOne(lastDisplay, expression);
  }

  private void displayOne(int number, String expression) {
    shell.print("d" + number + " " + expression + " = " + shown(session.query(expression)) + "\n");
  }

  /** Prints all displays, at a stop. */
  void displayAll() {
    displays.forEach(this::displayOne);
  }

  void undisplay(Words words) throws CommandException {
    String word = words.next();
    OptionalLong number = Words.number(word.startsWith("d") ? word.substring(1) : word);
    if (number.isEmpty() || displays.remove((int) number.getAsLong()) == null) {
      throw CommandException.usage(words.line(), "there is no display `" + word + "`", "`breaks` lists them");
    }
  }

  void breaks(Words words) throws CommandException {
    List<List<Cell>> rows = new ArrayList<>();
    for (Breakpoint each : session.breakpoints()) {
      String trace = shell.traces().get(each.number());
      String kind =
          trace != null ? "trace" : each.kind().name().toLowerCase(java.util.Locale.ROOT);
      String note = (each.once() ? "once " : "") + (each.ignored() > 0 ? "after " + each.ignored() : "");
      rows.add(
          List.of(
              Cell.of(MotionCommands.name(each)),
              Cell.of(kind),
              Cell.of(each.enabled()),
              Cell.of(each.stops()),
              Cell.of(each.text() + (trace == null ? "" : " " + trace)),
              Cell.of(note.strip())));
    }
    displays.forEach(
        (number, expression) ->
            rows.add(
                List.of(
                    Cell.of("d" + number), Cell.of("display"), Cell.of(true), Table.NONE, Cell.of(expression), Cell.of(""))));
    show(new Table("breaks", List.of("name", "kind", "enabled", "stops", "what", "note"), rows), words);
  }

  void info(Words words) throws CommandException {
    String topic = words.next();
    Tables tables = session.tables();
    Table table =
        switch (topic) {
          case "machine" -> tables.machine();
          case "harts" -> tables.harts();
          case "tasks" -> tables.tasks();
          case "queues" -> tables.queues();
          case "timers" -> tables.timers();
          case "ipis" -> tables.ipis();
          case "qos" -> tables.qos();
          case "locks" -> tables.locks();
          case "snapshots" -> shell.changes().snapshots();
          case "expect" -> expect();
          default ->
              throw CommandException.usage(
                  words.line(),
                  topic.isEmpty() ? "`info` needs a topic" : "there is no topic `" + topic + "`",
                  topic.isEmpty() || Suggest.closest(topic, TOPICS) == null
                      ? "the topics are " + String.join(", ", TOPICS)
                      : Shell.meant(Suggest.closest(topic, TOPICS)));
        };
    show(table, words);
  }

  private Table expect() {
    List<List<Cell>> rows = new ArrayList<>();
    for (ExpectationResult each : session.report().expectations()) {
      rows.add(
          List.of(
              Cell.of(each.verdict().text()), Cell.of(each.text()), Cell.of(each.detail()), Cell.of(each.span().place())));
    }
    return new Table("expect", List.of("verdict", "expectation", "detail", "place"), rows);
  }

  /** Prints a table, for people or as JSON. */
  private void show(Table table, Words words) throws CommandException {
    String rest = words.rest();
    if (rest.equals(JSON) || rest.equals("--format=json")) {
      shell.print(table.json() + "\n");
      return;
    }
    if (!rest.isEmpty()) {
      throw CommandException.usage(words.line(), "`" + rest + "` is too much here", "`" + JSON + "` may stand there");
    }
    shell.print(table.rows().isEmpty() ? "nothing\n" : colored(table.text(shell.width())));
  }

  /** Class names in their colours. */
  private String colored(String text) {
    if (!shell.paint().isColored()) {
      return text;
    }
    String colored = text;
    for (QosClass qos : QosClass.values()) {
      colored = colored.replaceAll("(?<=[ \n])" + qos.label() + "(?=[ \n])", java.util.regex.Matcher.quoteReplacement(shell.paint().qos(qos, qos.label())));
    }
    int end = colored.indexOf('\n');
    return shell.paint().bold(colored.substring(0, end)) + colored.substring(end);
  }

  void where(Words words) throws CommandException {
    shell.motions().where(words);
  }

  void markers(Words words) throws CommandException {
    long last = Long.MAX_VALUE;
    long sinceNs = 0;
    String wanted = words.rest();
    Matcher narrowed = NARROWED.matcher(wanted);
    while (narrowed.find()) {
      String value = narrowed.group(2);
      if (narrowed.group(1).equals("last")) {
        last = new Words(value).count(1);
      } else {
        OptionalLong ns = Durations.parse(value);
        if (ns.isEmpty()) {
          throw CommandException.usage(words.line(), "`since` needs an instant such as `4ms`", null);
        }
        sinceNs = ns.getAsLong();
      }
      wanted = wanted.substring(0, narrowed.start()).strip();
      narrowed = NARROWED.matcher(wanted);
    }
    List<ConsoleLine> found = new ArrayList<>();
    List<ConsoleLine> all =
        wanted.isEmpty() ? session.markers() : session.markersOf(Places.condition(wanted));
    for (ConsoleLine line : all) {
      if (line.timeNs() >= sinceNs) {
        found.add(line);
      }
    }
    int from = (int) Math.max(0, found.size() - last);
    found.subList(from, found.size()).forEach(shell::line);
    if (found.isEmpty()) {
      shell.print("no line\n");
    }
  }

  void why(Words words) throws CommandException {
    List<String> told;
    if (words.takes("timer")) {
      String word = words.rest();
      OptionalLong id = Words.number(word);
      if (id.isEmpty()) {
        throw CommandException.usage(words.line(), "`why timer` needs the id of a timer", "`info timers` lists them");
      }
      told = session.whyTimer(id.getAsLong());
    } else {
      words.takes("task");
      String task = words.rest();
      if (task.isEmpty()) {
        throw CommandException.usage(words.line(), "`why` needs a task or a timer", "such as `why task ui`");
      }
      told = session.why(task);
    }
    for (int i = 0; i < told.size(); i++) {
      shell.print((i == 0 ? "" : "  - ") + Renderer.visible(told.get(i)) + "\n");
    }
  }

  void check(Words words) throws CommandException {
    String expression = words.rest();
    if (expression.isEmpty()) {
      throw CommandException.usage(words.line(), "`assert` needs a condition", null);
    }
    Check check = session.check(expression);
    asserted.add(new Asserted(check.expression(), check.holds(), check.position(), session.isSettled()));
    if (check.holds()) {
      shell.print(shell.paint().good("holds") + " at " + check.position().text() + "\n");
      return;
    }
    shell.print(shell.paint().bad("assertion failed") + " at " + check.position().text() + "\n" + values(check));
    throw CommandException.failed("assertion failed");
  }

  /** What was asserted so far. */
  List<Asserted> asserted() {
    return asserted;
  }

  /** The expression with the values of its parts below them, the last part first, so that no line crosses another. */
  private static String values(Check check) {
    StringBuilder out = new StringBuilder("  ").append(Renderer.visible(check.expression())).append('\n');
    List<Check.Part> parts = new ArrayList<>(check.parts());
    parts.sort((a, b) -> b.column() - a.column());
    for (int i = 0; i < parts.size(); i++) {
      StringBuilder line = new StringBuilder("  ");
      int column = parts.get(i).column();
      for (int at = 0; at < column; at++) {
        int here = at;
        boolean bar = parts.subList(i + 1, parts.size()).stream().anyMatch(part -> part.column() == here);
        line.append(bar ? '|' : ' ');
      }
      out.append(line).append(Renderer.visible(parts.get(i).value())).append('\n');
    }
    return out.toString();
  }

  void gantt(Words words) throws CommandException {
    String word = words.rest();
    long nowNs = session.position().timeNs();
    long fromNs = 0;
    if (!word.isEmpty()) {
      OptionalLong ns = Durations.parse(word);
      if (ns.isEmpty() || ns.getAsLong() <= 0) {
        throw CommandException.usage(words.line(), "`gantt` needs a duration such as `5ms`", null);
      }
      fromNs = Math.max(0, nowNs - ns.getAsLong());
    }
    shell.print(new ScheduleText(shell.paint()::qos, shell.width(), MOST_HARTS).write(session.schedule(fromNs)));
  }
}
