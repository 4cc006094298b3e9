// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
  private static final String SCRIPTS = "repl/src/test/scripts";

  @ParameterizedTest
  @CsvSource({
    "0, passing.nxs",
    "1, passing.nxs failing.nxs",
    "3, failing.nxs endless.nxs passing.nxs",
    "2, endless.nxs errors.nxs failing.nxs",
    "2, failing.nxs nowhere.nxs"
  })
  void theWorstOutcomeGivesTheExitCode(int code, String files) {
    String[] words = ("test " + files).split(" ");
    for (int i = 1; i < words.length; i++) {
      words[i] = SCRIPTS + "/" + words[i];
    }

    assertThat(Shell.run(words).code()).isEqualTo(code);
  }

  @Test
  void undecidedIsWorseThanPassedAndBetterThanFailed() {
    String verdicts = SCRIPTS + "/verdicts.nxs";

    assertThat(Shell.run("test", verdicts).code()).isEqualTo(4);
    assertThat(Shell.run("test", verdicts, "--strict").code()).isEqualTo(1);
  }

  @Test
  void theOutputDoesNotDependOnTheNumberOfJobs() {
    Shell.Result one = Shell.run("test", SCRIPTS, "-j", "1");
    Shell.Result many = Shell.run("test", SCRIPTS, "-j", "8");

    assertThat(many).isEqualTo(one);
  }

  @Test
  void anInterruptionGivesItsOwnCode() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings = new Surroundings(nowhere(), stream(err), () -> false, () -> true);

    Exit exit = new Cli(surroundings).run(List.of("test", SCRIPTS));

    assertThat(exit.code()).isEqualTo(130);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("# interrupted");
  }

  @Test
  void anInterruptionEndsARun() {
    Surroundings surroundings = new Surroundings(nowhere(), nowhere(), () -> false, () -> true);

    assertThat(new Cli(surroundings).run(List.of("run", SCRIPTS + "/endless.nxs")).code()).isEqualTo(130);
  }

  @Test
  void aBugOfOursIsSaidToBeOneAndTellsWhatToReport() {
    PrintStream broken =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
          @Override
          public void print(String text) {
            throw new IllegalStateException("the stream is broken");
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    Exit exit = new Cli(Surroundings.plain(broken, stream(err))).run(List.of("help"));

    assertThat(exit.code()).isEqualTo(70);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the stream is broken", "a bug of nxs", "nxs version")
        .doesNotContain("\tat ");
  }

  @Test
  void coloursAreForTerminals() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Surroundings terminal = new Surroundings(stream(out), nowhere(), () -> true, () -> false);

    new Cli(terminal).run(List.of("test", SCRIPTS + "/passing.nxs"));
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\u001b[32mok");

    out.reset();
    new Cli(terminal).run(List.of("test", SCRIPTS + "/passing.nxs", "--color", "never"));
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\u001b");
  }

  private static PrintStream nowhere() {
    return stream(OutputStream.nullOutputStream());
  }

  private static PrintStream stream(OutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
