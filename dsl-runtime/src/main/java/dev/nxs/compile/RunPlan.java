// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Condition;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How long a scenario runs.
 *
 * @param durationNs of {@code run for}
 * @param until of {@code run until}, null without
 * @param timeoutNs of {@code run until … timeout}
 * @param span of the {@code run}, or of the scenario's title where there is none and it runs until nothing can happen
 */
public record RunPlan(OptionalLong durationNs, @Nullable Condition until, OptionalLong timeoutNs, Span span) {
  /** Until nothing more can happen. */
  static RunPlan open(Span span) {
    return new RunPlan(OptionalLong.empty(), null, OptionalLong.empty(), span);
  }
}
