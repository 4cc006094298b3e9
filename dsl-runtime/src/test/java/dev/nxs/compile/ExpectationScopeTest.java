// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What expectations may ask about a scenario. */
class ExpectationScopeTest {
  private static final String SCENARIO =
      """
      scenario "s" {
        param harts: int = 2
        machine(harts: harts)
        let bound = 5ms
        let name = "up"
        task audio { yield() }
        task worker[3] { yield() }
      }
      """;

  private final Diagnostics diagnostics = new Diagnostics();
  private final ObservingScope scope =
      Checked.scenario(SCENARIO)
          .observingScope((expr, scenario, typing, body) -> new Nowhere(), diagnostics);

  @Test
  void evaluatesConstantsInTheNamesOfTheScenario() {
    assertThat(scope.durationNs(expr("bound * 2"))).hasValue(10_000_000);
    assertThat(scope.integer(expr("harts + 1"))).hasValue(3);
    assertThat(scope.text(expr("\"${name} in ${bound}\""))).isEqualTo("up in 5ms");
    assertThat(scope.flag(expr("harts >= 2"))).isTrue();
    assertThat(scope.hart(expr("1"))).hasValue(1);
    assertThat(scope.hart(expr("hart(0)"))).hasValue(0);
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void namesTasksOneByOneOrAsLists() {
    assertThat(scope.pids(expr("audio"))).containsExactly(1);
    assertThat(scope.pids(expr("worker[2]"))).containsExactly(4);
    assertThat(scope.pids(expr("worker"))).containsExactly(2, 3, 4);
    assertThat(scope.pids(expr("[audio, worker[0]]"))).containsExactly(1, 2);
    assertThat(scope.pids(expr("tasks(\"worker[*]\")"))).containsExactly(2, 3, 4);
    assertThat(diagnostics.list()).isEmpty();
  }

  @Test
  void reportsWhatItCannotGive() {
    assertThat(scope.durationNs(expr("5"))).isEmpty();
    assertThat(scope.integer(expr("dispatches(audio)"))).isEmpty();
    assertThat(scope.pids(expr("auido"))).isEmpty();
    assertThat(scope.hart(expr("2"))).isEmpty();
    assertThat(scope.text(expr("bound"))).isNull();
    assertThat(diagnostics.list())
        .extracting(diagnostic -> diagnostic.code().id())
        .containsExactly("NXS1205", "NXS1210", "NXS1201", "NXS1306", "NXS1203");
  }

  @Test
  void observesWithCapturesAsArgumentsInTheirOrder() {
    Map<String, Type> captures = new LinkedHashMap<>();
    captures.put("late", Type.DURATION);
    captures.put("id", Type.INT);
    Observed observed = observed(expr("late <= bound and id in [1, 2]"), Type.BOOL, captures);

    assertThat(diagnostics.list()).isEmpty();
    assertThat(observed.type()).isEqualTo(Type.BOOL);
    assertThat(observed.parts()).extracting(part -> part.source().span().text()).containsExactly("late", "id");
  }

  @Test
  void picksTheOperandsThatTellWhy() {
    Observed observed =
        observed(
            expr("not (cpu_time(audio) / cpu_time(worker[0]) in 1.9..2.1) or wake_latency(audio).p99 < 5us"),
            Type.BOOL,
            Map.of());

    assertThat(observed.parts())
        .extracting(part -> part.source().span().text() + ": " + part.type().text())
        .containsExactly(
            "cpu_time(audio) / cpu_time(worker[0]): float",
            "cpu_time(audio): duration",
            "cpu_time(worker[0]): duration",
            "wake_latency(audio).p99: duration");
  }

  @Test
  void picksWhatOperandsAreMadeOf() {
    Observed observed =
        observed(expr("(late - 1ms) * 2 > -(cpu_time(audio) - late) or id + 1 == 2"), Type.BOOL,
            Map.of("late", Type.DURATION, "id", Type.INT));

    assertThat(observed.parts())
        .extracting(part -> part.source().span().text())
        .containsExactly(
            "(late - 1ms) * 2", "late - 1ms", "late", "cpu_time(audio) - late", "cpu_time(audio)", "id + 1", "id");
  }

  @Test
  void countsEventsByTheirPlace() {
    assertThat(scope.observe(expr("count(marker \"a\") == count(dispatch(audio))"), Type.BOOL, Map.of())).isNotNull();
    assertThat(scope.counted()).extracting(event -> event.span().text())
        .isEqualTo(List.of("marker \"a\"", "dispatch(audio)"));
  }

  @Test
  void observesNothingThatChangesTheMachine() {
    assertThat(scope.observe(expr("recv(audio) == 1"), Type.BOOL, Map.of())).isNull();
    assertThat(scope.observe(expr("cpu_time(audio)"), Type.BOOL, Map.of())).isNull();
    assertThat(scope.observe(expr("idle(2)"), Type.BOOL, Map.of())).isNull();
    assertThat(scope.observe(expr("tmie > 5ms"), Type.BOOL, Map.of("time", Type.DURATION))).isNull();
    assertThat(diagnostics.list())
        .extracting(diagnostic -> diagnostic.code().id())
        .containsExactly("NXS1310", "NXS1203", "NXS1306", "NXS1201");
    assertThat(diagnostics.list()).extracting(Diagnostic::help).last().isEqualTo("did you mean `time`?");
  }

  private Observed observed(Expr expr, Type type, Map<String, Type> captures) {
    Observed observed = scope.observe(expr, type, captures);
    if (observed == null) {
      throw new AssertionError("no mistake was expected: " + diagnostics.list());
    }
    return observed;
  }

  /** An expression that stands in an expectation, in a text of its own. */
  private static Expr expr(String text) {
    TopLevel.ExpectSet set =
        (TopLevel.ExpectSet)
            Nxs.parse(Source.of("expr.nxs", "expect e {\n  finally f(" + text + ")\n}\n")).file().items().get(0);
    Expectation.Finally form = (Expectation.Finally) set.items().get(0).form();
    return ((Expr.Call) form.state()).arguments().get(0).value();
  }

  /** A program that nobody runs. */
  private record Nowhere() implements Program {
    @Override
    public List<TableSpec> memory() {
      return List.of();
    }

    @Override
    public Trap resume(UserContext user) {
      return user.exit(0);
    }
  }
}
