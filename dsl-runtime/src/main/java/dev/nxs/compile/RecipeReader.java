// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Shares;
import dev.nxs.syntax.LineTable;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads recipes from a file of YAML or JSON: names, each with {@code qos}, {@code affinity} and {@code shares}, all of
 * which may be left out. Nothing else is looked for, and nothing that stands there is ignored.
 */
final class RecipeReader {
  /** Recipes of a file, at most. */
  static final int LIMIT = 10_000;

  private static final String EXAMPLE = "a file of recipes looks like this: `compositor: {qos: perfburst, shares: 800}`";

  private final Source source;
  private final int harts;
  private final Diagnostics diagnostics;
  private final Map<String, Recipe> recipes = new LinkedHashMap<>();

  private RecipeReader(Source source, int harts, Diagnostics diagnostics) {
    this.source = source;
    this.harts = harts;
    this.diagnostics = diagnostics;
  }

  /**
   * The recipes of a file by name.
   *
   * @param source JSON if its name ends so, otherwise YAML
   * @param harts how many the machine has
   * @param diagnostics takes what is wrong, with its place in that file
   */
  static Map<String, Recipe> read(Source source, int harts, Diagnostics diagnostics) {
    RecipeReader reader = new RecipeReader(source, harts, diagnostics);
    JsonFactory format = source.name().endsWith(".json") ? new JsonFactory() : new YAMLFactory();
    try (JsonParser parser = format.createParser(source.text())) {
      reader.file(parser);
    } catch (JsonProcessingException e) {
      String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
      reader.report(e.getLocation(), message.lines().findFirst().orElse("it ends too early"), EXAMPLE);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
    return reader.recipes;
  }

  private void file(JsonParser in) throws IOException {
    JsonToken first = in.nextToken();
    if (first != JsonToken.START_OBJECT) {
      if (first != null) {
        report(in, "a file of recipes names each of them", EXAMPLE);
      }
      return;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      Span span = span(in.currentTokenLocation(), name.length());
      if (recipes.size() == LIMIT) {
        report(in, "a file holds at most " + LIMIT + " recipes", "keep those that the scenarios name");
        return;
      }
      Recipe recipe = recipe(in, name, span);
      if (recipes.containsKey(name)) {
        diagnostics.add(Problems.duplicate(span, "the recipe", name, recipes.get(name).span()));
      } else {
        recipes.put(name, recipe);
      }
    }
  }

  private Recipe recipe(JsonParser in, String name, Span span) throws IOException {
    QosClass qos = Recipe.DEFAULT_QOS;
    List<Integer> affinity = null;
    int shares = Recipe.DEFAULT_SHARES;
    if (in.nextToken() != JsonToken.START_OBJECT) {
      if (in.currentToken() != JsonToken.VALUE_NULL) {
        report(in, "a recipe says `qos`, `affinity` or `shares`", "write `" + name + ": {qos: interactive}`");
        in.skipChildren();
      }
      return new Recipe(qos, null, shares, span);
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      Span place = span(in.currentTokenLocation(), key.length());
      in.nextToken();
      switch (key) {
        case "qos" -> qos = qos(in);
        case "affinity" -> affinity = affinity(in);
        case "shares" -> shares = number(in, 1, Shares.MOST, "shares are", Recipe.DEFAULT_SHARES);
        default -> {
          diagnostics.add(unknownKey(place, key));
          in.skipChildren();
        }
      }
    }
    return new Recipe(qos, affinity, shares, span);
  }

  /** A key that no recipe has, in a file or in a scenario. */
  static Diagnostic.Builder unknownKey(Span place, String key) {
    return Diagnostic.error(Code.BAD_RECIPE, place, "a recipe has no `" + key + "`")
        .note("it says `qos`, `affinity` and `shares`, or leaves them out")
        .help(Problems.didYouMean(key, Recipe.KEYS));
  }

  private QosClass qos(JsonParser in) throws IOException {
    String label = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : "";
    for (QosClass qos : QosClass.values()) {
      if (qos.label().equals(label)) {
        return qos;
      }
    }
    String advice = "leave it out for `" + Recipe.DEFAULT_QOS.label() + "`";
    List<String> labels = Arrays.stream(QosClass.values()).map(QosClass::label).toList();
    diagnostics.add(
        Diagnostic.error(Code.BAD_RECIPE, span(in.currentTokenLocation(), Math.max(1, label.length())), "this is no class")
            .note("the classes are `" + String.join("`, `", labels) + "`")
            .help(Objects.requireNonNullElse(Problems.didYouMean(label, labels), advice)));
    in.skipChildren();
    return Recipe.DEFAULT_QOS;
  }

  private @Nullable List<Integer> affinity(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      report(in, "`affinity` is a list of harts", "write `[0, 1]`, or leave it out for all harts");
      in.skipChildren();
      return null;
    }
    JsonLocation start = in.currentTokenLocation();
    TreeSet<Integer> numbers = new TreeSet<>();
    boolean isEmpty = true;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      isEmpty = false;
      int number = number(in, 0, harts - 1, "the harts of this machine are", -1);
      if (number >= 0) {
        numbers.add(number);
      }
    }
    if (isEmpty) {
      report(start, "`affinity` names no hart", "leave it out for all harts");
    }
    return numbers.isEmpty() ? null : List.copyOf(numbers);
  }

  private int number(JsonParser in, int least, int most, String what, int fallback) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getNumberType() == JsonParser.NumberType.INT) {
      int number = in.getIntValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    String found = in.currentToken().isScalarValue() ? ", not " + in.getText() : "";
    report(in, what + " " + least + " to " + most + found, "write a whole number of these");
    in.skipChildren();
    return fallback;
  }

  private void report(JsonParser in, String message, String help) throws IOException {
    report(in.currentTokenLocation(), message, help);
  }

  private void report(JsonLocation place, String message, String help) {
    diagnostics.add(Diagnostic.error(Code.BAD_RECIPE, span(place, 1), message).help(help));
  }

  /** A stretch of the file, no longer than its line. */
  private Span span(JsonLocation place, int length) {
    LineTable lines = source.lines();
    int line = Math.max(1, Math.min(place.getLineNr(), lines.count()));
    int endOfLine = lines.startOf(line) + lines.textOf(line).length();
    int start = Math.min(endOfLine, lines.startOf(line) + Math.max(0, place.getColumnNr() - 1));
    return new Span(source, start, Math.min(endOfLine, start + length));
  }
}
