// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.ConsoleLine;
import dev.nxs.Session;
import dev.nxs.compile.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What may stand at a place of a typed line: commands, topics, names of the scenario, lines, units, files. Nothing is run. */
public final class Completions {
  private static final Pattern TEXT = Pattern.compile("(?:marker|mark\\()[^\"\n]*\"([^\"\\\\\n]*)\"");
  private static final int MOST = 200;

  private final Shell shell;
  private final Session session;

  Completions(Shell shell) {
    this.shell = shell;
    this.session = shell.session();
  }

  /**
   * The candidates for the word that a line ends with, whole words that begin with it.
   *
   * @param line everything up to the place
   */
  public List<String> of(String line) {
    int start = wordStart(line);
    String word = line.substring(start);
    String before = line.substring(0, start).strip();
    List<String> found = new ArrayList<>();
    for (String candidate : candidates(before, word)) {
      if (candidate.startsWith(word) && found.size() < MOST) {
        found.add(candidate);
      }
    }
    return found;
  }

  /** Where the word begins that a line ends with; in an open string that is its quotation mark. */
  public static int wordStart(String line) {
    int quote = -1;
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == '"') {
        quote = quote < 0 ? i : -1;
      }
    }
    if (quote >= 0) {
      return quote;
    }
    int at = line.length();
    while (at > 0 && " (,;={".indexOf(line.charAt(at - 1)) < 0) {
      at--;
    }
    return at;
  }

  private List<String> candidates(String before, String word) {
    if (word.startsWith("\"")) {
      return texts();
    }
    if (word.matches("[0-9][0-9_.]*")) {
      return Stream.of("ns", "us", "ms", "s", "min").map(unit -> word + unit).toList();
    }
    if (before.isEmpty() || before.endsWith(";") || before.endsWith("{")) {
      List<String> first = new ArrayList<>(commands());
      first.addAll(language());
      return first;
    }
    Words words = new Words(before);
    CommandWord command = CommandWord.of(words.next());
    boolean second = words.isAtEnd();
    String last = before.substring(before.lastIndexOf(' ') + 1);
    if (command == null) {
      return language();
    }
    List<String> own =
        switch (command) {
          case INFO -> second ? LookCommands.TOPICS : List.of("--format", "json");
          case HELP -> commands();
          case RUN -> second ? List.of("for", "until") : List.of("when", "timeout");
          case STEP -> second ? List.of("hart", "task") : List.of();
          case BACK -> second ? List.of("run", "to") : List.of("when");
          case BREAK, ONCE -> second ? List.of("on", "when", "at", "event") : List.of("once", "after", "when");
          case TRACE -> second ? List.of("on") : List.of();
          case GOTO -> List.of("start", "end");
          case WHY -> second ? List.of("task", "timer") : List.of();
          case FOCUS -> second ? List.of("hart", "task") : List.of();
          case EXPORT -> second ? List.of("log", "trace", "timeline", "session") : files(word);
          case LOAD -> files(word);
          case RESTORE, DROP, DIFF -> shell.changes().names();
          case DELETE, DISABLE, ENABLE ->
              session.breakpoints().stream().map(each -> Integer.toString(each.number())).toList();
          default -> List.of();
        };
    List<String> all = new ArrayList<>(own);
    if (!second || own.isEmpty() || last.equals("task")) {
      all.addAll(language());
    }
    return all;
  }

  private static List<String> commands() {
    return Stream.of(CommandWord.values()).map(CommandWord::word).sorted().toList();
  }

  /** Tasks and queries. */
  private List<String> language() {
    TreeSet<String> names = new TreeSet<>(session.taskNames());
    names.remove("kernel");
    for (String task : session.taskNames()) {
      int bracket = task.indexOf('[');
      if (bracket > 0) {
        names.add(task.substring(0, bracket));
      }
    }
    for (Query query : Query.values()) {
      names.add(query.text());
    }
    names.addAll(List.of("marker", "dispatch", "preempt", "wake", "block", "exit", "migrate", "expire", "hart", "all", "any"));
    return List.copyOf(names);
  }

  /** Texts of markers: those of the scenario, and those that were written. */
  private List<String> texts() {
    TreeSet<String> texts = new TreeSet<>();
    Matcher matcher = TEXT.matcher(session.source().text());
    while (matcher.find()) {
      texts.add('"' + matcher.group(1) + '"');
    }
    List<ConsoleLine> lines = session.markers();
    for (ConsoleLine line : lines.subList(Math.max(0, lines.size() - MOST), lines.size())) {
      texts.add(dev.nxs.Condition.marker(line.text()).text().substring("marker ".length()));
    }
    return List.copyOf(texts);
  }

  private static List<String> files(String word) {
    try {
      Path typed = Path.of(word.isEmpty() ? "." : word);
      boolean folder = word.endsWith("/") || word.isEmpty();
      Path parent = folder ? typed : typed.getParent();
      String shown = folder ? word : word.substring(0, word.lastIndexOf('/') + 1);
      try (Stream<Path> list = Files.list(parent == null ? Path.of(".") : parent)) {
        return list
            .map(path -> shown + path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
            .sorted()
            .limit(MOST)
            .toList();
      }
    } catch (IOException | InvalidPathException e) {
      return List.of();
    }
  }
}
