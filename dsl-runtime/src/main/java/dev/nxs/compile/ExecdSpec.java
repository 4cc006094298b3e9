// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.timed.policy.Launch;
import java.util.List;

/**
 * {@code service execd(…)}.
 *
 * @param launches the tasks that are declared with a recipe
 */
public record ExecdSpec(List<Launch> launches) {
  public ExecdSpec {
    launches = List.copyOf(launches);
  }
}
