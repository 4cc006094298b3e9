// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What the lines of a kind of vectors must have. A line without its operands must not be replayed with others than those that
 * it was made with.
 */
final class OperandsReplay implements Conformance.Replay {
  private final Map<String, List<String>> operands;
  private final Conformance.Replay replay;

  /**
   * Puts a check before a replay.
   *
   * @param operands of each operation the fields that are numbers, or texts that say one
   */
  OperandsReplay(Map<String, List<String>> operands, Conformance.Replay replay) {
    this.operands = operands;
    this.replay = replay;
  }

  @Override
  public String apply(JsonNode line) {
    List<String> needed = operands.get(line.get("op").asText());
    if (needed == null) {
      return "an unknown operation, none of " + operands.keySet().stream().sorted().toList();
    }
    for (String name : needed) {
      JsonNode value = line.path(name);
      boolean isNumber = value.isIntegralNumber() || (value.isTextual() && value.asText().matches("[0-9]+"));
      if (!isNumber) {
        return "a line without the number \"" + name + "\"";
      }
    }
    return replay.apply(line);
  }
}
