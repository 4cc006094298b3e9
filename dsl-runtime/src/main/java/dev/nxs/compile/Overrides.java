// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.timed.CoalescingPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the caller of a run sets from outside.
 *
 * @param parameters texts by parameter name, as after {@code -p}; each is read by its parameter's type
 * @param harts instead of the machine's own number
 * @param seed instead of the machine's own
 * @param policies that scenarios can name as their scheduler, beside the built-in ones
 * @param coalescing policies that {@code service timed} can name, beside the built-in ones
 */
public record Overrides(
    Map<String, String> parameters,
    OptionalInt harts,
    OptionalLong seed,
    List<SchedulingPolicy> policies,
    List<CoalescingPolicy> coalescing) {
  public static final Overrides NONE = new Overrides(Map.of(), OptionalInt.empty(), OptionalLong.empty());

  /** Without policies of the caller's. */
  public Overrides(Map<String, String> parameters, OptionalInt harts, OptionalLong seed) {
    this(parameters, harts, seed, List.of(), List.of());
  }

  public Overrides {
    parameters = new LinkedHashMap<>(parameters);
    policies = List.copyOf(policies);
    coalescing = List.copyOf(coalescing);
  }

  @Override
  public Map<String, String> parameters() {
    return new LinkedHashMap<>(parameters);
  }
}
