// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.compile.Golden;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** The rows of the table: a form, then what passes, fails, is vacuous and is undecided; a dash where nothing is. */
  static Stream<Arguments> table() throws IOException {
    return Files.readString(Path.of("../docs/expectations.md")).lines()
        .filter(line -> line.startsWith("| `") && line.split(" \\| ", -1).length == 5)
        .map(line -> Arguments.of((Object) line.substring(2, line.length() - 2).split(" \\| ", -1)));
  }

  private static String code(String cell) {
    return cell.substring(1, cell.length() - 1);
  }

  @ParameterizedTest
  @MethodSource("table")
  void eachCellOfTheTableHasItsVerdict(String[] cells) {
    List<Verdict> verdicts = List.of(Verdict.PASSED, Verdict.FAILED, Verdict.VACUOUS, Verdict.UNDECIDED);
    for (int i = 1; i < cells.length; i++) {
      if (cells[i].equals("–")) {
        continue;
      }
      String form = code(cells[0]);
      boolean hoped = !form.contains("xfail");
      Report report = Ran.of(Ran.scenario(code(cells[i]), "expect { " + form + " }"));
      Verdict expected = i == 1 && !hoped ? Verdict.EXPECTED_FAILURE : verdicts.get(i - 1);
      // The first result of a phase is that of the phase as a whole.
      assertThat(report.expectations().get(0).verdict()).as(form + " in " + cells[i] + "\n" + Ran.told(report)).isEqualTo(expected);
    }
  }

  /** What is told where each form of the table fails, to be read as a whole. */
  @Test
  void eachFormTellsWhyItFailed() throws IOException {
    StringBuilder told = new StringBuilder();
    for (Arguments row : table().toList()) {
      String[] cells = (String[]) row.get()[0];
      Report report = Ran.of(Ran.scenario(code(cells[2]), "expect { " + code(cells[0]) + " }"));
      told.append(code(cells[2])).append("\n").append(Ran.told(report)).append("\n----\n");

      Failure failure = report.failures().get(0);
      assertThat(failure.diagnostic().primary()).as(cells[0]).isNotNull();
      assertThat(requireNonNull(failure.diagnostic().primary()).text()).as(cells[0]).isNotEmpty();
      assertThat(failure.replay()).as(cells[0]).endsWith("--goto " + failure.position().text());
      assertThat(failure.schedule() != null || !failure.before().isEmpty() || failure.position().timeNs() == 0).as(cells[0]).isTrue();
    }
    Golden.check(Path.of("src/test/resources/failures/each-form.nxs"), ".txt", told.toString());
  }

  @Test
  void theTableHasEveryForm() throws IOException {
    String forms = table().map(row -> ((String[]) row.get()[0])[0]).collect(Collectors.joining("\n"));
    assertThat(List.of(
            "within", "by", "at", "after", "before", "dispatch", "preempt", "wake", "block", "exit", "migrate", "expire",
            "steal", "ipi", "syscall", "fails", "audit", "on hart", "by task", "where", "never", "between", "exactly",
            "at least", "at most", "every", "once", "order", "strict", "all {", "any", "exclusive", "whenever", "on the same hart",
            "by the same task", "with the same", "require", "iff", "always", "from", "until", "eventually", "finally",
            "stable", "no starvation", "of [", "no deadlock", "no priority inversion", "no lost wakeup", "complete", "allow",
            "phase", "xfail", "starts", "contains", "p\"", "r\""))
        .allSatisfy(word -> assertThat(forms).contains(word));
  }
}
