// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/expectations.md run and pass. */
class ExpectationsPageTest {
  private static final Pattern FENCE = Pattern.compile("```nxs\n(.*?)```", Pattern.DOTALL);

  @Test
  void examplesPass() throws IOException {
    String page = Files.readString(Path.of("../docs/expectations.md"));
    List<String> examples = FENCE.matcher(page).results().map(fence -> fence.group(1)).toList();
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      for (Report report : Ran.all(Source.of("expectations.md", example), RunOptions.defaults())) {
        assertThat(report.verdict()).as(Ran.told(report)).isEqualTo(Verdict.PASSED);
      }
    }
  }
}
