// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How deep a hart sleeps while it has nothing to run: the deeper, the less it draws, and the more it takes to go there and
 * back. The numbers are those of the power model (docs/power.md).
 */
public enum IdleState {
  /** Waits for an interrupt with its clock gated. */
  WFI("wfi", 30, 0, 0),
  /** Keeps what it knows, and nothing else. */
  RETENTION("retention", 10, 10_000, 20_000),
  /** Is without power; its state lies in memory. */
  OFF("off", 1, 60_000, 120_000);

  private static final List<IdleState> ALL = List.of(values());

  /** Up to here no deeper state than the first pays: most stretches are shorter, and one ends at every other dispatch. */
  private static final long FIRST_UP_TO_NS =
      ALL.stream().skip(1).mapToLong(state -> state.breakEvenNs(WFI)).min().orElse(Long.MAX_VALUE);

  private final String label;
  private final long milliwatts;
  private final long entryNs;
  private final long exitNs;

  IdleState(String label, long milliwatts, long entryNs, long exitNs) {
    this.label = label;
    this.milliwatts = milliwatts;
    this.entryNs = entryNs;
    this.exitNs = exitNs;
  }

  /** The state of a label, null for none. */
  public static @Nullable IdleState named(String label) {
    return ALL.stream().filter(state -> state.label.equals(label)).findFirst().orElse(null);
  }

  /** All labels, the shallowest state first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(IdleState::label).toList();
  }

  /** The state that costs least for a stretch of idleness; of equals the shallower. */
  public static IdleState cheapest(long idleNs) {
    if (idleNs <= FIRST_UP_TO_NS) {
      return WFI;
    }
    IdleState best = WFI;
    long least = best.picojoules(idleNs, 1);
    for (int depth = 1; depth < ALL.size(); depth++) {
      long cost = ALL.get(depth).picojoules(idleNs, 1);
      if (cost < least) {
        best = ALL.get(depth);
        least = cost;
      }
    }
    return best;
  }

  /** The longest stretch for which a shallower state costs no more than this one. */
  private long breakEvenNs(IdleState shallower) {
    long transitionsNs = entryNs + exitNs - shallower.entryNs - shallower.exitNs;
    return transitionsNs * PowerModel.ACTIVE_MILLIWATTS / (shallower.milliwatts - milliwatts);
  }

  /** What scenarios call it. */
  public String label() {
    return label;
  }

  /** What a hart draws in it. */
  public long milliwatts() {
    return milliwatts;
  }

  /** How long it takes to enter it, at the power of a hart at work. */
  public long entryNs() {
    return entryNs;
  }

  /** How long it takes to leave it, likewise. */
  public long exitNs() {
    return exitNs;
  }

  /**
   * The energy of some stretches spent in this state.
   *
   * @param idleNs all of them together, in nanoseconds, 0 or more
   * @param entries how many there were
   * @return picojoules; {@code Long.MAX_VALUE} where that is not enough
   */
  public long picojoules(long idleNs, long entries) {
    long asleep = PowerModel.product(idleNs, milliwatts);
    return PowerModel.sum(asleep, PowerModel.product(entries, (entryNs + exitNs) * PowerModel.ACTIVE_MILLIWATTS));
  }
}
