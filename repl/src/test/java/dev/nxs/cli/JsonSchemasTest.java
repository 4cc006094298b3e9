// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real results fit the schemas that are published in docs/schemas/, and damaged ones do not. */
class JsonSchemasTest {
  private static final String TEST_SCHEMA = "docs/schemas/nxs-test.schema.json";
  private static final String CHECK_SCHEMA = "docs/schemas/nxs-check.schema.json";
  private static final String SCRIPTS = "repl/src/test/scripts";

  @TempDir Path folder;

  private static JsonNode parsed(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {SCRIPTS, SCRIPTS + "/passing.nxs", SCRIPTS + "/failing.nxs", "examples/coalesce.nxs"})
  void resultsFitTheirSchema(String path) throws IOException {
    JsonSchema schema = JsonSchema.read(TEST_SCHEMA);
    Path place = folder.resolve("results.json");
    Shell.run("test", path, "--json", place.toString());
    Shell.Result printed = Shell.run("test", path, "--format", "json");

    assertThat(schema.problems(parsed(Files.readString(place)))).isEmpty();
    assertThat(schema.problems(parsed(printed.out()))).isEmpty();
    assertThat(parsed(printed.out()).get("summary").get("exit_code").asInt()).isEqualTo(printed.code());
  }

  @Test
  void resultsOfAllVerdictsFitTheirSchema() throws IOException {
    Path file = folder.resolve("all.nxs");
    Files.writeString(
        file,
        """
        scenario "many" {
          task t { mark("a") }
          expect {
            marker "a"
            marker "b" xfail "nobody says it"
            marker "c" if 1 > 9
            whenever marker "d" then marker "e"
          }
        }
        scenario "cut" { task t { loop { sleep(1ms) } }; expect { stable running(t) for 9ms } }
        scenario "not now" (skip: "later") { expect { marker "a" } }
        """);
    JsonNode json = parsed(Shell.run("test", file.toString(), "--format", "json").out());

    assertThat(JsonSchema.read(TEST_SCHEMA).problems(json)).isEmpty();
    assertThat(json.findValuesAsText("verdict"))
        .contains("passed", "failed as expected", "skipped", "vacuous", "undecided", "stopped");
  }

  @Test
  void whatComesOfALogFitsItsSchema() throws IOException {
    JsonSchema schema = JsonSchema.read(CHECK_SCHEMA);
    for (String log : List.of("repl/src/test/logs/uart.txt", "repl/src/test/logs/cut.txt")) {
      Shell.Result result = Shell.run("check", "repl/src/test/logs/boot.nxs", "--log", log, "--format", "json");
      JsonNode json = parsed(result.out());

      assertThat(schema.problems(json)).isEmpty();
      assertThat(json.get("exit_code").asInt()).isEqualTo(result.code());
      assertThat(json.get("expectations")).isNotEmpty();
    }
  }

  @Test
  void aFieldMoreOrLessIsAgainstTheSchema() throws IOException {
    Shell.Result result = Shell.run("test", SCRIPTS + "/failing.nxs", "--format", "json");
    JsonSchema schema = JsonSchema.read(TEST_SCHEMA);
    for (ObjectNode object : objects(parsed(result.out()))) {
      for (String field : fields(object)) {
        JsonNode root = parsed(result.out());
        ObjectNode same = objects(root).get(objects(parsed(result.out())).indexOf(object));
        same.remove(field);
        assertThat(schema.problems(root)).as("without " + field).isNotEmpty();
      }
    }
    ObjectNode more = (ObjectNode) parsed(result.out());
    more.put("more", 1);
    assertThat(schema.problems(more)).isNotEmpty();
  }

  private static List<String> fields(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** All objects of a document, outer ones first. */
  private static List<ObjectNode> objects(JsonNode node) {
    List<ObjectNode> found = new ArrayList<>();
    if (node instanceof ObjectNode object) {
      found.add(object);
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> found.addAll(objects(child)));
    }
    return found;
  }

  @Test
  void theStandardOutputHasOneForm() {
    assertThat(Shell.run("test", SCRIPTS + "/passing.nxs", "--format", "json", "--tap").err())
        .contains("`--tap` and `--format json` do not go together");
    assertThat(Shell.run("test", SCRIPTS + "/passing.nxs", "--format", "yaml").err())
        .contains("`--format` needs text or json, not `yaml`");
    assertThat(Shell.run("test", SCRIPTS + "/passing.nxs", "--format", "text").out()).startsWith("ok");
  }
}
