// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.policy;

import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ServiceId;
import java.util.ArrayList;
import java.util.List;

/**
 * A task that {@code execd} launches: one of the machine's that nothing else starts.
 *
 * @param pid the task
 * @param name what markers call it
 * @param identity the name that its service id comes of
 * @param atNs when it is launched, in nanoseconds since boot
 * @param qos the class of its recipe
 * @param shares those of its recipe, 1 to 1000
 * @param harts those of its recipe, ascending; empty where it says nothing about them
 * @param jobs tasks that belong to it, and are launched with it and in the same way
 */
public record Launch(
    int pid, String name, String identity, long atNs, QosClass qos, int shares, List<Integer> harts, List<Integer> jobs) {
  public Launch {
    harts = List.copyOf(harts);
    jobs = List.copyOf(jobs);
  }

  /** The same with one task more that belongs to it. */
  public Launch with(int job) {
    List<Integer> more = new ArrayList<>(jobs);
    more.add(job);
    return new Launch(pid, name, identity, atNs, qos, shares, harts, more);
  }

  /** Who it will be to others. */
  long subject() {
    return ServiceId.of(identity).value();
  }

  /** How many tasks are launched. */
  int members() {
    return 1 + jobs.size();
  }

  /** One of them, the task itself first. */
  int member(int index) {
    return index == 0 ? pid : jobs.get(index - 1);
  }

  /** What markers say about its recipe. */
  String recipe() {
    StringBuilder text = new StringBuilder("qos=").append(qos.label()).append(" shares=").append(shares);
    String separator = " harts=";
    for (int hart : harts) {
      text.append(separator).append(hart);
      separator = ",";
    }
    return text.toString();
  }
}
