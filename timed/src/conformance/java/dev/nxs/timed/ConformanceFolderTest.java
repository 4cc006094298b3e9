// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nxs.kernel.Conformance;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Replays a folder of conformance vectors of all kinds, those of the kernel and those of the timer service, and says in one
 * line how it went. The system property {@code nxs.conformance} names the folder; without it there is nothing to do.
 */
class ConformanceFolderTest {
  @Test
  @EnabledIfSystemProperty(named = "nxs.conformance", matches = ".*", disabledReason = "no folder of vectors is named")
  void everyOutcomeInTheFolderIsTheReferences() {
    Conformance run =
        Conformance.ofKernel()
            .with("timed", header -> new Kind(new RegistryReplay(header), "reset"))
            .with("frames", header -> new Kind(new FrameReplay(), "session"));
    run.replayFolder(Path.of(System.getProperty("nxs.conformance", "")));
    run.divergences().forEach(System.out::println);
    System.out.println(run.summary());
    assertThat(run.divergences()).as(run.summary()).isEmpty();
  }

  /** A kind of the timer service; what its replay does not count was left out. */
  private static final class Kind implements Conformance.Replay {
    private final ConformanceTest.Replay replay;
    private final String setup;
    private boolean leftOut;

    Kind(ConformanceTest.Replay replay, String setup) {
      this.replay = replay;
      this.setup = setup;
    }

    @Override
    public String apply(JsonNode line) {
      int before = replay.operations();
      String got = replay.apply(line);
      leftOut = replay.operations() == before;
      return got;
    }

    @Override
    public boolean isSetup(JsonNode line) {
      return line.path("op").asText().equals(setup);
    }

    @Override
    public boolean leftOut() {
      return leftOut;
    }
  }
}
