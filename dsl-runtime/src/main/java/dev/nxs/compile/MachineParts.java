// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.ActSpec;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.MachineConfig.BarrierSpec;
import dev.nxs.kernel.MachineConfig.EndpointSpec;
import dev.nxs.kernel.MachineConfig.EventSpec;
import dev.nxs.kernel.MachineConfig.MutexSpec;
import dev.nxs.kernel.MachineConfig.TaskSpec;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.List;

/** What a machine is made of, as far as it does not depend on who watches it. */
record MachineParts(
    MachineSpec spec,
    List<TaskSpec> tasks,
    List<List<TaskSpec>> spawned,
    List<EndpointSpec> endpoints,
    List<EventSpec> events,
    List<MutexSpec> mutexes,
    List<BarrierSpec> barriers,
    List<ActSpec> acts,
    long phaseNs,
    int exitNotices,
    boolean faults,
    Wakers wakers) {
  MachineParts {
    tasks = List.copyOf(tasks);
    spawned = List.copyOf(spawned);
    endpoints = List.copyOf(endpoints);
    events = List.copyOf(events);
    mutexes = List.copyOf(mutexes);
    barriers = List.copyOf(barriers);
    acts = List.copyOf(acts);
  }

  MachineConfig config(List<TableSpec> attachments, ValuePool pool, CodeLimits code) {
    MachineConfig.Builder builder =
        MachineConfig.builder()
            .harts(spec.harts())
            .timesliceNs(spec.timesliceNs())
            .queueCapacity(spec.queueCapacity())
            .steal(spec.steal())
            .scheduler(spec.scheduler())
            .queues(spec.queues())
            .agingNs(spec.agingNs())
            .costs(spec.costs())
            .speeds(spec.speeds())
            .bootHartOnly(spec.bootHartOnly())
            .boot(spec.boot())
            .lostHarts(spec.lost())
            .profile(spec.profile())
            .seed(spec.seed())
            .phaseNs(phaseNs)
            .exitNotices(exitNotices)
            .faults(faults)
            .codeLimits(code.steps(), code.calls())
            .values(pool);
    tasks.forEach(builder::task);
    spawned.forEach(builder::spawn);
    endpoints.forEach(builder::endpoint);
    events.forEach(builder::event);
    mutexes.forEach(builder::mutex);
    barriers.forEach(builder::barrier);
    acts.forEach(builder::act);
    attachments.forEach(builder::attachment);
    return builder.build();
  }

  /** Names by pid; 0 is the kernel. */
  List<String> taskNames() {
    List<String> names = new ArrayList<>();
    names.add("kernel");
    tasks.forEach(task -> names.add(task.name()));
    spawned.forEach(rows -> rows.forEach(row -> names.add(row.name())));
    return names;
  }

  List<String> endpointNames() {
    return endpoints.stream().map(EndpointSpec::name).toList();
  }

  List<String> eventNames() {
    return events.stream().map(EventSpec::name).toList();
  }

  List<String> mutexNames() {
    return mutexes.stream().map(MutexSpec::name).toList();
  }

  List<String> barrierNames() {
    return barriers.stream().map(BarrierSpec::name).toList();
  }
}
