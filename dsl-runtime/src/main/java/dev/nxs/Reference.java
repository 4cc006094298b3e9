// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.Builtin;
import dev.nxs.compile.CallParameter;
import dev.nxs.compile.Query;
import dev.nxs.compile.Type;
import dev.nxs.kernel.user.Errno;
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
 * What is to be told about each call, query, error, word and topic of the language, made of the tables that the checker
 * reads. The example of a topic is the first scenario that holds it in a file of examples, which goes from the simple to the special; tests run them all.
 */
public final class Reference {
  /** What kind of thing a topic is. */
  public enum Kind {
    CALL,
    QUERY,
    ERROR,
    WORD,
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

  private final Map<String, List<Topic>> topics = new LinkedHashMap<>();
  private final Examples examples = Examples.read();

  private Reference() {
    for (Builtin call : Builtin.values()) {
      if (!call.text().startsWith("_")) {
        add(Kind.CALL, call.text(), callText(call), Pattern.quote(call.text()) + "\\(");
      }
    }
    for (Query query : Query.values()) {
      String text = signature(query.text(), query.parameters(), query.result()) + "\n\nA query: " + query.doc() + ".\n";
      add(Kind.QUERY, query.text(), text, Pattern.quote(query.text()) + "\\(");
    }
    for (Errno errno : Errno.values()) {
      add(Kind.ERROR, errno.name(), errorText(errno), errno.name() + "\\b");
    }
    for (String word : Nxs.words()) {
      String meaning = WordMeanings.of(word);
      if (meaning != null) {
        add(Kind.WORD, word, "The word `" + word + "`: " + meaning + ".\n", word + "\\b");
      }
    }
    WordMeanings.topics().forEach((name, text) -> topics.put(name, List.of(new Topic(Kind.TOPIC, name, text, null))));
  }

  /** Makes the reference anew; it is read too seldom to be kept. */
  public static Reference create() {
    return new Reference();
  }

  /** The names of all topics, calls first. */
  public List<String> names() {
    return List.copyOf(topics.keySet());
  }

  /** The topics of a name, several where a word is a call and a query; empty where there is none. */
  public List<Topic> topics(String name) {
    List<Topic> found = topics.get(name);
    return found == null ? topics.getOrDefault(name.toUpperCase(Locale.ROOT), List.of()) : found;
  }

  /** The name that was probably meant, null where none is close. */
  public @Nullable String nearest(String name) {
    return Suggest.closest(name, topics.keySet());
  }

  private void add(Kind kind, String name, String text, String pattern) {
    Topic topic = new Topic(kind, name, text, examples.first(pattern));
    topics.computeIfAbsent(name, n -> new ArrayList<>()).add(topic);
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
