// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The language is evaluated twice: before running by the checker, and while running by what the lowering made. Both must
 * give the same text for the same expression, and where one finds no value the other must not find one either.
 */
class AgreementTest {
  private static final int EXPRESSIONS = 800;

  /** Variables with the literals that they hold, and their types. */
  private static final List<String[]> VALUES =
      List.of(
          new String[] {"a", "3", "int"},
          new String[] {"b", "-7", "int"},
          new String[] {"z", "0", "int"},
          new String[] {"m", "9223372036854775807", "int"},
          new String[] {"f", "0.5", "float"},
          new String[] {"g", "-2.25", "float"},
          new String[] {"d", "8ms", "duration"},
          new String[] {"e", "1500ns", "duration"},
          new String[] {"y", "true", "bool"},
          new String[] {"s", "\"xy\"", "string"},
          new String[] {"q", "idle", "qos"},
          new String[] {"l", "[3, -7]", "list<int>"});

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

  @Test
  void aFunctionGivesTheSameBeforeRunningAndWhileRunning() {
    int values = 0;
    for (int i = 0; i < EXPRESSIONS / 2; i++) {
      String[] typed = typed(2);
      StringBuilder variables = new StringBuilder();
      List<String> parameters = new ArrayList<>();
      List<String> names = new ArrayList<>();
      List<String> literals = new ArrayList<>();
      for (int v = 0; v < VALUES.size(); v++) {
        String[] value = VALUES.get(v);
        variables.append("var v").append(v).append(" = ").append(value[1]).append('\n');
        parameters.add(value[0] + ": " + value[2]);
        names.add("v" + v);
        literals.add(value[1]);
      }
      String function =
          "fn fun(" + String.join(", ", parameters) + "): " + typed[0] + " { var r = " + typed[1]
              + "\nfor i in 0..2 { if i == 1 { r = " + typed[1] + " } }\nreturn r }\n";
      String known = outcome(function, "mark(\"${fun(" + String.join(", ", literals) + ")}\")");
      String run = outcome(function, variables + "mark(\"${fun(" + String.join(", ", names) + ")}\")");
      assertThat(run).as(typed[1]).isEqualTo(known);
      values += known.isEmpty() ? 0 : 1;
    }
    assertThat(values).isGreaterThan(EXPRESSIONS / 4);
  }

  private String[] typed(int depth) {
    return switch (random.nextInt(5)) {
      case 0 -> new String[] {"int", integer(depth)};
      case 1 -> new String[] {"float", real(depth)};
      case 2 -> new String[] {"duration", duration(depth)};
      case 3 -> new String[] {"bool", bool(depth)};
      default -> new String[] {"string", text(depth)};
    };
  }

  /** The marker that a body writes; empty where it has an error or a fault. */
  private static String outcome(String statements) {
    return outcome("", statements);
  }

  private static String outcome(String functions, String statements) {
    String text = functions + "scenario \"test\" { task t {\n" + statements + "\n} }";
    Diagnostics diagnostics = new Diagnostics();
    CheckedFile file = Checker.check(Nxs.parse(Source.of("test.nxs", text)).file(), diagnostics);
    List<CheckedScenario> instances = file.instances(file.scenarios(), Overrides.NONE, diagnostics);
    if (diagnostics.hasErrors()) {
      return "";
    }
    Image image = Lowering.lower(instances.get(0), ValueLimits.DEFAULT, CodeLimits.DEFAULT);
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
