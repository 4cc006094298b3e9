// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.nxs.Instance;
import dev.nxs.Report;
import dev.nxs.Scenario;
import dev.nxs.Session;
import dev.nxs.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class NxsScenarioTest {
  @NxsScenario(value = "src/test/nxs/verdicts.nxs", scenario = "fails")
  void aReportTellsWhatCameOfTheRun(Report report) {
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(report.failures()).hasSize(1);
  }

  @NxsScenario(value = "src/test/nxs/parameters.nxs", with = "n=3")
  void parametersAreThoseOfTheAnnotation(Report report, Instance instance, Scenario scenario) {
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(instance.run().hash()).isEqualTo(report.hash());
    assertThat(scenario.parameters()).containsExactly("n");
  }

  @NxsScenario("beside.nxs")
  void aFileMayLieBesideTheClass(Report report) {
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
  }

  @NxsScenario("beside.nxs")
  void aSessionStandsAtBootAndGoesWhereTheTestWants(Session session, Report report) {
    assertThat(session.position().step()).isZero();
    assertThat(session.run()).isNotNull();
    assertThat(session.position()).isEqualTo(report.position());
    assertThat(session.report().hash()).isEqualTo(report.hash());
  }

  @Test
  void aSessionIsClosedBehindItsTest() {
    Events events = EngineTestKit.engine("junit-jupiter").selectors(selectClass(Keeping.class)).execute().testEvents();

    events.assertStatistics(s -> s.succeeded(1));
    assertThatThrownBy(() -> Keeping.kept.get(0).position()).isInstanceOf(IllegalStateException.class);
  }

  /** Run by the test above alone. */
  static final class Keeping {
    private static final List<Session> kept = new ArrayList<>();

    @NxsScenario("beside.nxs")
    void keeps(Session session) {
      kept.add(session);
    }
  }

  @Test
  void mistakesAreSaidWhereTheMethodStands() {
    Events events = EngineTestKit.engine("junit-jupiter").selectors(selectClass(Mistakes.class)).execute().testEvents();

    events.assertStatistics(s -> s.failed(4));
    assertThat(
            events.failed().stream()
                .map(e -> e.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class))
                .map(r -> r.getThrowable().orElseThrow().getMessage()))
        .anyMatch(m -> m.contains("has no scenario `nothing`"))
        .anyMatch(m -> m.contains("4 combinations of swept values"))
        .anyMatch(m -> m.contains("error[NXS"))
        .anyMatch(m -> m.contains("name=value, not n"));
  }

  /** Run by the test above alone. */
  static final class Mistakes {
    @NxsScenario(value = "src/test/nxs/verdicts.nxs", scenario = "nothing")
    void missing(Report report) {}

    @NxsScenario(value = "src/test/nxs/verdicts.nxs", scenario = "swept")
    void swept(Report report) {}

    @NxsScenario("src/test/nxs/wrong.nxs")
    void wrong(Report report) {}

    @NxsScenario(value = "src/test/nxs/parameters.nxs", with = "n")
    void setting(Report report) {}
  }
}
