// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.WaitView;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.SchedulingPolicy;
import java.util.Optional;
import java.util.function.IntFunction;

/** Why one task goes before another, in the words of the policy that decides it. */
final class Urgency {
  private final MachineView view;
  private final WaitView waits;
  private final IntFunction<String> names;
  private final SchedulingPolicy policy;

  Urgency(MachineView view, WaitView waits, IntFunction<String> names) {
    this.view = view;
    this.waits = waits;
    this.names = names;
    policy = waits.scheduler();
  }

  /** Whether two tasks have their turns one after the other. */
  boolean isEqual(int one, int other) {
    return !view.isMoreUrgent(new Pid(one), new Pid(other)) && !view.isMoreUrgent(new Pid(other), new Pid(one));
  }

  /** What two such tasks have in common. */
  String equalWords() {
    if (policy == BuiltInPolicy.QOS) {
      return "of the same class";
    }
    return policy == BuiltInPolicy.FIXED_PRIORITY ? "of the same priority" : "whose turn it is under `" + policy.label() + "`";
  }

  /** Why a task waits for another, which is more urgent. */
  String lessUrgent(int pid, int than) {
    if (policy == BuiltInPolicy.QOS) {
      return view.qos(new Pid(pid)).label() + " runs only when nothing of a higher class is ready";
    }
    if (policy == BuiltInPolicy.FIXED_PRIORITY) {
      return "priority " + waits.priority(new Pid(pid)) + " waits for priority " + waits.priority(new Pid(than));
    }
    if (policy == BuiltInPolicy.EDF) {
      return "the deadline of `" + names.apply(pid) + "`, " + deadline(pid) + ", comes after that of `" + names.apply(than)
          + "`, " + deadline(than);
    }
    return "the policy `" + policy.label() + "` puts it first";
  }

  private String deadline(int pid) {
    long atNs = waits.deadlineNs(new Pid(pid));
    return atNs == Column.NEVER ? "which it has none" : Durations.text(atNs);
  }

  /** What makes a task more urgent than it is by itself. */
  Optional<String> lifted(int pid) {
    int lender = waits.lender(new Pid(pid));
    if (lender > 0) {
      return Optional.of(
          "`" + names.apply(pid) + "` runs with the urgency of `" + names.apply(lender) + "`, which waits for what it holds");
    }
    int boost = waits.boost(new Pid(pid));
    return boost == 0
        ? Optional.empty()
        : Optional.of("it has gone up by " + boost + (boost == 1 ? " class" : " classes") + " because it waited so long");
  }
}
