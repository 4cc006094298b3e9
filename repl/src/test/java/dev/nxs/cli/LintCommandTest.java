// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of suspicious files, and what is mended. */
class LintCommandTest {
  private static final String SUSPICIOUS =
      """
      scenario "s" {
        let unused = 3
        task a {
          while true { break }
          mark("one")
          exit(0)
          mark("two")
          mark("three")
        }
        expect { marker "one" }
      }
      """;

  @TempDir Path folder;

  @Test
  void tellsWhatIsSuspiciousAndFails() throws IOException {
    Path file = Files.writeString(folder.resolve("a.nxs"), SUSPICIOUS);

    Shell.Result result = Shell.run("lint", file.toString());

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("warning[NXS2002]").contains("warning[NXS2005]").contains("warning[NXS2003]");
    assertThat(file).hasContent(SUSPICIOUS);
  }

  @Test
  void mendsWhatChangesNoRun() throws IOException {
    Path file = Files.writeString(folder.resolve("a.nxs"), SUSPICIOUS);

    assertThat(Shell.run("lint", "--fix", file.toString())).isEqualTo(new Shell.Result(0, "", ""));
    assertThat(file)
        .hasContent(
            """
            scenario "s" {
              task a {
                loop { break }
                mark("one")
                exit(0)
              }
              expect { marker "one" }
            }
            """);
  }

  @Test
  void saysNothingOfASoundFile() {
    assertThat(Shell.run("lint", "examples/coalesce.nxs").code()).isLessThan(2);
  }

  @Test
  void refusesAFileWithErrors() throws IOException {
    Path file = Files.writeString(folder.resolve("a.nxs"), "let a =\n");

    Shell.Result result = Shell.run("lint", file.toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("error[NXS1116]");
    assertThat(Shell.run("nxs lint").code()).isEqualTo(2);
  }
}
