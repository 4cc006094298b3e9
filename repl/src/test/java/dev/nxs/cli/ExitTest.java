// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitTest {
  private static final String PASSES = "scenario \"a\" { task t { mark(\"x\") }; expect { marker \"x\" } }\n";
  private static final String FAILS = "scenario \"b\" { expect { marker \"x\" } }\n";
  private static final String OPEN =
      """
      scenario "c" {
        task t { sleep(6ms); mark("x") }
        task w { loop { sleep(2ms) } }
        run for 9ms
        expect { whenever marker "x" then marker "y" within 5ms }
      }
      """;
  private static final String STOPS = "scenario \"d\" { task t { loop { yield() } } }\n";
  private static final String WRONG = "scenario \"e\" { task t { mark(5) } }\n";

  @TempDir Path folder;

  @Test
  void theWorstWins() {
    List<Exit> rising =
        List.of(Exit.PASSED, Exit.OPEN, Exit.FAILED, Exit.STOPPED, Exit.USAGE, Exit.BUG, Exit.INTERRUPTED);
    assertThat(rising).extracting(Exit::code).containsExactly(0, 4, 1, 3, 2, 70, 130);
    for (int i = 0; i < rising.size(); i++) {
      for (int j = 0; j < rising.size(); j++) {
        assertThat(rising.get(i).and(rising.get(j))).isEqualTo(rising.get(Math.max(i, j)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"p, 0", "po, 4", "pof, 1", "ofs, 3", "pofsw, 2", "fp, 1", "sf, 3"})
  void scenariosOfManyVerdictsHaveTheCodeOfTheWorst(String kinds, int code) throws IOException {
    for (int i = 0; i < kinds.length(); i++) {
      char kind = kinds.charAt(i);
      String text =
          switch (kind) {
            case 'p' -> PASSES;
            case 'o' -> OPEN;
            case 'f' -> FAILS;
            case 's' -> STOPS;
            default -> WRONG;
          };
      Files.writeString(folder.resolve(kind + ".nxs"), text);
    }

    assertThat(Shell.run("test", folder.toString()).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 255})
  void thePromptEndsWithTheCodeThatItsUserGives(int code) throws IOException {
    Path file = Files.writeString(folder.resolve("p.nxs"), PASSES);

    assertThat(Shell.run("repl", file.toString(), "-e", "quit " + code).code()).isEqualTo(code);
  }
}
