// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file: one clear message with its code, the exit code that belongs to it, and no stack trace. */
@Timeout(60)
class WrongInputTest {
  private static final int TEN_MEGABYTES = 10 << 20;
  private static final int NESTED = 10_000;

  @TempDir Path folder;

  @Test
  void aFileThatDoesNotExistIsNamed() {
    Shell.Result result = Shell.run("test", folder.resolve("nowhere.nxs").toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("error[NXS1001]").contains("nowhere.nxs` does not exist");
  }

  @Test
  void aFolderCannotBeRun() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner.nxs"));

    assertRefused(Shell.run("run", inner.toString()), "NXS1702", 4);
  }

  @Test
  void binaryDataIsNoScript() throws IOException {
    assertRefused(test(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, (byte) 0xff}), "NXS1003", 2);
  }

  @Test
  void bytesThatAreNoUtf8AreNoScript() throws IOException {
    assertRefused(test(new byte[] {'/', '/', ' ', (byte) 0xe4, '\n'}), "NXS1002", 2);
  }

  @Test
  void aTarArchiveIsSaidToBeOne() throws IOException {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);

    assertRefused(test(tar), "NXS1004", 2);
  }

  @Test
  void anEmptyFileDeclaresNothing() throws IOException {
    assertRefused(test(""), "NXS1005", 2);
  }

  @Test
  void tenMegabytesOfParenthesesAreTooLarge() throws IOException {
    byte[] parentheses = new byte[TEN_MEGABYTES];
    Arrays.fill(parentheses, (byte) '(');

    assertRefused(test(parentheses), "NXS1502", 2);
  }

  @Test
  void tenThousandNestedBlocksAreTooDeep() throws IOException {
    assertRefused(
        test("scenario \"s\" { task t " + "{ if true ".repeat(NESTED) + "{}" + "}".repeat(NESTED) + " }"), "NXS1501", 2);
  }

  @Test
  void tenThousandNestedParenthesesAreTooDeep() throws IOException {
    assertRefused(
        test("scenario \"s\" { let x = " + "(".repeat(NESTED) + "1" + ")".repeat(NESTED) + " }"), "NXS1501", 2);
  }

  @Test
  void aTaskThatSpinsIsStopped() {
    assertStopped(Shell.run("test", "repl/src/test/scripts/spin.nxs"), "NXS3006");
  }

  @Test
  void aTaskThatNeverEndsIsStopped() {
    assertStopped(Shell.run("test", "repl/src/test/scripts/endless.nxs"), "NXS3005");
  }

  @Test
  void aCircleOfImportsIsAnError() throws IOException {
    Files.writeString(folder.resolve("a.nxs"), "import \"b.nxs\"\nscenario \"a\" { expect { now() == 0ns } }\n");
    Files.writeString(folder.resolve("b.nxs"), "import \"a.nxs\"\n");

    Shell.Result result = Shell.run("test", folder.resolve("a.nxs").toString());

    assertRefused(result, "NXS1008", 2);
    assertThat(result.err()).contains("b.nxs:1:8").contains("a.nxs:1:8").contains("imported here");
  }

  @Test
  void aBrokenFileDoesNotKeepOthersFromRunning() throws IOException {
    Files.write(folder.resolve("a.nxs"), new byte[] {0});
    Files.copy(Path.of("repl/src/test/scripts/passing.nxs"), folder.resolve("b.nxs"));

    Shell.Result result = Shell.run("test", folder.toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).contains("not ok   1 - ").contains("ok       2 - ").contains("# 1 passed, 1 with errors");
  }

  @Test
  void whatAFileHoldsDoesNotReachTheTerminal() throws IOException {
    Shell.Result result =
        test("scenario \"\u001b[31mred\" {\n  task t { mark(\"\\u{1b}[2J\") }\n  expect { marker \"x\" }\n}\n");

    assertThat(result.out() + result.err()).doesNotContain("\u001b");
    assertThat(Shell.run("run", folder.resolve("script.nxs").toString()).out()).doesNotContain("\u001b");
  }

  private static void assertRefused(Shell.Result result, String code, int exit) {
    assertThat(result.err()).contains("error[" + code + "]").doesNotContain("\tat ");
    assertThat(result.code()).isEqualTo(exit);
  }

  private static void assertStopped(Shell.Result result, String code) {
    assertThat(result.out()).contains("error[" + code + "]");
    assertThat(result.code()).isEqualTo(3);
  }

  private Shell.Result test(String text) throws IOException {
    Path script = Files.writeString(folder.resolve("script.nxs"), text);
    return Shell.run("test", script.toString());
  }

  private Shell.Result test(byte[] bytes) throws IOException {
    Path script = Files.write(folder.resolve("script.nxs"), bytes);
    return Shell.run("test", script.toString());
  }
}
