// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectDirectory;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectFile;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.launcher.TagFilter.includeTags;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

class NxsTestEngineTest {
  private static final String FOLDER = "src/test/nxs";
  private static final String VERDICTS = FOLDER + "/verdicts.nxs";

  private static EngineTestKit.Builder kit() {
    return EngineTestKit.engine(new NxsTestEngine());
  }

  private static Event finished(EngineExecutionResults results, String name) {
    return results.testEvents().finished().stream()
        .filter(event -> event.getTestDescriptor().getDisplayName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Throwable thrown(EngineExecutionResults results, String name) {
    return finished(results, name).getPayload(TestExecutionResult.class).orElseThrow().getThrowable().orElseThrow();
  }

  private static List<String> names(EngineExecutionResults results) {
    return results.testEvents().started().stream().map(event -> event.getTestDescriptor().getDisplayName()).toList();
  }

  @Test
  void verdictsAreOutcomesOfTests() {
    EngineExecutionResults results = kit().selectors(selectFile(VERDICTS)).execute();

    results.testEvents().assertStatistics(s -> s.started(8).succeeded(4).failed(4).skipped(1));
    assertThat(thrown(results, "fails")).isInstanceOf(ScenarioFailure.class);
    assertThat(thrown(results, "never ends")).isInstanceOf(ScenarioError.class);
    assertThat(thrown(results, "swept [harts=2, n=2]")).isInstanceOf(ScenarioFailure.class);
    assertThat(results.testEvents().skipped().stream().map(e -> e.getRequiredPayload(String.class))).containsExactly("no hardware");
  }

  @Test
  void aFailureSaysWhatTheCommandLineSaysAndWhereItStands() {
    EngineExecutionResults results = kit().selectors(selectFile(VERDICTS)).execute();
    Throwable failure = thrown(results, "fails");

    assertThat(failure)
        .hasMessageContaining("error[NXS3001]")
        .hasMessageContaining(VERDICTS + ":8:")
        .hasMessageContaining("replay: nxs run " + VERDICTS + " --scenario \"fails\" --goto ");
    assertThat(failure.getStackTrace()).hasSize(1);
    assertThat(failure.getStackTrace()[0].getFileName()).isEqualTo("verdicts.nxs");
    assertThat(failure.getStackTrace()[0].getLineNumber()).isEqualTo(8);
  }

  @Test
  void scenariosStandWhereTheirTitlesStand() {
    EngineExecutionResults results = kit().selectors(selectFile(VERDICTS)).execute();
    FileSource source =
        (FileSource) finished(results, "fails").getTestDescriptor().getSource().orElseThrow();

    assertThat(source.getFile()).hasName("verdicts.nxs");
    assertThat(source.getPosition().orElseThrow().getLine()).isEqualTo(6);
  }

  @Test
  void sweptScenariosAreContainersOfTheirInstances() {
    EngineExecutionResults results = kit().selectors(selectFile(VERDICTS)).execute();
    Event event = finished(results, "swept [harts=1, n=2]");

    assertThat(event.getTestDescriptor().getUniqueId().toString())
        .isEqualTo("[engine:nxs]/[file:src%2Ftest%2Fnxs%2Fverdicts.nxs]/[scenario:swept]/[instance:swept %5Bharts=1, n=2%5D]");
    assertThat(event.getTestDescriptor().getParent().orElseThrow().getDisplayName()).isEqualTo("swept");
  }

  @Test
  void aFolderGivesItsFilesAndOneWithErrorsFailsWithThem() {
    EngineExecutionResults results = kit().selectors(selectDirectory(FOLDER)).execute();

    assertThat(names(results)).contains(FOLDER + "/wrong.nxs", "one", "passes");
    assertThat(thrown(results, FOLDER + "/wrong.nxs"))
        .isInstanceOf(ScenarioError.class)
        .hasMessageContaining("error[NXS")
        .hasMessageContaining("wrong.nxs:1:");
  }

  @Test
  void otherFilesAreNoScenarios() {
    kit().selectors(selectFile("pom.xml")).execute().testEvents().assertStatistics(s -> s.started(0));
  }

  @Test
  void aUniqueIdGivesThatTestAlone() {
    String id = finished(kit().selectors(selectFile(VERDICTS)).execute(), "swept [harts=1, n=2]").getTestDescriptor().getUniqueId().toString();

    assertThat(names(kit().selectors(selectUniqueId(id)).execute())).containsExactly("swept [harts=1, n=2]");
    assertThat(names(kit().selectors(selectUniqueId("[engine:nxs]/[file:src%2Ftest%2Fnxs%2Fverdicts.nxs]/[scenario:passes]")).execute()))
        .containsExactly("passes");
  }

  @Test
  void aLineGivesTheScenarioAroundIt() {
    assertThat(names(kit().selectors(selectFile(VERDICTS, FilePosition.from(8))).execute())).containsExactly("fails");
  }

  @Test
  void tagsChoose() {
    EngineExecutionResults results = kit().selectors(selectFile(VERDICTS)).filters(includeTags("slow")).execute();

    assertThat(names(results)).containsExactly("fails");
  }

  @Test
  void parametersComeFromTheConfiguration() {
    String file = FOLDER + "/parameters.nxs";

    kit().selectors(selectFile(file)).execute().testEvents().assertStatistics(s -> s.failed(1));
    kit().selectors(selectFile(file)).configurationParameter("nxs.param.n", "3").execute()
        .testEvents().assertStatistics(s -> s.succeeded(1));
    EngineExecutionResults wrong = kit().selectors(selectFile(file)).configurationParameter("nxs.param.n", "x").execute();
    assertThat(thrown(wrong, "one")).isInstanceOf(ScenarioError.class).hasMessageContaining("`x` is not an int");
  }

  @Test
  void aSettingThatMakesNoSenseIsSaid() {
    assertThatThrownBy(() -> new NxsTestEngine().discover(request("nxs.harts", "0"), org.junit.platform.engine.UniqueId.forEngine("nxs")))
        .isInstanceOf(JUnitException.class)
        .hasMessageContaining("nxs.harts is a whole number from 1 to 1024, not 0");
  }

  private static org.junit.platform.launcher.LauncherDiscoveryRequest request(String key, String value) {
    return org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request()
        .selectors(selectFile(VERDICTS))
        .configurationParameter(key, value)
        .build();
  }

  @Test
  void runningInParallelGivesTheSameOutcomes() {
    EngineExecutionResults results =
        kit().selectors(selectFile(VERDICTS))
            .configurationParameter("nxs.execution.parallel.enabled", "true")
            .configurationParameter("nxs.execution.parallel.config.strategy", "fixed")
            .configurationParameter("nxs.execution.parallel.config.fixed.parallelism", "4")
            .execute();

    results.testEvents().assertStatistics(s -> s.started(8).succeeded(4).failed(4).skipped(1));
  }
}
