// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.ast.Expr.BinaryOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of operators: what each takes, and what comes of it. */
class OperatorsTest {
  private static final Map<String, Type> TYPES = types();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          +  | int int = int, int float = float, float int = float, float float = float, duration duration = duration, string string = string, ints ints = ints
          -  | int int = int, int float = float, float int = float, float float = float, duration duration = duration
          *  | int int = int, int float = float, float int = float, float float = float, duration int = duration, int duration = duration
          /  | int int = int, int float = float, float int = float, float float = float, duration int = duration, duration duration = int
          %  | int int = int, int float = float, float int = float, float float = float, duration duration = duration
          <  | int int = bool, int float = bool, float int = bool, float float = bool, duration duration = bool, qos qos = bool, errno errno = bool
          or | bool bool = bool
          in | int ints = bool, int range = bool, duration drange = bool, hart range = bool, hart ints = bool
          """)
  void takesExactlyWhatTheTableSays(String op, String rows) {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String row : rows.split(", ", -1)) {
      String[] sides = row.split(" = ", -1);
      expected.put(sides[0].strip(), sides[1].strip());
    }

    Map<String, String> actual = new LinkedHashMap<>();
    TYPES.forEach(
        (left, leftType) ->
            TYPES.forEach(
                (right, rightType) -> {
                  OperatorRule rule = Operators.rule(named(op), leftType, rightType, false);
                  if (rule != null) {
                    actual.put(left + " " + right, nameOf(rule.result()));
                  }
                }));

    assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @ParameterizedTest
  @EnumSource(value = BinaryOp.class, names = {"LE", "GT", "GE"})
  void ordersWhatLessOrders(BinaryOp op) {
    for (Type left : TYPES.values()) {
      for (Type right : TYPES.values()) {
        assertThat(Operators.rule(op, left, right, false) == null)
            .isEqualTo(Operators.rule(BinaryOp.LT, left, right, false) == null);
      }
    }
  }

  @Test
  void comparesValuesOfOneType() {
    List<String> equal = new ArrayList<>();
    TYPES.forEach(
        (name, type) -> {
          if (Operators.rule(BinaryOp.EQ, type, type, false) != null) {
            equal.add(name);
          }
        });

    assertThat(equal)
        .containsExactly(
            "int", "float", "duration", "bool", "string", "qos", "errno", "task", "hart", "ints", "range", "drange", "record");
    assertThat(Operators.rule(BinaryOp.EQ, Type.INT, Type.HART, false))
        .isEqualTo(new OperatorRule(BinaryOp.EQ, Type.HART, Type.HART, Type.BOOL));
    assertThat(Operators.rule(BinaryOp.EQ, Type.INT, Type.DURATION, false)).isNull();
  }

  @Test
  void joinsListsOfOneTypeAndTheEmptyListWithAll() {
    Type tasks = new Type.ListOf(Type.TASK);
    Type empty = new Type.ListOf(Type.ANY);

    assertThat(Operators.rule(BinaryOp.ADD, tasks, empty, false))
        .isEqualTo(new OperatorRule(BinaryOp.ADD, tasks, tasks, tasks));
    assertThat(Operators.rule(BinaryOp.ADD, empty, empty, false))
        .isEqualTo(new OperatorRule(BinaryOp.ADD, empty, empty, empty));
    assertThat(Operators.rule(BinaryOp.ADD, tasks, new Type.ListOf(Type.INT), false)).isNull();
    assertThat(Operators.rule(BinaryOp.IN, Type.TASK, empty, false)).isNotNull();
  }

  @Test
  void dividesDurationsExactlyWhereAFloatIsWanted() {
    assertThat(Operators.rule(BinaryOp.DIV, Type.DURATION, Type.DURATION, true))
        .isEqualTo(new OperatorRule(BinaryOp.DIV, Type.DURATION, Type.DURATION, Type.FLOAT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7 / 2 | int | 3
          -7 / 2 | int | -3
          -7 % 2 | int | -1
          7 / 2.0 | float | 3.5
          1 + 0.5 | float | 1.5
          5ms / 2ms | int | 2
          3 * 2ms + 500us | duration | 6.5ms
          7ms % 2ms | duration | 1ms
          7ms / 2 | duration | 3.5ms
          -5ms | duration | -5ms
          "a" + "b" | string | ab
          [1] + [] + [2, 3] | list<int> | [1, 2, 3]
          [1, 2.5] | list<float> | [1.0, 2.5]
          idle < perfburst | bool | true
          5ms in 1ms..5ms | bool | false
          5ms in 1ms..=5ms | bool | true
          3 in [1, 2, 3] | bool | true
          5ms / 2ms in 2.4..2.6 | bool | true
          2.4 < 5ms / 2ms | bool | true
          5ms / 2ms == 2 | bool | true
          {a: 1, b: "x"} == {a: 1, b: "x"} | bool | true
          [1, 2] == [1, 2] | bool | true
          [] == [1] | bool | false
          1..3 == 1..3 | bool | true
          1..3 == 1..=2 | bool | false
          not (1 == 2) and 2 > 1 | bool | true
          true or 1 / 0 == 1 | bool | true
          {a: 1, b: 2}.b | int | 2
          "héllo".length | int | 5
          "hello".contains("ell") | bool | true
          "hello".starts_with("ell") | bool | false
          [4, 5, 6][1] | int | 5
          "${1ms} ${idle} ${EPERM} ${[1, 2]} ${0.5} ${true}" | string | 1ms idle EPERM [1, 2] 0.5 true
          all x in [1, 2, 3]: x > 0 | bool | true
          any x in 1..=3: x > 3 | bool | false
          exactly 2 x in 1..=3: x >= 2 | bool | true
          """)
  void evaluatesBeforeRunning(String expression, String type, String value) {
    CheckedScenario scenario = Checked.scenario("scenario \"s\" { param p = " + expression + " }");
    ConstantSymbol symbol = scenario.outline().parameters().get(0);

    assertThat(symbol.type().text()).isEqualTo(type);
    assertThat(Arithmetic.text(scenario.value(symbol))).isEqualTo(value);
  }

  private static BinaryOp named(String text) {
    for (BinaryOp op : BinaryOp.values()) {
      if (op.text().equals(text)) {
        return op;
      }
    }
    throw new IllegalArgumentException(text);
  }

  private static String nameOf(Type type) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue().equals(type))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Type> types() {
    Map<String, Type> types = new LinkedHashMap<>();
    for (Type type :
        List.of(
            Type.INT, Type.FLOAT, Type.DURATION, Type.BOOL, Type.STRING, Type.QOS, Type.ERRNO, Type.TASK, Type.HART)) {
      types.put(type.text(), type);
    }
    types.put("ints", new Type.ListOf(Type.INT));
    types.put("range", new Type.RangeOf(Type.INT));
    types.put("drange", new Type.RangeOf(Type.DURATION));
    types.put("record", new Type.RecordOf(Map.of("a", Type.INT)));
    types.put("distribution", Type.DISTRIBUTION);
    types.put("nothing", Type.VOID);
    return types;
  }
}
