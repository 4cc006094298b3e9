// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.Instance;
import dev.nxs.Metrics;
import dev.nxs.Report;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.IdleState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Tells what the harts of a run used, and what coalescing saved of it: the same scenario runs once more with the policy
 * {@code none}, just as long.
 */
final class PowerText {
  /** Harts that are told about one by one. */
  private static final int MOST_HARTS = 8;

  private static final int LABEL = 9;
  private static final int MICROJOULE = 6;

  private PowerText() {}

  /** Lines about a run; none for one that did not take place. */
  static String of(Instance instance, Report report) {
    if (report.end() == null) {
      return "";
    }
    Metrics metrics = report.metrics();
    StringBuilder text = new StringBuilder();
    List<Metrics.Power> harts = metrics.power();
    for (int hart = 0; hart < Math.min(harts.size(), MOST_HARTS); hart++) {
      text.append(line("power", "hart " + hart + ": " + told(harts.get(hart))));
    }
    if (harts.size() > 1) {
      text.append(
          line(
              "power",
              "all " + harts.size() + " harts: " + wakeups(metrics.idleWakeups()) + ", "
                  + microjoules(metrics.picojoules())));
    }
    if (metrics.timerWakeups() > 0) {
      Optional<Metrics> without = instance.uncoalesced(metrics.virtualNs());
      text.append(line("timers", saving(metrics, without)));
    }
    return text.toString();
  }

  private static String told(Metrics.Power hart) {
    StringBuilder text = new StringBuilder("busy ").append(Durations.text(hart.busyNs()));
    for (IdleState state : IdleState.values()) {
      text.append(", ").append(state.label()).append(' ').append(Durations.text(hart.idleNs().get(state.ordinal())));
    }
    return text + ", " + wakeups(hart.idleWakeups()) + ", " + microjoules(hart.picojoules());
  }

  private static String saving(Metrics metrics, Optional<Metrics> without) {
    String own = wakeups(metrics.timerWakeups()) + " for " + metrics.expirations() + " expirations";
    if (without.isEmpty()) {
      return own + "; with the policy none the run would not come as far";
    }
    Metrics none = without.get();
    return own + "; with the policy none " + wakeups(none.timerWakeups()) + " for " + none.expirations() + ", "
        + microjoules(none.picojoules()) + ": saved " + wakeups(none.timerWakeups() - metrics.timerWakeups()) + ", "
        + microjoules(none.picojoules() - metrics.picojoules());
  }

  private static String wakeups(long count) {
    return count + (count == 1 ? " wakeup" : " wakeups");
  }

  private static String microjoules(long picojoules) {
    BigDecimal exact = BigDecimal.valueOf(picojoules, MICROJOULE).stripTrailingZeros();
    return exact.toPlainString() + " uJ";
  }

  private static String line(String label, String text) {
    return Outcome.padded(label, LABEL) + " " + text + "\n";
  }
}
