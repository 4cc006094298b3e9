// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.nxs.report.HtmlPage;
import dev.nxs.report.RunHistory;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages about runs stand alone, show nothing as markup that is text, and stay small. */
class HtmlPageTest {
  private static final Pattern DATA =
      Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  private static String page(String text) throws IOException {
    CompiledFile file = Engine.create().compile(Source.of("dir/</title><b>.nxs", text));
    Instance instance = file.instances(file.scenarios(), RunOptions.defaults()).get(0);
    RunHistory history = new RunHistory();
    return new HtmlPage(instance.run(history), history, OptionalLong.of(12)).text();
  }

  private static String data(String page) {
    Matcher data = DATA.matcher(page);
    assertThat(data.find()).isTrue();
    return data.group(1);
  }

  private static final String WILD =
      """
      scenario "</script><script>alert(1)</script> & 'so' \\"on\\" @DATA@ @BODY@" {
        machine(harts: 2)
        service timed
        task t[2](qos: idle) { sleep(1ms); mark("</script><!-- <img src=x onerror=alert(1)> \\u{2028}\\u{7} $1"); compute(1ms) }
        expect { marker "</pre><script>" ; "na<me": marker "x" xfail "<i>" }
      }
      """;

  @Test
  void nothingThatIsTextIsMarkup() throws IOException {
    String page = page(WILD);
    assertThat(page).containsOnlyOnce("<!doctype html>");
    assertThat(Pattern.compile("<script").split(page, -1)).hasSize(3);
    assertThat(Pattern.compile("</script").split(page, -1)).hasSize(3);
    assertThat(page).doesNotContain("<img").doesNotContain("<!--").doesNotContain("<b>.nxs").doesNotContain("</pre><script");
    assertThat(page).contains("&lt;/script&gt;&lt;script&gt;alert(1)").contains("na&lt;me");
  }

  @Test
  void aPageNeedsNothingElse() throws IOException {
    String page = page(WILD);
    assertThat(page).doesNotContain("http://").doesNotContain("https://").doesNotContain("<link").doesNotContain("@import")
        .doesNotContain(" src=\"").doesNotContain("url(");
    assertThat(page).contains("default-src 'none'").contains("prefers-color-scheme: dark");
  }

  @Test
  void theDataAreWhatHappened() throws IOException {
    String data = data(page("scenario \"s\" { task a { mark(\"up\"); compute(2ms) }; task b { compute(1ms) } }"));
    try (JsonParser json = new JsonFactory().createParser(data)) {
      while (json.nextToken() != null) {
        // Reading it to the end proves that it is JSON.
      }
    }
    assertThat(data).contains("\"endNs\":3000000").contains("\"spans\":[[0,1,0,2000000,1],[0,2,2000000,3000000,1]]")
        .contains("\"marks\":[[0,0,1,\"up\",0]]").contains("\"depth\":");
  }

  @Test
  void thePageOfALongRunIsBoundedAndSaysSo() throws IOException {
    String page =
        page(
            """
            scenario "long" {
              machine(harts: 2, timeslice: 1ms)
              task a[3] { loop { compute(10us); mark("tick"); yield() } }
              run for 500ms
            }
            """);
    assertThat(page.length()).isLessThan(3_000_000);
    assertThat(page).contains("The shaded middle of the run is left out");
    assertThat(data(page)).doesNotContain("\"gaps\":[]");
  }

  @Test
  void aPageAppearsAsAWholeUnderANameOfPlainLetters(@TempDir Path folder) throws IOException {
    CompiledFile file = Engine.create().compile(Source.of("a/b.nxs", WILD));
    Instance instance = file.instances(file.scenarios(), RunOptions.defaults()).get(0);
    RunHistory history = new RunHistory();
    Report report = instance.run(history);
    String name = HtmlPage.fileName(report);
    assertThat(name).matches("[A-Za-z0-9-]+\\.html");
    new HtmlPage(report, history, OptionalLong.empty()).write(folder.resolve(name));
    assertThat(folder).isDirectoryContaining("glob:**/" + name);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aRunWithAPageIsTheRunWithoutOne() {
    CompiledFile file = Engine.create().compile(Source.of("a.nxs", WILD));
    Instance instance = file.instances(file.scenarios(), RunOptions.defaults()).get(0);
    assertThat(instance.run(new RunHistory()).hash()).isEqualTo(instance.run().hash());
  }
}
