// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.diag.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each diagnostic has a page, whose example the command answers with that very code and whose remedy with none. */
class ErrorPagesTest {
  private static final Pattern BLOCK = Pattern.compile("```nxs\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @EnumSource(Code.class)
  void exampleGivesTheCodeAndRemedyDoesNot(Code code, @TempDir Path folder) throws IOException {
    String page = Files.readString(Path.of("../docs/errors/" + code.id() + ".md"));
    assertThat(page).startsWith("# " + code.id() + ": " + code.title());
    int remedy = page.indexOf("## Remedy");
    assertThat(remedy).isPositive();
    for (String example : blocks(page.substring(0, remedy))) {
      assertThat(run(folder, example)).contains("[" + code.id() + "]");
    }
    for (String mended : blocks(page.substring(remedy))) {
      assertThat(run(folder, mended)).doesNotContain("[" + code.id() + "]");
    }
  }

  private static List<String> blocks(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String run(Path folder, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("page.nxs"), text);
    // Strict, so that vacuous expectations are told with their code, too.
    Command command = Command.run("test", "--strict", file.toString());
    // What is merely suspicious is told by its own command.
    return command.out() + command.err() + Command.run("lint", file.toString()).out();
  }
}
