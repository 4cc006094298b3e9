// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Replays what the reference's own code did, operation by operation: the vectors in the resources. A folder of further ones,
 * of any kind, is replayed by {@code ConformanceFolderTest}.
 *
 * <p>Left out are the scenario {@code id-collision}, in which one owner has several live alarms of one id, and requests
 * during which the reference's clock cannot be read: our clock always can.
 */
class ConformanceTest {
  private static final List<String> BUNDLED = List.of("timed-a.jsonl.gz", "frames.jsonl.gz");

  private final List<String> divergences = new ArrayList<>();
  private int operations;

  @Test
  void everyOutcomeIsTheReferences() throws IOException {
    for (String name : BUNDLED) {
      replay(name, ConformanceTest.class.getResourceAsStream("/conformance/" + name));
    }
    assertThat(divergences).isEmpty();
    assertThat(operations).isGreaterThan(25_000);
  }

  private void replay(String name, InputStream raw) throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (InputStream in = raw;
        BufferedReader lines = new BufferedReader(new InputStreamReader(open(name, in), StandardCharsets.UTF_8))) {
      JsonNode header = json.readTree(lines.readLine());
      assertThat(header.get("format").asInt()).as("format of %s", name).isEqualTo(1);
      Replay replay =
          switch (header.get("kind").asText()) {
            case "timed" -> new RegistryReplay(header);
            case "frames" -> new FrameReplay();
            default -> throw new IllegalArgumentException("no vectors of the timer service: " + name);
          };
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String divergence = replay.apply(json.readTree(line));
        if (!divergence.isEmpty()) {
          divergences.add(name + ":" + number + ": " + divergence + " in " + line);
        }
      }
      operations += replay.operations();
    }
  }

  private static InputStream open(String name, InputStream in) throws IOException {
    return name.endsWith(".gz") ? new GZIPInputStream(in) : in;
  }

  /** Applies the lines of one kind of vectors. */
  interface Replay {
    /** Applies a line; tells in which way the outcome is another than the line says, or nothing. */
    String apply(JsonNode line);

    /** Operations applied so far. */
    int operations();
  }
}
