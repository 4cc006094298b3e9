// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long scenarios took: a file of lines, each with microseconds, a tab and the label of a scenario, sorted by label.
 * Shards share work by it.
 */
final class RecordedDurations {
  private static final long NS_PER_US = 1_000;

  private final @Nullable Path place;
  private final Map<String, Long> known;
  private final Map<String, Long> measured = new TreeMap<>();
  private final long middleUs;

  private RecordedDurations(@Nullable Path place, Map<String, Long> known) {
    this.place = place;
    this.known = known;
    middleUs = known.values().stream().sorted().skip(known.size() / 2).findFirst().orElse(1L);
  }

  /**
   * Reads what is known.
   *
   * @param name of the file, which need not exist yet; null for none
   * @throws UsageException if there is something else in its place
   */
  static RecordedDurations read(@Nullable String name) throws UsageException {
    if (name == null) {
      return new RecordedDurations(null, Map.of());
    }
    Map<String, Long> known = new TreeMap<>();
    try {
      Path place = Path.of(name);
      if (Files.exists(place)) {
        int number = 0;
        for (String line : Files.readAllLines(place, StandardCharsets.UTF_8)) {
          number++;
          read(line, name + ":" + number, known);
        }
      }
      return new RecordedDurations(place, known);
    } catch (IOException | InvalidPathException e) {
      throw UsageException.badUsage("`--durations " + name + "` cannot be read: " + Reason.of(e));
    }
  }

  private static void read(String line, String place, Map<String, Long> known) throws UsageException {
    int tab = line.indexOf('\t');
    try {
      if (tab > 0) {
        known.put(line.substring(tab + 1), Math.max(0, Long.parseLong(line.substring(0, tab))));
        return;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for every line that is no such line.
    }
    throw UsageException.badUsage(place + " is no recorded duration: microseconds, a tab, and a scenario");
  }

  boolean isKept() {
    return place != null;
  }

  /** Microseconds, as recorded before this run; what was never recorded takes as long as the others do in the middle. */
  long us(String label) {
    return known.getOrDefault(label, middleUs);
  }

  void measured(String label, long ns) {
    measured.put(label, ns / NS_PER_US);
  }

  /**
   * Keeps what was measured.
   *
   * @param all whether everything ran, so that what was not measured is gone
   */
  void write(boolean all) throws UsageException {
    if (place == null) {
      return;
    }
    Map<String, Long> merged = new TreeMap<>(all ? Map.of() : known);
    merged.putAll(measured);
    StringBuilder text = new StringBuilder();
    merged.forEach((label, us) -> text.append(us).append('\t').append(label).append('\n'));
    try {
      Files.writeString(place, text);
    } catch (IOException e) {
      throw UsageException.badUsage("`--durations " + place + "` cannot be written: " + Reason.of(e));
    }
  }
}
