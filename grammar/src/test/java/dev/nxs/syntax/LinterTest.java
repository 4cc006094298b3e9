// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.lint.Finding;
import dev.nxs.syntax.lint.Linter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is suspicious is told, what may be meant is not, and mending leaves the rest as it is. */
class LinterTest {
  @Test
  void findsDeclarationsThatNothingUses() {
    String text =
        """
        let a = 1
        fn f(): int = f()
        expect e { marker "x" }
        scenario "s" {
          let b = 2
          let c = b
          let _d = 1
          endpoint box
          param p: int = 1
          task t { }
        }
        """;

    assertThat(found(text))
        .containsExactly(
            "NXS2002 a", "NXS2002 f", "NXS2002 e", "NXS2002 c", "NXS2002 box", "NXS2002 p");
    assertThat(fixed(text)).doesNotContain("let a").doesNotContain("let c").contains("let b").contains("endpoint box");
  }

  @Test
  void leavesWhatIsUsedOrThereToBeImported() {
    assertThat(found("let a = 1\nfn f(): int = a\nprogram p() { }\n")).isEmpty();
    assertThat(
            found(
                "let a = 1\nmachine m(harts: a)\nprogram p() { }\nexpect e { marker \"x\" }\n"
                    + "scenario \"s\" { machine m(seed: 2); sweep seed in 1..3; task t = p(); task u { mark(\"x\") }; expect e }"))
        .isEmpty();
  }

  @Test
  void findsPeriodsThatNobodyWaitsForAndBlocksThatExpectNothing() {
    assertThat(found("scenario \"s\" { task t(period: 5ms) { compute(1ms) }; expect { } }"))
        .containsExactly("NXS2008 period: 5ms", "NXS2008 expect { }");
    assertThat(found("expect quiet { }\nexpect _later { }\nscenario \"s\" { task t { mark(\"x\") }; expect quiet }"))
        .containsExactly("NXS2008 expect quiet { }");
    assertThat(
            found(
                """
                program p() { loop { next_period() } }
                scenario "s" {
                  task t(period: 5ms) = p()
                  task u(period: 5ms) { if now() > 1ms { next_period() } }
                  expect { exited(t) }
                }
                """))
        .isEmpty();
  }

  @Test
  void findsNamesThatHideOthers() {
    assertThat(
            found("scenario \"s\" { let a = 1; task t { compute(1ms * a); for a in 0..2 { let t = a; mark(\"${t}\") } } }"))
        .containsExactly("NXS2004 a", "NXS2004 t");
    assertThat(found("program p(a: int) { let a = 1; if a > 0 { let b = a } else { let b = 2 } }"))
        .containsExactly("NXS2004 a");
  }

  @Test
  void findsConditionsWhoseOutcomeIsKnown() {
    String text = "program p(n: int) {\n  while true { break }\n  if n == n { }\n  if now() == now() { }\n  if not true { }\n}\n";

    assertThat(found(text)).containsExactly("NXS2005 true", "NXS2005 n == n");
    assertThat(fixed(text)).contains("  loop { break }\n  if n == n { }");
    assertThat(found("expect e { exactly 0 of marker \"x\"; at least 0 of marker \"x\"; always true }"))
        .containsExactly(
            "NXS2005 exactly 0 of marker \"x\"", "NXS2005 at least 0 of marker \"x\"", "NXS2005 true");
  }

  @Test
  void findsSleepsThatTheirWindowMakesLonger() {
    String head = "scenario \"s\" {\n  service timed\n  task t";
    assertThat(found(head + " { sleep(1ms); sleep(4ms) }\n}")).containsExactly("NXS2006 1ms");
    assertThat(found(head + "(qos: idle) { sleep(7ms) }\n}")).containsExactly("NXS2006 7ms");
    assertThat(found(head + "(qos: perfburst) { sleep(1us) }\n}")).isEmpty();
    assertThat(found(head + " { set_qos(idle); sleep(1ms) }\n}")).isEmpty();
    assertThat(found(head + "(recipe: \"burst\") { sleep(1ms) }\n}")).isEmpty();
    assertThat(found("scenario \"s\" {\n  task t { sleep(1ms) }\n}")).isEmpty();
    assertThat(found("scenario \"s\" {\n  service timed(windows: {normal: 1ms})\n  task t { sleep(1ms) }\n}")).isEmpty();
  }

  @Test
  void findsLinesThatNobodyWrites() {
    String head = "scenario \"s\" {\n  task t[2] { mark(\"ready\"); mark(\"t ${index} done\") }\n  expect { ";
    assertThat(found(head + "marker \"raedy\"; marker \"ready\"; marker \"t 1 done\" } }"))
        .containsExactly("NXS2007 marker \"raedy\"");
    assertThat(found(head + "never marker \"x\"; marker \"timed: ready\"; marker starts \"x\"; marker \"x\" xfail \"y\" } }"))
        .isEmpty();
  }

  @Test
  void saysNothingOfATextWithErrors() {
    assertThat(found("let a =\nscenario \"s\" { let b = 1 }")).isEmpty();
  }

  private static List<String> found(String text) {
    return Linter.lint(Source.of("test.nxs", text)).stream()
        .map(finding -> finding.diagnostic())
        .map(d -> d.code().id() + " " + (d.primary() == null ? "" : d.primary().span().text()))
        .toList();
  }

  private static String fixed(String text) {
    Source source = Source.of("test.nxs", text);
    List<Finding.Edit> edits =
        Linter.lint(source).stream().flatMap(f -> f.fix() == null ? Stream.of() : Stream.of(f.fix())).toList();
    return Linter.apply(source, edits);
  }
}
