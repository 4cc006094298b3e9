// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.isa.Bytecode;
import dev.nxs.kernel.isa.Disassembler;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static Observed observed(String condition, Map<String, Type> captures) {
    Image image =
        Images.of(
            "scenario \"test\" { machine(harts: 2)\ntask t[2] { mark(\"x\") }\nexpect { \"it\": finally " + condition + " } }");
    Expectation.Finally form = (Expectation.Finally) image.expectations().get(0).form();
    Diagnostics diagnostics = new Diagnostics();
    Observed observed = image.scope(diagnostics).observe(form.state(), Type.BOOL, captures);
    assertThat(diagnostics.list()).isEmpty();
    assertThat(observed).isNotNull();
    return Objects.requireNonNull(observed);
  }

  private static String listing(Observed observed) {
    return Disassembler.listing((Bytecode) observed.program(), null).replaceAll(" +; site \\d+", "");
  }

  @Test
  void aConditionEndsWithItsValue() {
    assertThat(listing(observed("queue_length(hart(1)) + queue_length(hart(0), idle) <= 2", Map.of())))
        .isEqualTo(
            """
            observing program condition
                0  PUSH 1
                1  PUSH -1
                2  QUERY 22
                3  PUSH 0
                4  PUSH 0
                5  QUERY 22
                6  ADD
                7  PUSH 2
                8  LE
                9  EXIT
            """);
  }

  @Test
  void aDistributionIsAskedForANumber() {
    assertThat(listing(observed("wake_latency(t[1]).p99 <= wake_latency().max", Map.of())))
        .contains("0  PUSH 2", "1  PUSH 99000", "2  QUERY 35", "3  PUSH -1", "4  PUSH -3", "5  QUERY 35");
  }

  @Test
  void aStateIsComparedAsItsText() {
    assertThat(listing(observed("state(t[0]) == \"running\"", Map.of()))).contains("QUERY 1", "SWAP", "LIST_GET", "EQ");
  }

  @Test
  void capturesAreTheFirstWordsInTheirOrder() {
    Image image =
        Images.of(
            "scenario \"test\" { task t { mark(\"x\") }\n"
                + "expect { never marker p\"x {late:duration} {id:int}\" where late > 4ms and id == 2 } }");
    Expectation.Never form = (Expectation.Never) image.expectations().get(0).form();
    Expr where = Objects.requireNonNull(((Condition.Event) form.subject()).event().where());
    Map<String, Type> captures = new LinkedHashMap<>();
    captures.put("late", Type.DURATION);
    captures.put("id", Type.INT);
    Observed observed = image.scope(new Diagnostics()).observe(where, Type.BOOL, captures);
    assertThat(listing(Objects.requireNonNull(observed))).contains("local 0 late\n", "local 1 id\n", "LOAD late", "LOAD id");
  }

  @Test
  void partsShowTheSidesOfAComparison() {
    Observed observed = observed("cpu_time(t[0]) / cpu_time(t[1]) in 1..3 and dispatches(t[0]) == 2", Map.of());
    assertThat(observed.parts()).isNotEmpty();
    assertThat(observed.parts()).allSatisfy(part -> assertThat(part.program()).isInstanceOf(Bytecode.class));
  }
}
