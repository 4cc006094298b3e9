// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nxs.kernel.user.Deadline;
import dev.nxs.kernel.user.KernelError;

/** Replays vectors of kind {@code misc}: deadlines in ticks, and the errnos of internal errors. */
final class MiscReplay implements Conformance.Replay {
  @Override
  public String apply(JsonNode line) {
    return switch (line.get("op").asText()) {
      case "reset" -> "";
      case "deadline" -> deadline(line);
      case "errno" -> errno(line);
      default -> "an unknown operation";
    };
  }

  private static String errno(JsonNode line) {
    Integer result = KernelError.result(line.get("error").asText());
    return result == null ? "no such error" : SchedReplay.same(line, result);
  }

  private static String deadline(JsonNode line) {
    long ms = Long.parseUnsignedLong(line.get("ms").asText());
    Deadline deadline = Deadline.ofMs(ms);
    String ticks = Long.toUnsignedString(deadline.ticks());
    boolean overflow = Long.divideUnsigned(deadline.ticks(), 1_000) != ms;
    if (!ticks.equals(line.get("ticks").asText())) {
      return "ticks=" + ticks;
    }
    if (overflow != line.get("overflow").asBoolean()) {
      return "overflow=" + overflow;
    }
    for (JsonNode pair : line.get("expired")) {
      long now = Long.parseUnsignedLong(pair.get(0).asText());
      if (deadline.isExpired(now) != pair.get(1).asBoolean()) {
        return "expired(" + pair.get(0).asText() + ")=" + deadline.isExpired(now);
      }
    }
    return "";
  }
}
