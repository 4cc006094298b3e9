// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nxs.report.CaseKind;
import dev.nxs.report.CaseResult;
import dev.nxs.report.Finding;
import dev.nxs.report.JUnitXml;
import dev.nxs.report.Totals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class ReportsTest {
  private static final String SCRIPTS = "repl/src/test/scripts";

  @TempDir Path folder;

  @Test
  void junitXmlFitsItsSchemaWhateverTheVerdicts() throws Exception {
    Document report = junit(SCRIPTS);

    assertThat(report.getElementsByTagName("failure").getLength()).isPositive();
    assertThat(report.getElementsByTagName("error").getLength()).isPositive();
    assertThat(report.getElementsByTagName("skipped").getLength()).isPositive();
    assertThat(report.getDocumentElement().getAttribute("tests"))
        .isEqualTo(Integer.toString(report.getElementsByTagName("testcase").getLength()));
    for (String kind : List.of("failure", "error", "skipped")) {
      String plural = kind.equals("skipped") ? kind : kind + "s";
      assertThat(report.getDocumentElement().getAttribute(plural))
          .isEqualTo(Integer.toString(report.getElementsByTagName(kind).getLength()));
    }
  }

  @ParameterizedTest
  @EnumSource(CaseKind.class)
  void junitXmlFitsItsSchemaWithEachKindOfResult(CaseKind kind) throws Exception {
    Path place = folder.resolve("kinds.xml");
    Finding finding = new Finding("NXS3001", "not\u0000so", "a.nxs", 3, 5, "8ms#41", 0, "ui", "line\n]]>", "nxs run a.nxs");
    JUnitXml report = new JUnitXml(place, "suite");
    for (boolean ok : new boolean[] {true, false}) {
      for (long wallNs : new long[] {0, 1_499_999, 86_400_000_000_000L}) {
        CaseResult.Expected expected = new CaseResult.Expected("marker \"<&>\"", 4, "passed", "");
        List<Finding> findings = wallNs == 0 ? List.of() : List.of(finding);
        report.accept(
            new CaseResult(
                kind, ok, "a.nxs", 2, ok ? "t" : "", List.of(), "why", wallNs, "8ms#41", null, "0badcafe",
                List.of(expected), findings));
      }
    }
    report.finish(new Totals(Map.of(kind, 6), 3, 1, true, 86_400_000_000_000L));
    validate(place);
  }

  @Test
  void junitXmlTellsFileAndLineAndTheWholeExplanation() throws Exception {
    Document report = junit(SCRIPTS + "/failing.nxs");
    Element failure = (Element) report.getElementsByTagName("failure").item(0);

    assertThat(failure.getAttribute("message")).matches(SCRIPTS + "/failing\\.nxs:\\d+: .+");
    assertThat(failure.getAttribute("type")).startsWith("NXS");
    String onTheCommandLine = Shell.run("test", SCRIPTS + "/failing.nxs").out();
    assertThat(onTheCommandLine.replaceAll("(?m)^  ", "")).contains(failure.getTextContent().strip());
  }

  @Test
  void junitXmlHoldsWhatXmlCannotHold() throws Exception {
    Path file = folder.resolve("odd.nxs");
    Files.writeString(file, "scenario \"a \\u{1} <b> & \\u{1F600} ]]>\" { task t { mark(\"x\") }; expect { marker \"y\" } }\n");

    Document report = junit(file.toString());

    assertThat(((Element) report.getElementsByTagName("testcase").item(0)).getAttribute("name"))
        .contains("<b> & \uD83D\uDE00 ]]>")
        .doesNotContain("\u0001");
  }

  private Document junit(String path) throws IOException, SAXException, ParserConfigurationException {
    Path place = folder.resolve("report/junit.xml");
    Shell.run("test", path, "--junit", place.toString());
    validate(place);
    assertThat(folder.resolve("report").toFile().list()).containsExactly("junit.xml");
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(place.toFile());
  }

  private static void validate(Path report) throws IOException, SAXException {
    SchemaFactory schemas = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
    schemas.newSchema(Path.of("repl/src/test/schemas/junit.xsd").toFile())
        .newValidator()
        .validate(new StreamSource(report.toFile()));
  }

  @Test
  void jsonTellsWhatTheCommandLineTells() throws IOException {
    Path place = folder.resolve("results.json");
    Shell.Result result = Shell.run("test", SCRIPTS, "--json", place.toString());
    JsonNode json = new ObjectMapper().readTree(place.toFile());

    assertThat(json.get("format").asText()).isEqualTo("nxs-test");
    assertThat(json.get("summary").get("exit_code").asInt()).isEqualTo(result.code());
    int cases = 0;
    for (JsonNode one : json.get("results")) {
      cases++;
      assertThat(result.out()).contains(one.get("title").asText());
      assertThat(one.get("line").asInt()).isPositive();
      assertThat(one.get("ok").asBoolean()).isEqualTo(one.get("findings").isEmpty() || !one.get("verdict").asText().matches("failed|stopped|undecided|error"));
    }
    assertThat(result.out().lines().filter(line -> line.matches("(not )?ok .*"))).hasSize(cases);
  }

  @Test
  void jsonHasTheFieldsThatItsPageDescribesAndNoOthers() throws IOException {
    Path place = folder.resolve("results.json");
    Shell.run("test", SCRIPTS, "--json", place.toString());
    List<String> fields = new ArrayList<>();
    collect("", new ObjectMapper().readTree(place.toFile()), fields);

    List<String> described =
        Files.readString(Path.of("docs/reports.md"))
            .lines()
            .filter(line -> line.matches("\\| `[a-z_.\\[\\]-]+` \\|.*"))
            .map(line -> line.replaceAll("^\\| `([^`]+)`.*", "$1"))
            .toList();

    assertThat(described).containsExactlyInAnyOrderElementsOf(fields);
  }

  private static void collect(String path, JsonNode node, List<String> fields) {
    if (node.isArray()) {
      node.forEach(item -> collect(path + "[]", item, fields));
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      if (!fields.contains(name)) {
        fields.add(name);
      }
      collect(name, field.getValue(), fields);
    }
  }

  @Test
  void tapIsTheOnlyThingOnTheStandardOutput() {
    Shell.Result result = Shell.run("test", SCRIPTS, "--tap");
    List<String> lines = result.out().lines().toList();

    assertThat(lines.get(0)).isEqualTo("TAP version 14");
    assertThat(lines).allMatch(line -> line.isEmpty() || line.matches("TAP version 14|(not )?ok \\d+ - .*|1\\.\\.\\d+|  .*"));
    long results = lines.stream().filter(line -> line.matches("(not )?ok .*")).count();
    assertThat(lines.get(lines.size() - 1)).isEqualTo("1.." + results);
    assertThat(lines).anyMatch(line -> line.contains(" # SKIP")).anyMatch(line -> line.contains(" # TODO"));
    assertThat(lines.stream().filter("  ---"::equals)).hasSameSizeAs(lines.stream().filter("  ..."::equals).toList());
  }

  @Test
  void gitHubGetsTenAnnotationsAndASummary() throws IOException {
    Path summary = folder.resolve("summary.md");
    Files.writeString(summary, "from the step before\n");
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      file.append("scenario \"wrong: " + i + ", 100%\" { expect { marker \"never\" } }\n");
    }
    Path script = folder.resolve("many.nxs");
    Files.writeString(script, file.toString());

    String out = onGitHub(summary, "test", script.toString());

    List<String> annotations = out.lines().filter(line -> line.startsWith("::error ")).toList();
    assertThat(annotations).hasSize(10);
    assertThat(annotations.get(0))
        .contains("many.nxs,line=1,col=", "title=wrong%3A 0%2C 100%25::", "%0Areplay: nxs run ");
    assertThat(annotations.get(9)).endsWith("(and 2 more that did not pass)");
    assertThat(Files.readString(summary))
        .startsWith("from the step before\n## nxs test\n\n0 passed, 12 failed\n")
        .contains("wrong: 11, 100%", "replay: nxs run ");
  }

  @Test
  void gitHubGetsNoAnnotationWhenAllPassed() {
    assertThat(onGitHub(folder.resolve("summary.md"), "test", SCRIPTS + "/passing.nxs")).doesNotContain("::error");
  }

  @Test
  void theSummaryIsWrittenWhereItIsAskedForAlone() throws IOException {
    Path summary = folder.resolve("summary.md");
    String out = with(Map.of("GITHUB_STEP_SUMMARY", summary.toString()), "test", SCRIPTS + "/failing.nxs");

    assertThat(out).doesNotContain("::error");
    assertThat(Files.readString(summary)).startsWith("## nxs test\n");
  }

  @Test
  void aSummaryThatCannotBeWrittenIsSaid() {
    String out = with(Map.of("GITHUB_STEP_SUMMARY", folder.toString()), "test", SCRIPTS + "/passing.nxs");

    assertThat(out).contains("error[NXS1701]: the report of `GITHUB_STEP_SUMMARY` cannot be written").doesNotContain("\tat ");
  }

  private static String onGitHub(Path summary, String... words) {
    return with(Map.of("GITHUB_ACTIONS", "true", "GITHUB_STEP_SUMMARY", summary.toString()), words);
  }

  private static String with(Map<String, String> environment, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new Cli(new Surroundings(InputStream.nullInputStream(), stream, stream, () -> false, false, environment::get, () -> false)).run(List.of(words));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aReportThatCannotBeWrittenIsSaidBeforeAnythingRuns() {
    for (String option : List.of("--junit", "--json")) {
      Shell.Result result = Shell.run("test", SCRIPTS + "/passing.nxs", option, SCRIPTS);

      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("`" + option + " " + SCRIPTS + "` cannot be written: it is a folder");
      assertThat(result.out()).isEmpty();
    }
  }

  @Test
  void anInterruptionStillLeavesAReport() throws IOException {
    Path place = folder.resolve("results.json");
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    new Cli(new Surroundings(nowhere, nowhere, () -> false, () -> true)).run(List.of("test", SCRIPTS, "--json", place.toString()));

    JsonNode summary = new ObjectMapper().readTree(place.toFile()).get("summary");
    assertThat(summary.get("complete").asBoolean()).isFalse();
    assertThat(summary.get("exit_code").asInt()).isEqualTo(130);
  }
}
