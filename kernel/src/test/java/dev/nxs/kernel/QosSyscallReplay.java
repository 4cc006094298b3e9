// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.nxs.kernel.sched.NexusQueues;
import dev.nxs.kernel.sched.NexusRules;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.ServiceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Replays vectors of kind {@code qos-syscall}: who may set what, and which errno a call answers. Every evaluation has a
 * universe of its own: the engine of a machine with the profile nexus in its first state.
 */
final class QosSyscallReplay implements Conformance.Replay {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FOREIGN = 10_000;
  private static final int CLASSES = 256;
  private static final int FULL = 64;

  private final Map<String, Long> services = new HashMap<>();
  private final Kernel kernel;
  private final NexusRules rules;
  private final long[] fresh;
  private final JsonNode header;
  private final int caller;
  private final int other;

  QosSyscallReplay(JsonNode header) {
    this.header = header;
    caller = header.get("caller_pid").asInt();
    other = header.get("other_pid").asInt();
    header.get("services").forEach(service -> services.put(service.get("name").asText(), KernelReplay.number(service, "sid")));
    int tasks = header.get("tasks").asInt();
    kernel = KernelReplay.newKernel(tasks + 1);
    rules = kernel.nexus();
    for (int i = 0; i < tasks; i++) {
      rules.spawn(0, false);
    }
    fresh = kernel.tables.words.clone();
  }

  private void universe(long callerService) {
    System.arraycopy(fresh, 0, kernel.tables.words, 0, fresh.length);
    kernel.services[caller] = callerService;
  }

  @Override
  public String apply(JsonNode line) {
    return switch (line.get("op").asText()) {
      case "reset" -> "";
      case "service_id" ->
          SchedReplay.same(line, Long.toUnsignedString(ServiceId.of(line.get("name").asText()).value()));
      case "initial_qos" -> SchedReplay.same(line, NexusCalls.initialQos(KernelReplay.number(line, "sid")));
      case "task_qos" -> taskQos(line);
      case "set_affinity" -> setAffinity(line);
      case "set_affinity_wide" -> {
        universe(0);
        yield SchedReplay.same(line, sched(NexusCalls.AFFINITY_SET, KernelReplay.number(line, "mask")));
      }
      case "set_shares" -> setShares(line);
      case "slice_ticks" -> sliceTicks(line);
      case "sched_call" -> schedCall(line);
      case "clamp_home" -> clampHome(line);
      default -> "an unknown operation";
    };
  }

  private long sched(long function, long value) {
    return kernel.nexusCalls.sched(caller, function, 0, value);
  }

  private String taskQos(JsonNode line) {
    for (JsonNode range : line.get("cases")) {
      for (int qos = range.get(0).asInt(); qos <= range.get(1).asInt(); qos++) {
        String got = taskQosCase(line, qos, range.get(2).asLong(), range.get(3).asLong());
        if (!got.isEmpty()) {
          return "class " + qos + ": " + got;
        }
      }
    }
    for (JsonNode wide : header.get("wide_classes")) {
      long value = Long.parseUnsignedLong(wide.asText());
      place(line, CLASSES);
      long result = call(line, value);
      if (result != line.get("wide").asLong()) {
        return "class " + wide.asText() + ": " + result;
      }
    }
    return "";
  }

  private String taskQosCase(JsonNode line, int qos, long result, long after) {
    place(line, qos);
    long target = KernelReplay.number(line, "target");
    boolean isTask = rules.isTask(target);
    long otherBefore = target == other ? -1 : kernel.core.task(other, TaskColumns.QOS);
    long got = call(line, qos);
    long gotAfter = isTask ? kernel.core.task((int) target, TaskColumns.QOS) : -1;
    if (got != result || gotAfter != after) {
      return got + ", class afterwards " + gotAfter;
    }
    if (otherBefore >= 0 && target != caller && kernel.core.task(other, TaskColumns.QOS) != otherBefore) {
      return "another task changed";
    }
    long scheduled = isTask ? scheduledClass(target) : -1;
    return scheduled < 0 || scheduled == after ? "" : "in the run queues " + scheduled;
  }

  private long call(JsonNode line, long value) {
    return kernel.nexusCalls.taskQos(
        caller, KernelReplay.number(line, "fn"), KernelReplay.number(line, "target"), value);
  }

  private long serviceOf(JsonNode line) {
    return Objects.requireNonNull(services.get(line.get("caller").asText()), "the header does not name the caller");
  }

  /** A fresh universe with the target where the line says. */
  private void place(JsonNode line, int qos) {
    universe(serviceOf(line));
    kernel.core.setTask(caller, TaskColumns.QOS, line.get("caller_qos").asInt());
    if (line.has("other_qos")) {
      kernel.core.setTask(other, TaskColumns.QOS, line.get("other_qos").asInt());
    }
    long target = KernelReplay.number(line, "target");
    String placement = line.get("placement").asText();
    if (placement.equals("absent") || !rules.isTask(target)) {
      return;
    }
    NexusQueues queues = rules.queues();
    int cpu = target == caller ? 0 : 1;
    int own = kernel.core.taskAt((int) target, TaskColumns.QOS);
    switch (placement) {
      case "running" -> {
        push(queues, cpu, target, own);
        queues.schedule(cpu);
        fill(queues, cpu, qos % 4);
      }
      case "queued" -> {
        push(queues, cpu, FOREIGN, own);
        push(queues, cpu, target, own);
        push(queues, cpu, FOREIGN + 1, own);
      }
      case "queued_full" -> {
        push(queues, cpu, target, own);
        if (qos < 4) {
          fill(queues, cpu, qos);
        }
      }
      default -> throw new IllegalArgumentException("an unknown placement: " + placement);
    }
  }

  private static void push(NexusQueues queues, int cpu, long pid, int qos) {
    if (queues.enqueue(cpu, pid, qos) != NexusQueues.Push.QUEUED) {
      throw new IllegalStateException("the queue of a fresh universe is full");
    }
  }

  private static void fill(NexusQueues queues, int cpu, int qos) {
    for (int i = 0; queues.length(cpu, qos) < FULL; i++) {
      push(queues, cpu, FOREIGN + 10 + i, qos);
    }
  }

  private long scheduledClass(long pid) {
    NexusQueues queues = rules.queues();
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      if (queues.current(cpu) == pid) {
        return queues.currentQos(cpu);
      }
      for (int qos = 0; qos < 4; qos++) {
        for (int place = 0; place < queues.length(cpu, qos); place++) {
          if (queues.at(cpu, qos, place) == pid) {
            return qos;
          }
        }
      }
    }
    return -1;
  }

  private String setAffinity(JsonNode line) {
    ArrayNode got = JSON.createArrayNode();
    for (int mask = 0; mask < 1 << NexusColumns.CPUS; mask++) {
      universe(0);
      rules.setHome(caller, line.get("home").asInt());
      KernelReplay.setOnline(kernel, line.get("online").asLong());
      long result = sched(NexusCalls.AFFINITY_SET, mask);
      got.addArray().add(result).add(rules.mask(caller)).add(rules.home(caller));
    }
    return got.toString().equals(line.get("by_mask").toString()) ? "" : got.toString();
  }

  private String setShares(JsonNode line) {
    universe(0);
    long result = sched(NexusCalls.SHARES_SET, KernelReplay.number(line, "value"));
    long stored = kernel.core.task(caller, TaskColumns.SHARES);
    int ticks = NexusRules.sliceTicks(stored);
    boolean same = ticks == line.get("slice_ticks").asInt() && stored == result;
    return same ? SchedReplay.same(line, result) : result + ", stored " + stored + ", ticks " + ticks;
  }

  private static String sliceTicks(JsonNode line) {
    for (JsonNode range : line.get("ranges")) {
      for (int shares = range.get(0).asInt(); shares <= range.get(1).asInt(); shares++) {
        if (NexusRules.sliceTicks(shares) != range.get(2).asInt()) {
          return NexusRules.sliceTicks(shares) + " ticks for " + shares;
        }
      }
    }
    return "";
  }

  private String schedCall(JsonNode line) {
    ArrayNode got = JSON.createArrayNode();
    for (JsonNode target : header.get("call_targets")) {
      for (JsonNode value : header.get("call_values")) {
        universe(serviceOf(line));
        kernel.core.setTask(other, TaskColumns.QOS, 2);
        got.add(
            kernel.nexusCalls.sched(
                caller,
                KernelReplay.number(line, "fn"),
                Long.parseUnsignedLong(target.asText()),
                Long.parseUnsignedLong(value.asText())));
      }
    }
    return SchedReplay.same(line, got);
  }

  private static String clampHome(JsonNode line) {
    ArrayNode got = JSON.createArrayNode();
    for (int mask = 0; mask < 16; mask++) {
      for (int home = 0; home < 4; home++) {
        got.add(NexusRules.clampHome(mask, home, line.get("online").asLong()));
      }
    }
    return SchedReplay.same(line, got);
  }
}
