// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.Breakpoint;
import dev.nxs.Condition;
import dev.nxs.Positions;
import dev.nxs.Session;
import dev.nxs.Snapshot;
import dev.nxs.Stop;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Durations;
import dev.nxs.report.ScheduleText;
import dev.nxs.report.Table;
import dev.nxs.report.Table.Cell;
import dev.nxs.syntax.diag.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that set something: breakpoints, snapshots, other runs, files. */
final class ChangeCommands {
  /** Harts of a machine that are drawn. */
  private static final int MOST_HARTS = 64;

  private static final int MOST_DIFFERENCES = 40;

  /** {@code task(ui).qos = idle}, the long way to say {@code qos(ui) = idle}. */
  private static final Pattern MEMBER = Pattern.compile("task\\(([^)]*)\\)\\.(qos|shares|affinity)");

  private static final Pattern CALL = Pattern.compile("(qos|shares|affinity)\\((.*)\\)");

  private final Shell shell;
  private final Session session;
  private final Map<String, Snapshot> kept = new LinkedHashMap<>();
  private int unnamed;

  ChangeCommands(Shell shell) {
    this.shell = shell;
    this.session = shell.session();
  }

  void breakpoint(Words words, boolean always) throws CommandException {
    String kind = words.next();
    String text = words.rest();
    Breakpoint added;
    switch (kind) {
      case "at" -> added = session.breakAt(Positions.parse(text));
      case "when" -> added = conditional("when " + text, always);
      case "on" -> added = conditional(text, always);
      case "event" -> added = conditional("event " + text, always);
      default ->
          throw CommandException.usage(
              words.line(), "`break` needs to know where", "`on` a line or event, `when` a state, or `at` a place");
    }
    shell.print(MotionCommands.name(added) + "  " + Renderer.visible(added.text()) + "\n");
  }

  private Breakpoint conditional(String typed, boolean always) throws CommandException {
    String text = typed;
    boolean once = always;
    long after = 0;
    Matcher counted = Pattern.compile("^(.*) after (\\d+)$", Pattern.DOTALL).matcher(text);
    if (counted.matches()) {
      text = counted.group(1).strip();
      after = Words.number(counted.group(2)).orElse(0);
    }
    if (text.endsWith(" once")) {
      once = true;
      text = text.substring(0, text.length() - 5).strip();
    }
    boolean event = text.startsWith("event ");
    Condition condition = event ? Places.event(text.substring(6)) : Places.condition(text);
    return session.breakOn(condition, once, after);
  }

  void watch(Words words) throws CommandException {
    String expression = words.rest();
    if (expression.isEmpty()) {
      throw CommandException.usage(words.line(), "`watch` needs an expression", "such as `watch state(ui)`");
    }
    Breakpoint added = session.watch(expression);
    shell.print(MotionCommands.name(added) + "  " + Renderer.visible(added.text()) + "\n");
  }

  void trace(Words words) throws CommandException {
    words.takes("on");
    String text = words.rest();
    int open = text.indexOf('{');
    if (open < 0 || !text.endsWith("}")) {
      throw CommandException.usage(
          words.line(), "`trace` needs commands in braces", "such as `trace on \"a line\" { info queues }`");
    }
    Breakpoint added = session.breakOn(Places.condition(text.substring(0, open)));
    shell.traces().put(added.number(), text.substring(open + 1, text.length() - 1).strip());
    shell.print(MotionCommands.name(added) + "  " + Renderer.visible(added.text()) + "\n");
  }

  void delete(Words words) throws CommandException {
    if (words.takes("all")) {
      words.end();
      session.breakpoints().forEach(each -> session.delete(each.number()));
      shell.traces().clear();
      return;
    }
    for (int number : numbers(words)) {
      session.delete(number);
      shell.traces().remove(number);
    }
  }

  void enable(Words words, boolean enabled) throws CommandException {
    for (int number : numbers(words)) {
      session.enable(number, enabled);
    }
  }

  private static List<Integer> numbers(Words words) throws CommandException {
    List<Integer> numbers = new ArrayList<>();
    do {
      String word = words.next();
      String digits = word.matches("[bwt]\\d+") ? word.substring(1) : word;
      OptionalLong number = Words.number(digits);
      if (number.isEmpty()) {
        throw CommandException.usage(
            words.line(), word.isEmpty() ? "a number is missing" : "`" + word + "` is no number", "`breaks` lists them");
      }
      numbers.add((int) number.getAsLong());
    } while (!words.isAtEnd());
    return numbers;
  }

  /** Adds a declaration. */
  void add(String declaration) throws CommandException {
    long seen = session.furthestStep();
    forked(session.add(declaration), seen, "added");
  }

  /** Lets the world outside do something now. */
  void act(String calls) throws CommandException {
    if (calls.isBlank()) {
      throw CommandException.usage("act", "`act` needs calls, as in `at`", "such as `act mark(\"hello\")`");
    }
    long seen = session.furthestStep();
    forked(session.act(calls), seen, "done");
  }

  void set(Words words) throws CommandException {
    String text = words.rest();
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw CommandException.usage(words.line(), "`set` needs a name and a value", "such as `set qos(ui) = idle`");
    }
    String target = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    Matcher member = MEMBER.matcher(target);
    Matcher call = CALL.matcher(target);
    if (member.matches()) {
      act("set_" + member.group(2) + "(" + value + ", of: " + member.group(1) + ")");
    } else if (call.matches()) {
      act("set_" + call.group(1) + "(" + value + ", of: " + call.group(2) + ")");
    } else if (target.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      long seen = session.furthestStep();
      forked(session.set(target, value), seen, "set");
    } else {
      throw CommandException.usage(
          words.line(),
          "`" + Renderer.visible(target) + "` cannot be set",
          "what can be set are `qos(t)`, `shares(t)`, `affinity(t)`, parameters, `harts` and `seed`");
    }
  }

  /** Says aloud that this is another run now, and how much of the old one is gone. */
  private void forked(Stop stop, long seen, String what) throws CommandException {
    long lost = seen - stop.from().step();
    StringBuilder text = new StringBuilder(what);
    if (lost > 0) {
      text.append("; the timeline forked at ").append(stop.from().text()).append(", ").append(lost);
      text.append(lost == 1 ? " later event is discarded" : " later events are discarded");
    }
    shell.print(text.append('\n').toString());
    if (stop.events() != 0 || stop.durationNs() != 0) {
      shell.motions().tellMoved(stop);
    }
  }

  void snapshot(Words words) throws CommandException {
    String name = words.next();
    words.end();
    if (name.isEmpty()) {
      do {
        name = "s" + ++unnamed;
      } while (kept.containsKey(name));
    }
    Snapshot snapshot = session.snapshot();
    kept.put(name, snapshot);
    shell.print("snapshot " + name + " at " + snapshot.position().text() + "\n");
  }

  void restore(Words words) throws CommandException {
    Snapshot snapshot = named(words, words.next());
    words.end();
    shell.motions().tellMoved(session.restore(snapshot));
  }

  void drop(Words words) throws CommandException {
    String name = words.next();
    named(words, name);
    kept.remove(name);
  }

  private Snapshot named(Words words, String name) throws CommandException {
    Snapshot snapshot = kept.get(name);
    if (snapshot == null) {
      throw CommandException.usage(
          words.line(),
          "there is no snapshot `" + name + "`",
          kept.isEmpty() ? "`snapshot NAME` keeps one" : "there are " + String.join(", ", kept.keySet()));
    }
    return snapshot;
  }

  /** The places that were kept. */
  Table snapshots() {
    List<List<Cell>> rows = new ArrayList<>();
    kept.forEach(
        (name, snapshot) -> rows.add(List.of(Cell.of(name), Cell.of(snapshot.position().text()))));
    return new Table("snapshots", List.of("name", "position"), rows);
  }

  void diff(Words words) throws CommandException {
    Snapshot from = place(words, words.next());
    String second = words.next();
    Snapshot to = second.isEmpty() || second.equals("now") ? session.snapshot() : place(words, second);
    words.end();
    List<Machine.Difference> found = session.differences(from, to, MOST_DIFFERENCES + 1);
    if (found.isEmpty()) {
      shell.print("no difference\n");
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (Machine.Difference each : found.subList(0, Math.min(MOST_DIFFERENCES, found.size()))) {
      rows.add(List.of(Cell.of(each.name()), Cell.of(each.before()), Cell.of(each.after())));
    }
    shell.print(new Table("diff", List.of("word", "before", "after"), rows).text(shell.width()));
    shell.print(found.size() > MOST_DIFFERENCES ? "and more\n" : "");
  }

  /** A snapshot by its name, or made at a place; the session is where it was afterwards. */
  private Snapshot place(Words words, String text) throws CommandException {
    if (text.equals("now")) {
      return session.snapshot();
    }
    if (!Places.isPlace(text) || kept.containsKey(text)) {
      return named(words, text);
    }
    Snapshot here = session.snapshot();
    session.goTo(Positions.parse(text));
    Snapshot there = session.snapshot();
    session.restore(here);
    return there;
  }

  void reload(Words words) throws CommandException {
    words.end();
    shell.motions().tellMoved(session.reload(shell.read(session.source().name())));
  }

  void export(Words words) throws CommandException {
    String what = words.next();
    String name = words.rest();
    String text =
        switch (what) {
          case "session" -> sessionText();
          case "log" -> logText();
          case "trace" -> TraceText.json(session);
          case "timeline" -> new ScheduleText((qos, part) -> part, 200, MOST_HARTS).write(session.schedule(0));
          default ->
              throw CommandException.usage(
                  words.line(),
                  what.isEmpty() ? "`export` needs to know what" : "`" + what + "` cannot be exported",
                  "log, trace, timeline, or session");
        };
    if (name.isEmpty()) {
      throw CommandException.usage(words.line(), "`export` needs the name of a file", "`-` is the screen");
    }
    if (name.equals("-")) {
      shell.print(text);
      return;
    }
    try {
      Files.writeString(Path.of(name), text);
      shell.print("wrote " + name + "\n");
    } catch (IOException | InvalidPathException e) {
      throw CommandException.usage(words.line(), "`" + name + "` cannot be written: " + e.getMessage(), null);
    }
  }

  private String logText() {
    StringBuilder text = new StringBuilder();
    session.markers().forEach(line -> text.append(shell.format().line(line)).append('\n'));
    return text.toString();
  }

  /** The scenario with all that was added, and what was asserted and run to as expectations. */
  private String sessionText() {
    List<String> items = new ArrayList<>();
    for (MotionCommands.Reached each : shell.motions().reached()) {
      items.add(reached(each.condition(), each.position()));
    }
    for (LookCommands.Asserted each : shell.looks().asserted()) {
      String at = Durations.text(each.position().timeNs());
      String xfail = each.held() ? "" : " xfail \"it did not hold in the session\"";
      items.add(
          each.settled()
              ? "(" + oneLine(each.expression()) + ") at " + at + xfail
              : "// in the middle of an instant, " + each.position().text() + ": " + oneLine(each.expression()));
    }
    return session.textWith(items);
  }

  private static String oneLine(String expression) {
    return expression.replaceAll("\\s*\n\\s*", " ");
  }

  private static String reached(Condition condition, Position position) {
    String at = Durations.text(position.timeNs());
    String text = condition.text();
    if (text.startsWith("event ")) {
      return "// ran to " + text + ", at " + position.text();
    }
    boolean state = text.startsWith("(");
    return (state ? "" : "at least 1 of ") + oneLine(text) + " at " + at;
  }

  /** The names of the snapshots, for completion. */
  List<String> names() {
    return List.copyOf(kept.keySet());
  }
}
