// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the caller of a run sets from outside.
 *
 * @param parameters texts by parameter name, as after {@code -p}; each is read by its parameter's type
 * @param harts instead of the machine's own number
 * @param seed instead of the machine's own
 */
public record Overrides(Map<String, String> parameters, OptionalInt harts, OptionalLong seed) {
  public static final Overrides NONE = new Overrides(Map.of(), OptionalInt.empty(), OptionalLong.empty());

  public Overrides {
    parameters = new LinkedHashMap<>(parameters);
  }

  @Override
  public Map<String, String> parameters() {
    return new LinkedHashMap<>(parameters);
  }
}
