// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a shell that has read the script offers behind what was typed. */
class CompletionScriptsTest {
  private static final Path BASH = Path.of("/bin/bash");

  /** Calls the function of the script as the shell does when somebody presses the key, and prints what it offers. */
  private static final String PRESS =
      """
      . "$1" 2>/dev/null
      shift
      compopt() { :; }
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      COMPREPLY=()
      _complete_nxs 2>/dev/null
      echo "${COMPREPLY[*]}"
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nxs te | test
          nxs co | completion
          nxs test --fi | --filter
          nxs run --dis | --disassemble
          nxs fmt --ch | --check
          nxs explain timer_re | timer_register timer_register_raw
          nxs explain NXS140 | NXS1401 NXS1402 NXS1403 NXS1404 NXS1405 NXS1406
          nxs help li | lint
          nxs completion f | fish
          """)
  void bashCompletesCommandsOptionsAndTopics(String typed, String offered) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(BASH));
    Path script = Files.writeString(folder.resolve("nxs.bash"), Shell.run("completion", "bash").out());
    List<String> command = new ArrayList<>(List.of(BASH.toString(), "-c", PRESS, "press", script.toString()));
    command.addAll(List.of(typed.split(" ", -1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out.strip()).isEqualTo(offered);
  }

  @Test
  void zshReadsTheScriptOfBash() {
    assertThat(Shell.run("completion", "zsh")).isEqualTo(Shell.run("completion", "bash"));
    assertThat(Shell.run("completion", "zsh").out()).contains("bashcompinit");
  }

  @ParameterizedTest
  @EnumSource(Command.class)
  void fishKnowsEachCommandWithItsOptions(Command command) {
    String script = Shell.run("completion", "fish").out();

    assertThat(script).contains("-n __fish_use_subcommand -a " + command.word() + " -d ");
    for (Option option : Option.values()) {
      String flag = option.isShort() ? " -s " + option.text().substring(1) : " -l " + option.text().substring(2) + " ";
      boolean offered =
          script.lines().anyMatch(line -> line.contains("from " + command.word() + "'") && (line + " ").contains(flag));
      assertThat(offered).as(command.word() + " " + option.text()).isEqualTo(command.takes(option));
    }
  }

  @Test
  void refusesOtherShells() {
    Shell.Result nothing = Shell.run("nxs completion");
    Shell.Result other = Shell.run("completion", "fihs");

    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err()).contains("needs a shell: bash, zsh or fish");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("did you mean `fish`?");
  }
}
