// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formatting files: what is written, what is told, and what is left alone. */
class FmtCommandTest {
  private static final String UGLY = "let   a=1\n\n\n\nlet b = 2\nlet c = 3\n";
  private static final String PLAIN = "let a = 1\n\nlet b = 2\nlet c = 3\n";

  @TempDir Path folder;

  @Test
  void writesTheCanonicalFormAndNamesTheFile() throws IOException {
    Path file = file("a.nxs", UGLY);
    file("b.nxs", PLAIN);

    Shell.Result result = Shell.run("fmt", folder.toString());

    assertThat(result).isEqualTo(new Shell.Result(0, file + "\n", ""));
    assertThat(file).hasContent(PLAIN);
  }

  @Test
  void checksWithoutWriting() throws IOException {
    Path file = file("a.nxs", UGLY);

    assertThat(Shell.run("fmt", "--check", file.toString())).isEqualTo(new Shell.Result(1, file + "\n", ""));
    assertThat(file).hasContent(UGLY);
    assertThat(Shell.run("fmt", "--check", file("b.nxs", PLAIN).toString()).code()).isZero();
  }

  @Test
  void showsWhatWouldChange() throws IOException {
    Path file = file("a.nxs", UGLY);

    Shell.Result result = Shell.run("fmt", "--diff", file.toString());

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .isEqualTo(
            "--- " + file + "\n+++ " + file
                + "\n@@ -1,6 +1,4 @@\n-let   a=1\n-\n-\n+let a = 1\n \n let b = 2\n let c = 3\n");
    assertThat(file).hasContent(UGLY);
    assertThat(Shell.run("fmt", "--diff", "--check", file.toString()).code()).isEqualTo(1);
  }

  @Test
  void leavesAFileWithErrorsAloneAndFormatsTheOthers() throws IOException {
    Path broken = file("a.nxs", "let   a =\n");
    Path file = file("b.nxs", UGLY);

    Shell.Result result = Shell.run("fmt", folder.toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("error[NXS1116]");
    assertThat(broken).hasContent("let   a =\n");
    assertThat(file).hasContent(PLAIN);
  }

  @Test
  void dropsAByteOrderMarkAndLineEndsOfWindows() throws IOException {
    Path file = file("a.nxs", "\ufefflet a = 1\r\n");

    assertThat(Shell.run("fmt", file.toString()).code()).isZero();
    assertThat(file).hasBinaryContent("let a = 1\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsStandardInput() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(UGLY.getBytes(StandardCharsets.UTF_8));

    Exit exit = new Cli(new Surroundings(in, stream, stream, () -> false, () -> false)).run(List.of("fmt", "-"));

    assertThat(exit).isEqualTo(Exit.PASSED);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(PLAIN);
  }

  @Test
  void needsSomethingToFormat() {
    assertThat(Shell.run("nxs fmt").code()).isEqualTo(2);
    assertThat(Shell.run("fmt", folder.resolve("none.nxs").toString()).err()).contains("NXS1001");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
