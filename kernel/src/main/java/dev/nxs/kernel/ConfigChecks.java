// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.MachineConfig.MutexSpec;
import dev.nxs.kernel.MachineConfig.Profile;
import dev.nxs.kernel.MachineConfig.Protocol;
import dev.nxs.kernel.MachineConfig.Queues;
import dev.nxs.kernel.MachineConfig.TaskSpec;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.SyscallHandler;
import java.util.HashSet;
import java.util.Set;

/** Refuses configurations whose parts do not fit together. */
final class ConfigChecks {
  private final MachineConfig config;

  private ConfigChecks(MachineConfig config) {
    this.config = config;
  }

  /**
   * Looks at all parts.
   *
   * @throws IllegalArgumentException if one does not fit
   */
  static void check(MachineConfig config) {
    ConfigChecks checks = new ConfigChecks(config);
    if (!config.speeds().isEmpty() && config.speeds().size() != config.harts()) {
      throw new IllegalArgumentException("speeds must be as many as harts: speeds=" + config.speeds().size());
    }
    if (config.profile() == Profile.NEXUS) {
      checks.checkNexus();
    }
    config.tasks().forEach(checks::check);
    config.mutexes().forEach(checks::check);
    Set<String> labels = new HashSet<>();
    for (SyscallHandler handler : config.syscalls()) {
      if (!labels.add(handler.label())) {
        throw new IllegalArgumentException("two system calls are called alike: label=" + handler.label());
      }
    }
  }

  private void checkNexus() {
    if (config.harts() > MachineConfig.MAX_NEXUS_HARTS) {
      throw new IllegalArgumentException(
          "harts must be 1 to " + MachineConfig.MAX_NEXUS_HARTS + " with the profile nexus: harts=" + config.harts());
    }
    if (config.scheduler() != BuiltInPolicy.QOS || config.queues() != Queues.PER_HART) {
      throw new IllegalArgumentException("the profile nexus has a scheduler of its own: scheduler=" + config.scheduler());
    }
  }

  private void check(MutexSpec mutex) {
    if (mutex.protocol() == Protocol.CEILING
        && config.scheduler() == BuiltInPolicy.QOS
        && QosClass.ofWire(mutex.ceiling()) == null) {
      throw new IllegalArgumentException("a ceiling is a class: ceiling=" + mutex.ceiling());
    }
  }

  private void check(TaskSpec task) {
    if (task.affinity() != null) {
      if (task.affinity().isEmpty()) {
        throw new IllegalArgumentException("a task runs on 1 hart or more: task=" + task.name());
      }
      for (int hart : task.affinity()) {
        if (hart < 0 || hart >= config.harts()) {
          throw new IllegalArgumentException(
              "hart " + hart + " does not exist: the machine has " + config.harts() + " harts");
        }
      }
    }
    int endpoints = config.endpoints().size();
    if (task.port() < -1 || task.port() >= endpoints) {
      throw new IllegalArgumentException(
          "endpoint " + task.port() + " does not exist: the machine has " + endpoints + " endpoints");
    }
    int words = Tables.memoryOf(task.program());
    if (task.arguments().size() > words) {
      throw new IllegalArgumentException(
          "the program has " + words + " words: task=" + task.name() + " arguments=" + task.arguments().size());
    }
  }
}
