// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The language is evaluated twice: before running by the checker, and while running by what the lowering made. Both must
 * give the same text for the same expression, and where one finds no value the other must not find one either.
 */
class AgreementTest {
  private static final int EXPRESSIONS = 800;

  /** Variables with the literals that they hold. */
  private static final List<String[]> VALUES =
      List.of(
          new String[] {"a", "3"},
          new String[] {"b", "-7"},
          new String[] {"z", "0"},
          new String[] {"m", "9223372036854775807"},
          new String[] {"f", "0.5"},
          new String[] {"g", "-2.25"},
          new String[] {"d", "8ms"},
          new String[] {"e", "1500ns"},
          new String[] {"y", "true"},
          new String[] {"s", "\"xy\""},
          new String[] {"q", "idle"},
          new String[] {"l", "[3, -7]"});

  private final Random random = new Random(43);

  @Test
  void whatIsKnownBeforeRunningIsWhatRunningGives() {
    int values = 0;
    for (int i = 0; i < EXPRESSIONS; i++) {
      String expression = any(3);
      String literal = expression;
      StringBuilder variables = new StringBuilder();
      for (String[] value : VALUES) {
        literal = literal.replaceAll("\\b" + value[0] + "\\b(?!\")", java.util.regex.Matcher.quoteReplacement("(" + value[1] + ")"));
        variables.append("var ").append(value[0]).append(" = ").append(value[1]).append('\n');
      }
      String known = outcome("mark(\"${" + literal + "}\")");
      String run = outcome(variables + "mark(\"${" + expression + "}\")");
      assertThat(run).as("%s as %s", expression, literal).isEqualTo(known);
      values += known.isEmpty() ? 0 : 1;
    }
    assertThat(values).isGreaterThan(EXPRESSIONS / 2);
  }

  /** The marker that a body writes; empty where it has an error or a fault. */
  private static String outcome(String statements) {
    String text = "scenario \"test\" { task t {\n" + statements + "\n} }";
    Diagnostics diagnostics = new Diagnostics();
    CheckedFile file = Checker.check(Nxs.parse(Source.of("test.nxs", text)).file(), diagnostics);
    List<CheckedScenario> instances = file.instances(file.scenarios(), Overrides.NONE, diagnostics);
    if (diagnostics.hasErrors()) {
      return "";
    }
    Image image = Lowering.lower(instances.get(0));
    String line = new ScriptedTask(image, "t", image.pool()).run().get(0);
    return line.startsWith("mark ") ? line : "";
  }

  private String any(int depth) {
    return switch (random.nextInt(7)) {
      case 0, 1 -> integer(depth);
      case 2 -> real(depth);
      case 3 -> duration(depth);
      case 4, 5 -> bool(depth);
      default -> text(depth);
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String integer(int depth) {
    if (depth == 0) {
      return pick("a", "b", "z", "m", "2", "l[0]", "l[a]", "l.length", "s.length");
    }
    return switch (random.nextInt(6)) {
      case 0 -> "-" + integer(0);
      case 1 -> duration(depth - 1) + " / " + duration(0);
      case 2 -> "(" + list(depth - 1) + ").length";
      default -> "(" + integer(depth - 1) + pick(" + ", " - ", " * ", " / ", " % ") + integer(depth - 1) + ")";
    };
  }

  private String real(int depth) {
    if (depth == 0) {
      return pick("f", "g", "1.5");
    }
    String left = random.nextBoolean() ? integer(depth - 1) : real(depth - 1);
    return "(" + left + pick(" + ", " - ", " * ", " / ", " % ") + real(depth - 1) + ")";
  }

  private String duration(int depth) {
    if (depth == 0) {
      return pick("d", "e", "2us");
    }
    return switch (random.nextInt(4)) {
      case 0 -> "(" + duration(depth - 1) + " * " + integer(depth - 1) + ")";
      case 1 -> "(" + duration(depth - 1) + " / " + integer(depth - 1) + ")";
      default -> "(" + duration(depth - 1) + pick(" + ", " - ", " % ") + duration(depth - 1) + ")";
    };
  }

  private String list(int depth) {
    return depth == 0 ? "l" : "[" + integer(depth - 1) + ", " + integer(0) + "] + " + list(depth - 1);
  }

  private String bool(int depth) {
    if (depth == 0) {
      return pick("y", "false", "q < normal", "q == idle");
    }
    String compare = pick(" < ", " <= ", " > ", " >= ", " == ", " != ");
    return switch (random.nextInt(9)) {
      case 0 -> "(" + integer(depth - 1) + compare + integer(depth - 1) + ")";
      case 1 -> "(" + real(depth - 1) + compare + integer(depth - 1) + ")";
      case 2 -> "(" + duration(depth - 1) + compare + duration(depth - 1) + ")";
      case 3 -> "(" + integer(depth - 1) + " in " + integer(0) + pick("..", "..=") + integer(0) + ")";
      case 4 -> "(" + integer(depth - 1) + " in " + list(depth - 1) + ")";
      case 5 -> "(not " + bool(depth - 1) + ")";
      case 6 -> text(0) + pick(".contains(", ".starts_with(") + "s)";
      case 7 -> "(" + pick("all", "any", "exactly 1") + " x in " + list(depth - 1) + ": x" + compare + "a)";
      default -> "(" + bool(depth - 1) + pick(" and ", " or ") + bool(depth - 1) + ")";
    };
  }

  private String text(int depth) {
    return depth == 0
        ? pick("s", "\"axy\"", "\"\"")
        : "(" + text(depth - 1) + " + " + pick(text(0), "\"${" + integer(depth - 1) + "}\"", "\"${" + bool(depth - 1) + "}\"") + ")";
  }
}
