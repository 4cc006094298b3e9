// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part of JSON Schema that the published schemas use; a word that it does not know is an error of the schema. */
final class JsonSchema {
  private static final Set<String> SAID = Set.of("$schema", "title", "description");

  private final JsonNode schema;
  private final List<String> problems = new ArrayList<>();

  private JsonSchema(JsonNode schema) {
    this.schema = schema;
  }

  static JsonSchema read(String file) throws IOException {
    return new JsonSchema(new ObjectMapper().readTree(Path.of(file).toFile()));
  }

  /** What is wrong with a document, with the place; empty where nothing is. */
  List<String> problems(JsonNode document) {
    problems.clear();
    check(schema, document, "");
    return List.copyOf(problems);
  }

  private void check(JsonNode rules, JsonNode value, String place) {
    for (Map.Entry<String, JsonNode> rule : rules.properties()) {
      if (!SAID.contains(rule.getKey()) && !holds(rules, rule.getKey(), rule.getValue(), value, place)) {
        problems.add(place + ": " + rule.getKey() + " " + rule.getValue() + ": " + value);
      }
    }
  }

  private boolean holds(JsonNode rules, String name, JsonNode rule, JsonNode value, String place) {
    return switch (name) {
      case "type" -> rule.isArray() ? any(rule, value) : is(rule.asText(), value);
      case "const" -> rule.equals(value);
      case "enum" -> {
        boolean found = false;
        for (JsonNode one : rule) {
          found |= one.equals(value);
        }
        yield found;
      }
      case "minimum" -> !value.isNumber() || value.doubleValue() >= rule.doubleValue();
      case "pattern" -> !value.isTextual() || value.asText().matches("(?s).*(" + rule.asText() + ").*");
      case "required" -> {
        boolean all = true;
        for (JsonNode field : rule) {
          all &= !value.isObject() || value.has(field.asText());
        }
        yield all;
      }
      case "additionalProperties" -> {
        boolean known = true;
        for (Map.Entry<String, JsonNode> field : value.properties()) {
          known &= rules.get("properties").has(field.getKey());
        }
        yield known;
      }
      case "properties" -> {
        for (Map.Entry<String, JsonNode> field : rule.properties()) {
          if (value.has(field.getKey())) {
            check(field.getValue(), value.get(field.getKey()), place + "/" + field.getKey());
          }
        }
        yield true;
      }
      case "items" -> {
        for (int i = 0; i < value.size(); i++) {
          check(rule, value.get(i), place + "/" + i);
        }
        yield true;
      }
      default -> throw new IllegalStateException("the schema says what this reader does not know: " + name);
    };
  }

  private static boolean any(JsonNode types, JsonNode value) {
    for (JsonNode type : types) {
      if (is(type.asText(), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      default -> throw new IllegalStateException("there is no such type: " + type);
    };
  }
}
