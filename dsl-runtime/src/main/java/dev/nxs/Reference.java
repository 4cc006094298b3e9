// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.ArgumentSpec;
import dev.nxs.compile.Builtin;
import dev.nxs.compile.CallParameter;
import dev.nxs.compile.Declaration;
import dev.nxs.compile.FaultCall;
import dev.nxs.compile.Query;
import dev.nxs.compile.Type;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Suggest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told about each call, query, fault, argument, error, word, type, system call and topic of the language,
 * made of the tables that the checker reads. The example of a topic is the first scenario that holds it in a file of examples, which goes from the simple to the special; tests run them all.
 */
public final class Reference {
  /** What kind of thing a topic is. */
  public enum Kind {
    CALL,
    QUERY,
    ERROR,
    WORD,
    FAULT,
    EVENT,
    TYPE,
    ARGUMENT,
    SERVICE,
    SYSCALL,
    LIBRARY,
    TOPIC
  }

  /**
   * One topic.
   *
   * @param text what is to be known, lines with their ends
   * @param example a scenario that shows it, with what it needs of the file around it; null for what no scenario shows
   */
  public record Topic(Kind kind, String name, String text, @Nullable String example) {}

  private static final int LONGEST_SIGNATURE = 100;

  /** Examples of words that stand outside of scenarios. */
  private static final Map<String, String> WHOLE_FILES =
      Map.of(
          "nxs", "nxs 1\n\nscenario \"a file of version 1\" {\n  task a { mark(\"hello\") }\n  expect { marker \"hello\" }\n}\n",
          "import", importing("nxs:workloads", "load", "task a = load.batch(2ms)", "cpu_time(a) == 2ms"),
          "as", importing("nxs:workloads", "load", "task a = load.batch(2ms)", "cpu_time(a) == 2ms"),
          "nxs:workloads", importing("nxs:workloads", "load", "task a = load.batch(2ms)", "cpu_time(a) == 2ms"),
          "nxs:nexus",
          importing(
              "nxs:nexus", "nexus", "task a { mark(\"window ends at ${nexus.bucket(8ms, 5ms)}\") }", "marker \"window ends at 8ms\""),
          "nxs:validate", importing("nxs:validate", "sets", "task a(period: 4ms) = sets.periodic(1ms)\n  run for 40ms", "sets.hyperperiod([4ms, 6ms]) == 12ms; deadline_misses(a) == 0"),
          "log",
          """
          log board {
            banner "boot 1.0"
            prefix "[{time:seconds}] "
            hart r"\\bcpu(?<hart>\\d+)\\b"
          }

          scenario "also without a log" {
            task a { mark("ready") }
            expect { marker "ready" }
          }
          """,
          "explore", "scenario \"all orders\" {\n  explore(order: true, costs: true, faults: {drop_ipi: 1}, states: 1_000_000)\n}\n");

  private final Map<String, List<Topic>> topics = new LinkedHashMap<>();
  private final Examples examples = Examples.read();

  private Reference() {
    calls();
    words();
    Map<String, TopicTexts.Told> told = TopicTexts.all();
    told.forEach((name, topic) -> add(topic.kind(), name, topic.text() + arguments(service(name)), topic.pattern()));
    arguments();
    for (Syscall call : Syscall.values()) {
      add(Kind.SYSCALL, call.name(), SyscallMeanings.of(call), SyscallMeanings.pattern(call));
    }
    for (String name : Library.names()) {
      library(name);
    }
  }

  private void calls() {
    for (Builtin call : Builtin.values()) {
      if (!call.text().startsWith("_")) {
        add(Kind.CALL, call.text(), callText(call), Pattern.quote(call.text()) + "\\(");
      }
    }
    for (Query query : Query.values()) {
      String text = signature(query.text(), query.parameters(), query.result()) + "\n\nA query: " + query.doc() + ".\n";
      add(Kind.QUERY, query.text(), text, Pattern.quote(query.text()) + "\\(");
    }
    for (FaultCall fault : FaultCall.values()) {
      String text = signature(fault.text(), fault.parameters(), Type.VOID) + "\n\nA fault, for `inject`: " + fault.doc() + ".\n";
      add(Kind.FAULT, fault.text(), text, fault.text() + "\\(");
    }
    for (Errno errno : Errno.values()) {
      add(Kind.ERROR, errno.name(), errorText(errno), errno.name() + "\\b");
    }
  }

  private void words() {
    for (String word : Nxs.words()) {
      String meaning = WordMeanings.of(word);
      if (meaning == null) {
        continue;
      }
      String text = "The word `" + word + "`: " + meaning + ".\n" + arguments(declaration(word));
      String file = WHOLE_FILES.get(word);
      if (file == null) {
        add(Kind.WORD, word, text, word + "\\b");
      } else {
        put(new Topic(Kind.WORD, word, text, file));
      }
    }
  }

  /** One page for all arguments of a name. */
  private void arguments() {
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    for (Declaration declaration : Declaration.values()) {
      for (ArgumentSpec argument : declaration.arguments()) {
        texts
            .computeIfAbsent(argument.name(), name -> new StringBuilder())
            .append("An argument of `").append(declaration.text()).append("`").append(described(argument)).append(".\n");
      }
    }
    texts.forEach(
        (name, text) -> {
          String example = examples.first(name + ": ");
          String explored = WHOLE_FILES.get(Declaration.EXPLORE.text());
          put(new Topic(Kind.ARGUMENT, name, text.toString(), example == null ? explored : example));
        });
  }

  /** The arguments of a declaration as a list, empty where there are none. */
  private static String arguments(@Nullable Declaration declaration) {
    if (declaration == null) {
      return "";
    }
    StringBuilder text = new StringBuilder("\nIts arguments:\n");
    for (ArgumentSpec argument : declaration.arguments()) {
      text.append("- `").append(argument.name()).append('`').append(described(argument)).append('\n');
    }
    return text.toString();
  }

  private static String described(ArgumentSpec argument) {
    String type = argument.type() == null ? "" : ", " + argument.type().text();
    String fallback = argument.fallback().isEmpty() ? ", must be given" : ", " + argument.fallback() + " if left out";
    return type + fallback + ": " + argument.doc();
  }

  private static @Nullable Declaration declaration(String word) {
    for (Declaration declaration : Declaration.values()) {
      if (declaration.text().equals(word) && service(word) == null) {
        return declaration;
      }
    }
    return null;
  }

  private static @Nullable Declaration service(String name) {
    return switch (name) {
      case "timed" -> Declaration.TIMED;
      case "policyd" -> Declaration.POLICYD;
      case "execd" -> Declaration.EXECD;
      default -> null;
    };
  }

  /** A file that comes along, with what it documents. */
  private void library(String name) {
    Source file = Library.find(name);
    StringBuilder text = new StringBuilder("The library `" + name + "`, for `import`:\n");
    String doc = "";
    for (String line : file == null ? List.<String>of() : file.text().lines().toList()) {
      if (line.startsWith("///")) {
        doc += line.substring(3);
      } else if (!doc.isEmpty()) {
        int end = line.endsWith("{") ? line.length() - 1 : line.indexOf(" = ") < 0 ? line.length() : line.indexOf(" = ");
        text.append("- `").append(line.substring(0, end).strip()).append("`:").append(doc).append('\n');
        doc = "";
      }
    }
    put(new Topic(Kind.LIBRARY, name, text.toString(), WHOLE_FILES.get(name)));
  }

  /** Makes the reference anew; it is read too seldom to be kept. */
  public static Reference create() {
    return new Reference();
  }

  private static String importing(String library, String name, String task, String expected) {
    return "import \"" + library + "\" as " + name + "\n\nscenario \"with " + library + "\" {\n  " + task
        + "\n  expect { " + expected + " }\n}\n";
  }

  /** The names of all topics, calls first. */
  public List<String> names() {
    return List.copyOf(topics.keySet());
  }

  /** The topics of a name, several where a word is a call and a query; empty where there is none. */
  public List<Topic> topics(String name) {
    for (String key : List.of(name, name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))) {
      if (topics.containsKey(key)) {
        return List.copyOf(topics.getOrDefault(key, List.of()));
      }
    }
    return List.of();
  }

  /** The name that was probably meant, null where none is close. */
  public @Nullable String nearest(String name) {
    return Suggest.closest(name, topics.keySet());
  }

  private void add(Kind kind, String name, String text, String pattern) {
    put(new Topic(kind, name, text, examples.first(pattern)));
  }

  private void put(Topic topic) {
    topics.computeIfAbsent(topic.name(), n -> new ArrayList<>()).add(topic);
  }

  private static String callText(Builtin call) {
    StringBuilder text = new StringBuilder(signature(call.text(), call.parameters(), call.result()));
    text.append("\n\nA call: ").append(call.doc()).append(".\n");
    for (CallParameter parameter : call.parameters()) {
      String fallback = parameter.fallback();
      if (fallback != null) {
        text.append("- `").append(parameter.name()).append("` is ").append(fallback).append(" if left out\n");
      }
    }
    if (!call.errors().isEmpty()) {
      List<String> names = call.errors().stream().map(Errno::name).toList();
      text.append("- it can fail with ").append(String.join(", ", names)).append('\n');
    }
    if (!call.implemented()) {
      text.append("- this version does not run it\n");
    }
    return text.toString();
  }

  private static String errorText(Errno errno) {
    StringBuilder text = new StringBuilder("The error " + errno.name() + ", number " + errno.number() + ": ");
    text.append(WordMeanings.of(errno)).append(".\n");
    List<String> calls = new ArrayList<>();
    for (Builtin call : Builtin.values()) {
      if (call.errors().contains(errno)) {
        calls.add(call.text());
      }
    }
    return calls.isEmpty() ? text.toString() : text + "\nIt comes from: " + String.join(", ", calls) + ".\n";
  }

  private static String signature(String name, List<CallParameter> parameters, Type result) {
    List<String> texts = new ArrayList<>();
    for (CallParameter parameter : parameters) {
      String type = parameter.type() == Type.ANY ? "" : ": " + parameter.type().text();
      texts.add(parameter.name() + type + (parameter.isOptional() ? "?" : "") + (parameter.repeated() ? ", …" : ""));
    }
    String gives = result == Type.VOID ? "" : result == Type.ANY ? " → a value" : " → " + result.text();
    String text = name + "(" + String.join(", ", texts) + ")" + gives;
    return text.length() <= LONGEST_SIGNATURE ? text : name + "(…)" + gives;
  }

  /** The file of examples, scenario by scenario. */
  private record Examples(List<String> scenarios, List<String> declarations) {
    static Examples read() {
      String text;
      try (InputStream in = Reference.class.getResourceAsStream("topics.nxs")) {
        text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      List<String> scenarios = new ArrayList<>();
      List<String> declarations = new ArrayList<>();
      for (TopLevel item : Nxs.parse(Source.of("topics.nxs", text)).file().items()) {
        (item instanceof TopLevel.Scenario ? scenarios : declarations).add(item.span().text());
      }
      return new Examples(scenarios, declarations);
    }

    /** The first scenario in which a pattern is found at the start of a word, with the declarations it names. */
    @Nullable String first(String pattern) {
      Pattern compiled = Pattern.compile("(?<![\\w\".])" + pattern);
      for (String scenario : scenarios) {
        String whole = withDeclarations(scenario);
        if (compiled.matcher(whole).find()) {
          return whole;
        }
      }
      return null;
    }

    private String withDeclarations(String scenario) {
      StringBuilder whole = new StringBuilder();
      for (String declaration : declarations) {
        String name = declaration.split("[ (]", 3)[1];
        if (Pattern.compile("\\b" + name + "\\b").matcher(scenario).find()) {
          whole.append(declaration).append("\n\n");
        }
      }
      return whole.append(scenario).append('\n').toString();
    }
  }
}
