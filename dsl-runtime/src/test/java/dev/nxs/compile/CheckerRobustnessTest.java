// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nothing that a text says makes the checker throw, hang or forget to say what is wrong. */
class CheckerRobustnessTest {
  private static final Pattern TOKEN = Pattern.compile("\"[^\"\n]*\"|[A-Za-z_0-9.]+|\\s+|.");
  private static final int ROUNDS = 12;

  @Test
  void survivesTextsInWhichTokensAreSwappedReplacedOrMissing() {
    Random random = new Random(1);
    List<List<String>> texts = new ArrayList<>();
    for (Path input : Golden.inputs("errors")) {
      texts.add(tokens(Golden.source(input).text()));
    }
    int checked = 0;
    for (List<String> text : texts) {
      for (int round = 0; round < ROUNDS; round++) {
        List<String> other = texts.get(random.nextInt(texts.size()));
        String mutated = mutate(text, other, random);
        try {
          Checked.of(Source.of("mutated.nxs", mutated), Overrides.NONE);
          checked++;
        } catch (RuntimeException | StackOverflowError e) {
          throw new AssertionError("the checker must not throw for:\n" + mutated, e);
        }
      }
    }
    assertThat(checked).isEqualTo(texts.size() * ROUNDS);
  }

  @Test
  void checksALongFlatFileInLinearTime() {
    StringBuilder text = new StringBuilder("scenario \"s\" {\n  let n = 0");
    for (int i = 0; i < 20_000; i++) {
      text.append(" + ").append(i);
    }
    text.append("\n  task t {\n    var x = n\n");
    for (int i = 0; i < 20_000; i++) {
      text.append("    x = x + ").append(i).append('\n');
    }
    text.append("    mark(\"${x}\")\n  }\n");
    for (int i = 0; i < 3_000; i++) {
      text.append("  task t").append(i).append(" { let a = ").append(i).append("; mark(\"${a}\") }\n");
    }
    text.append("}\n");

    assertThat(Checked.scenario(text.toString()).tasks()).hasSize(3_001);
  }

  @Test
  void boundsWhatFunctionsComputeBeforeRunning() {
    String text = "fn f(n: int): int {\n  if n < 2 { return n }\n  return f(n - 1) + f(n - 2)\n}\nlet n = f(%d)\n";

    assertThat(Checked.of(String.format(text, 15)).rendered()).isEmpty();
    assertThat(Checked.of(String.format(text, 60)).codes()).containsExactly("NXS1503");
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private static String mutate(List<String> text, List<String> other, Random random) {
    List<String> tokens = new ArrayList<>(text);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes && tokens.size() > 1; i++) {
      int at = random.nextInt(tokens.size());
      switch (random.nextInt(3)) {
        case 0 -> tokens.remove(at);
        case 1 -> tokens.set(at, other.get(random.nextInt(other.size())));
        default -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      }
    }
    return String.join("", tokens);
  }
}
