// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nxs.kernel.sched.NexusQueues;
import dev.nxs.kernel.state.Layout;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.user.TableSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replays vectors of kind {@code sched}: the run queues of the profile nexus, by themselves. */
final class SchedReplay implements Conformance.Replay {
  /** No bound of the queues: parked entries may grow them beyond all measure. */
  private static final int MOST_ENTRIES = 1 << 16;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What each operation needs. */
  static final Map<String, List<String>> OPERANDS =
      Map.ofEntries(
          Map.entry("reset", List.of()),
          Map.entry("enqueue", List.of("cpu", "pid", "qos")),
          Map.entry("enqueue_on", List.of("cpu", "pid", "qos")),
          Map.entry("enqueue_many", List.of("cpu", "pid", "count", "qos")),
          Map.entry("schedule", List.of("cpu")),
          Map.entry("yield", List.of("cpu")),
          Map.entry("finish", List.of("cpu")),
          Map.entry("set_current_qos", List.of("cpu", "qos")),
          Map.entry("set_task_qos", List.of("pid", "qos")),
          Map.entry("purge", List.of("pid")),
          Map.entry("steal", List.of("cpu", "max_qos")),
          Map.entry("steal_class", List.of("cpu", "max_qos")),
          Map.entry("schedule_or_steal", List.of("cpu")),
          Map.entry("reset_cpu", List.of("cpu")),
          Map.entry("len", List.of("cpu", "qos")),
          Map.entry("current", List.of("cpu")),
          Map.entry("online", List.of("mask")),
          Map.entry("affinity", List.of("pid", "mask")),
          Map.entry("home", List.of("pid", "home")),
          Map.entry("dump", List.of()));

  private final Map<Long, Long> masks = new HashMap<>();
  private final Map<Long, Long> homes = new HashMap<>();
  private final NexusQueues.Placement placement =
      new NexusQueues.Placement() {
        @Override
        public boolean allows(long pid, int cpu) {
          return (masks.getOrDefault(pid, -1L) >>> cpu & 1) != 0;
        }

        @Override
        public long homeOf(long pid) {
          return homes.getOrDefault(pid, 0L);
        }
      };
  private NexusQueues queues = newQueues();
  private long online;

  private static NexusQueues newQueues() {
    Layout layout = new Layout();
    TableSpec[] specs = {NexusColumns.harts(true), NexusColumns.entries(MOST_ENTRIES), NexusColumns.machine(true)};
    for (TableSpec spec : specs) {
      layout.add(spec);
    }
    layout.allocate();
    return new NexusQueues(layout.table(0), layout.table(1), layout.table(2), 64);
  }

  @Override
  public String apply(JsonNode line) {
    int cpu = (int) Math.min(line.path("cpu").asLong(), NexusColumns.CPUS);
    // Who calls from a hart that does not exist is taken for hart 0.
    int executing = cpu >= NexusColumns.CPUS ? 0 : cpu;
    long pid = line.path("pid").asLong();
    int qos = line.path("qos").asInt();
    return switch (line.get("op").asText()) {
      case "reset" -> reset();
      case "enqueue" -> same(line, push(queues.enqueue(executing, pid, qos)));
      case "enqueue_on" -> same(line, push(queues.enqueue(cpu, pid, qos)));
      case "enqueue_many" -> same(line, enqueueMany(cpu, pid, qos, line.get("count").asInt()));
      case "schedule" -> same(line, orNull(queues.schedule(executing)));
      case "yield" -> same(line, yieldOf(executing));
      case "finish" -> done(() -> queues.finish(executing));
      case "set_current_qos" -> same(line, queues.setCurrentQos(executing, qos));
      case "set_task_qos" -> same(line, setTaskQos(pid, qos));
      case "purge" -> done(() -> queues.purge(pid));
      case "steal" -> steal(line, executing);
      case "steal_class" ->
          same(line, orNull(cpu >= NexusColumns.CPUS ? NexusQueues.NONE : queues.takeVictim(cpu, line.get("max_qos").asInt(), online)));
      case "schedule_or_steal" ->
          same(line, orNull(cpu >= NexusColumns.CPUS ? NexusQueues.NONE : queues.scheduleOrSteal(cpu, online)));
      case "reset_cpu" -> done(() -> {
        if (cpu < NexusColumns.CPUS) {
          queues.reset(cpu);
        }
      });
      case "len" -> same(line, cpu >= NexusColumns.CPUS ? 0 : queues.length(cpu, qos));
      case "current" -> same(line, orNull(queues.current(executing)));
      case "online" -> done(() -> online = line.get("mask").asLong());
      case "affinity" -> done(() -> masks.put(pid, line.get("mask").asLong()));
      case "home" -> done(() -> homes.put(pid, line.get("home").asLong()));
      case "dump" -> dump(line);
      default -> "an unknown operation";
    };
  }

  private String reset() {
    queues = newQueues();
    masks.clear();
    homes.clear();
    online = 0;
    return "";
  }

  private static String done(Runnable action) {
    action.run();
    return "";
  }

  private static String push(NexusQueues.Push outcome) {
    return switch (outcome) {
      case QUEUED -> "ok";
      case FULL -> "full";
      case NO_SUCH_CPU -> "bad_cpu";
    };
  }

  private int enqueueMany(int cpu, long pid, int qos, int count) {
    int accepted = 0;
    for (int i = 0; i < count; i++) {
      accepted += queues.enqueue(cpu, pid + i, qos) == NexusQueues.Push.QUEUED ? 1 : 0;
    }
    return accepted;
  }

  private String yieldOf(int cpu) {
    return switch (queues.yieldCurrent(cpu)) {
      case QUEUED -> "ok";
      case KEPT -> "kept";
      case IDLE -> "idle";
    };
  }

  private String setTaskQos(long pid, int qos) {
    return switch (queues.setTaskQos(pid, qos)) {
      case CHANGED -> "ok";
      case NOT_FOUND -> "not_found";
      case FULL -> "full";
    };
  }

  private String steal(JsonNode line, int cpu) {
    ObjectNode got = JSON.createObjectNode();
    switch (queues.steal(cpu, line.get("max_qos").asInt(), online, placement)) {
      case NOTHING -> got.put("outcome", "none");
      case STOLEN -> got.put("outcome", "stolen").put("pid", queues.victimPid());
      case PARKED -> got.put("outcome", "parked").put("pid", queues.victimPid()).put("home", queues.parkedOn());
    }
    boolean same =
        line.get("outcome").equals(got.get("outcome"))
            && line.path("pid").asLong(-1) == got.path("pid").asLong(-1)
            && line.path("home").asLong(-1) == got.path("home").asLong(-1);
    return same ? "" : got.toString();
  }

  private String dump(JsonNode line) {
    ObjectNode got = JSON.createObjectNode();
    got.put("steals", queues.steals());
    got.set("cpus", cpus(queues));
    return sameFields(line, got);
  }

  /** The queues of all harts, as dumps write them. */
  static ArrayNode cpus(NexusQueues queues) {
    ArrayNode all = JSON.createArrayNode();
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      ObjectNode one = all.addObject();
      if (queues.current(cpu) == NexusQueues.NONE) {
        one.putNull("cur");
      } else {
        one.putArray("cur").add(queues.current(cpu)).add(queues.currentQos(cpu));
      }
      ArrayNode lists = one.putArray("q");
      for (int qos = 0; qos < 4; qos++) {
        ArrayNode list = lists.addArray();
        for (int place = 0; place < queues.length(cpu, qos); place++) {
          list.add(queues.at(cpu, qos, place));
        }
      }
    }
    return all;
  }

  /** Compares the fields that were got with those of a line; the first that differs, or nothing. */
  static String sameFields(JsonNode line, ObjectNode got) {
    for (Map.Entry<String, JsonNode> field : got.properties()) {
      String found = field.getValue().toString();
      String expected = line.path(field.getKey()).toString();
      if (!expected.equals(found)) {
        return field.getKey() + "=" + found;
      }
    }
    return "";
  }

  private static Object orNull(long pid) {
    return pid == NexusQueues.NONE ? JSON.nullNode() : pid;
  }

  /** Nothing if the outcome of a line is this value, else the value. */
  static String same(JsonNode line, Object got) {
    String text = got instanceof String word ? JSON.valueToTree(word).toString() : got.toString();
    return line.path("outcome").toString().equals(text) ? "" : text;
  }
}
