// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.ValuePool;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoweringTest {
  private static ScriptedTask task(String items, String statements) {
    Image image = Images.scenario(items, statements);
    return new ScriptedTask(image, "t", image.pool());
  }

  private static List<String> run(String statements) {
    return task("", statements).run();
  }

  /** What an expression is as text, computed by a running task and not by the checker. */
  private static String shown(String setup, String expression) {
    List<String> log = run("var one = 1\nvar half = 0.5\nvar ms = 1ms\nvar yes = true\nvar s = \"s\"\n" + setup
        + "\nmark(\"${" + expression + "}\")");
    assertThat(log).hasSize(2);
    return log.get(0).substring("mark ".length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          one + 2 * 3                      | 7
          (one + 6) / 2                    | 3
          -(one + 6) / 2                   | -3
          -(one + 6) % 4                   | -3
          one - 2 - 3                      | -4
          ms * 3 + 500us                   | 3.5ms
          ms / 4                           | 250us
          10ms / ms                        | 10
          10ms % (ms * 3)                  | 1ms
          -ms                              | -1ms
          half + one                       | 1.5
          one + half                       | 1.5
          one / 2 + half                   | 0.5
          half * 4 - 1                     | 1.0
          half % 0.2                       | 0.09999999999999998
          3ms / (ms * 2) in 1.4..1.6       | true
          half + 3ms / (ms * 2)            | 1.5
          hart() in one - 1..one + 8       | true
          one < 2                          | true
          half < one                       | true
          half >= one                      | false
          half == 0.5                      | true
          half != 0.5                      | false
          one == 1 and yes                 | true
          one == 2 or not yes              | false
          one == 2 or yes or one / 0 == 1  | true
          one == 2 and one / 0 == 1        | false
          s + "t" + s                      | sts
          s == "s"                         | true
          s.length                         | 1
          (s + "tu").contains("tu")        | true
          (s + "tu").starts_with("tu")     | false
          one in 1..2                      | true
          one in 0..1                      | false
          one in 0..=1                     | true
          half in 0.4..0.6                 | true
          ms in 1ms..=2ms                  | true
          one in [2, 1]                    | true
          one in [2, 3]                    | false
          [one, 2] + [3]                   | [1, 2, 3]
          ([one, 2] + [3])[2]              | 3
          ([one, 2] + [3]).length          | 3
          [one, 2] == [1, 2]               | true
          [s, "t"]                         | ["s", "t"]
          {a: one, b: s}                   | {a: 1, b: "s"}
          {a: one, b: s}.b                 | s
          one..5                           | 1..5
          one..=5                          | 1..=5
          self                             | t
          qos()                            | normal
          hart()                           | 0
          now()                            | 0ns
          all x in [one, 2]: x > 0         | true
          all x in [one, 2]: x > 1         | false
          any x in [one, 2]: x > 1         | true
          any x in [one, 2]: x > 2         | false
          exactly 1 x in [one, 2]: x > 1   | true
          exactly 2 x in [one, 2]: x > 1   | false
          exactly 0 x in [one, 2]: x > 1   | false
          exactly 0 x in [one, 2]: x > 2   | true
          all x in one..4: x < 4           | true
          random(one..4)                   | 3
          random(one..=4)                  | 4
          random(ms..=2ms)                 | 2ms
          """)
  void anExpressionHasItsValue(String expression, String text) {
    assertThat(shown("", expression)).isEqualTo(text);
  }

  @Test
  void emptyListsAndNestedOnesAreWritten() {
    assertThat(shown("var l = [[one], [2, 3]]", "l")).isEqualTo("[[1], [2, 3]]");
  }

  @Test
  void statementsRunInTheirOrder() {
    assertThat(
            run(
                """
                var n = 0
                for i in 0..10 { if i % 2 == 0 { continue }; if i > 6 { break }; n = n + i }
                mark("${n}")
                for x in [5, 6] { n = x }
                while n > 0 { n = n - 4; if n == 2 { mark("two") } else if n < 0 { mark("less") } else { mark("other") } }
                loop { n = n + 1; if n == 3 { break } }
                for d in 1..=3 { compute(1us * d) }
                exit(n)
                """))
        .containsExactly("mark 9", "mark two", "mark less", "compute 1000", "compute 2000", "compute 3000", "exit 3");
  }

  @Test
  void aRangeMayReachToTheGreatestNumber() {
    assertThat(run("var n = 0\nfor i in 9223372036854775805..9223372036854775807 { n = n + 1 }\nexit(n)"))
        .containsExactly("exit 2");
    assertThat(run("var n = 0\nfor i in 9223372036854775806..=9223372036854775807 { n = n + 1 }\nexit(n)"))
        .containsExactly("exit 2");
  }

  @Test
  void aRangeMayBeEmptyOrHaveOneElement() {
    assertThat(run("var n = 0\nfor i in 3..3 { n = n + 1 }\nfor i in 3..=2 { n = n + 10 }\nexit(n)")).containsExactly("exit 0");
    assertThat(run("var n = 0\nfor i in 3..4 { n = n + 1; continue }\nfor i in 3..=3 { n = n + 10; continue }\nexit(n)"))
        .containsExactly("exit 11");
  }

  @Test
  void aRangeThatIsAValueIsGoneThrough() {
    assertThat(run("var n = 0\nlet r = 1..=3\nvar q = r\nfor i in q { n = n + i }\nexit(n)")).containsExactly("exit 6");
  }

  @Test
  void functionsComputeAndReturn() {
    Image image =
        Images.of(
            """
            fn fib(n: int): int { if n < 2 { return n }; return fib(n - 1) + fib(n - 2) }
            fn name(n: int): string = "<${n}>"
            fn largest(loads: list<int>): int { var m = 0; for l in loads { if l > m { m = l } }; return m }
            fn half(x: float): float = x / 2
            scenario "test" {
              task t {
                var n = 10
                mark("${fib(n)} ${name(n) + name(1)} ${largest([n, 3])} ${half(n)}")
              }
            }
            """);
    assertThat(new ScriptedTask(image, "t", image.pool()).run())
        .containsExactly("mark 55 <10><1> 10 5.0", "exit 0");
  }

  @Test
  void aFunctionThatCallsItselfWithoutEndFaults() {
    Image image = Images.of("fn f(n: int): int = f(n + 1)\nscenario \"test\" { task t { var n = 1; exit(f(n)) } }");
    assertThat(new ScriptedTask(image, "t", image.pool()).run()).containsExactly("LIMIT 256 256");
  }

  @Test
  void aDivisionByZeroFaultsAtItsPlace() {
    Image image = Images.task("var n = 0\nexit(5 / n)");
    ScriptedTask task = new ScriptedTask(image, "t", image.pool());
    assertThat(task.run()).containsExactly("DIVISION_BY_ZERO 5 0");
    assertThat(image.site(task.lastSite).span().text()).isEqualTo("5 / n");
  }

  @Test
  void anIndexOutsideOfAListFaultsAtItsPlace() {
    Image image = Images.task("var n = 2\nexit([n, 1][n])");
    ScriptedTask task = new ScriptedTask(image, "t", image.pool());
    assertThat(task.run()).containsExactly("INDEX_OUT_OF_RANGE 2 2");
    assertThat(image.site(task.lastSite).span().text()).isEqualTo("[n, 1][n]");
  }

  @Test
  void aHartThatDoesNotExistFaults() {
    assertThat(run("var n = 1\nmark(\"${hart(n)}\")")).containsExactly("INDEX_OUT_OF_RANGE 1 1");
  }

  @Test
  void parametersOfProgramsAndThePlaceInAnArrayAreArguments() {
    Image image =
        Images.of(
            """
            program p(d: duration, name: string, f: float) { compute(d); mark("${name} ${f}") }
            scenario "test" {
              task w[2] = p(1us * index, "w${index}", index)
              task x[2] { mark("${index} ${self}") }
            }
            """);
    assertThat(new ScriptedTask(image, "w[1]", image.pool()).run()).containsExactly("compute 1000", "mark w1 1.0", "exit 0");
    assertThat(new ScriptedTask(image, "x[1]", image.pool()).run()).containsExactly("mark 1 x[1]", "exit 0");
    assertThat(image.program(1)).isSameAs(image.program(2));
  }

  @Test
  void aFailedCallStopsTheTaskUnlessItSaysWhatThen() {
    String items = "endpoint e(depth: 2)";
    assertThat(task(items, "send(e, 1)\nmark(\"no\")").fail(Errno.EPIPE).run())
        .containsExactly("SEND 0 never 8 0 [1]", "UNHANDLED_ERROR 32 0");
    assertThat(task(items, "ignore send(e, 1)\nmark(\"yes\")").fail(Errno.EPIPE).run())
        .containsExactly("SEND 0 never 8 0 [1]", "mark yes", "exit 0");
    assertThat(task(items, "let r = try send(e, 1)\nmark(\"${r.ok} ${r.error}\")").fail(Errno.EPIPE).run())
        .containsExactly("SEND 0 never 8 0 [1]", "mark false EPIPE", "exit 0");
  }

  @Test
  void aCallIsCheckedToFail() {
    assertThat(task("", "expect set_qos(perfburst) fails EPERM").fail(Errno.EPERM).run())
        .containsExactly("QOS_SET 1 3 0 0", "exit 0");
    assertThat(task("", "expect set_qos(perfburst) fails EPERM").run())
        .containsExactly("QOS_SET 1 3 0 0", "CHECK_FAILED 0 1");
  }

  @Test
  void aTriedReceiveGivesAValueOrAHarmlessOne() {
    String items = "endpoint e(depth: 2)\ntask u { send(e, \"x\") }";
    String body = "let r = try recv(e, 1ms)\nmark(\"${r.ok} ${r.error} [${r.value}]\")";
    assertThat(task(items, body).fail(Errno.ETIMEDOUT).run())
        .containsExactly("RECV 0 1000000 -1 4", "mark false ETIMEDOUT []", "exit 0");
  }

  @Test
  void whatWasComputedBeforeATrapIsStillThereBehindIt() {
    String items = "endpoint e(depth: 2)\ntask u { send(e, 1) }";
    assertThat(task(items, "var n = 100\nexit(n + 1 + recv(e) * (n + recv(e)))").answer(2).answer(3).run())
        .containsExactly("RECV 0 never -1 0", "RECV 0 never -1 0", "exit 307");
    assertThat(task(items, "var n = 1\nmark(\"${n} ${recv(e)} ${n}\" + \" ${recv(e)}\")").answer(2).answer(3).run())
        .contains("mark 1 2 1 3");
    assertThat(task(items, "var n = 1\nmark(\"${[n, recv(e), n, recv(e)]}\")").answer(2).answer(3).run())
        .contains("mark [1, 2, 1, 3]");
    assertThat(task(items, "var n = 1\nif n == 1 and recv(e) == 2 { mark(\"yes\") }").answer(2).run())
        .contains("mark yes");
  }

  @Test
  void aReplyGoesToTheCallReceivedLastWhateverCameSince() {
    String items = "endpoint e(depth: 2)\ntask u { ignore call(e, 1) }";
    ScriptedTask task = task(items, "let m = recv(e)\nsleep(1us)\nreply(m + 1)").answer(4).caller(77);
    assertThat(task.run())
        .containsExactly("RECV 0 never -1 0", "sleep until 1000", "REPLY 77 8 0 0 [5]", "exit 0");
  }

  @Test
  void aTimeoutIsAnInstantAndNeverPastTheEndOfTime() {
    String items = "event v";
    assertThat(task(items, "compute(1us)\nignore wait(v, 2us)\nignore wait(v, 9223372036854775807ns)\nwait(v)").run())
        .containsExactly(
            "compute 1000",
            "EVENT_WAIT 0 3000 0 0",
            "EVENT_WAIT 0 never 0 0",
            "EVENT_WAIT 0 never 0 0",
            "exit 0");
  }

  @Test
  void aCheckShowsBothSidesAndTheMessage() {
    Image image = Images.task("var n = 4\nexpect n == 5, \"n is wrong\"");
    ScriptedTask task = new ScriptedTask(image, "t", image.pool());
    assertThat(task.run()).containsExactly("CHECK_FAILED 4 5");
    Site site = image.site(task.lastSite);
    assertThat(site.kind()).isEqualTo(Site.Kind.CHECK);
    assertThat(site.span().text()).isEqualTo("n == 5");
    assertThat(site.message()).isEqualTo("n is wrong");
    assertThat(site.operandTypes()).containsExactly(Type.INT, Type.INT);
  }

  @Test
  void aCheckOfMembershipShowsWhatWasLookedForAndWhere() {
    Image image = Images.task("var n = 4\nexpect n in 5..=6");
    ValuePool pool = image.pool();
    ScriptedTask task = new ScriptedTask(image, "t", pool);
    assertThat(task.run()).hasSize(1);
    Site site = image.site(task.lastSite);
    long[] values = site.values(task.lastFirst, task.lastSecond, pool);
    assertThat(image.values().show(values[0], site.operandTypes().get(0), pool)).isEqualTo("4");
    assertThat(image.values().show(values[1], site.operandTypes().get(1), pool)).isEqualTo("5..=6");
  }

  @Test
  void aMessageWithHolesIsFilledWhenTheCheckFails() {
    Image image = Images.task("var n = 4\nvar s = \"a\"\nexpect n > 1 and s == \"b\", \"n is ${n}\"");
    ValuePool pool = image.pool();
    ScriptedTask task = new ScriptedTask(image, "t", pool);
    assertThat(task.run()).hasSize(1);
    Site site = image.site(task.lastSite);
    assertThat(site.kind()).isEqualTo(Site.Kind.CHECK_WITH_TEXT);
    assertThat(site.span().text()).isEqualTo("s == \"b\"");
    assertThat(site.message(task.lastFirst, pool)).isEqualTo("n is 4");
    long[] values = site.values(task.lastFirst, task.lastSecond, pool);
    assertThat(image.values().show(values[0], Type.STRING, pool)).isEqualTo("a");
    assertThat(image.values().show(values[1], Type.STRING, pool)).isEqualTo("b");
  }

  @Test
  void aConditionIsPolledUntilItHolds() {
    assertThat(run("busy_until(running(t))\nmark(\"now\")"))
        .containsExactly(
            "query running 1 0", "spin", "query running 1 0", "spin", "query running 1 0", "mark now", "exit 0");
  }

  @Test
  void withoutTimedSleepsAreTheKernels() {
    assertThat(run("var d = 1ms\nsleep(2ms)\nsleep(d)\nsleep_until(5ms)\nsleep_until(d * 6)"))
        .containsExactly(
            "sleep until 2000000", "sleep until 3000000", "sleep until 5000000", "sleep until 6000000", "exit 0");
  }

  @Test
  void recordsAreCopiedFieldByField() {
    assertThat(run("var r = {a: 1, b: \"x\"}\nlet old = r\nr = {a: r.a + 1, b: r.b + old.b}\nmark(\"${r} ${old}\")"))
        .containsExactly("mark {a: 2, b: \"xx\"} {a: 1, b: \"x\"}", "exit 0");
  }
}
