// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nxs.kernel.sched.NexusQueues;
import dev.nxs.kernel.sched.NexusRules;
import dev.nxs.kernel.sched.Scheduler;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replays vectors of kind {@code kernel}: the engine of a machine with the profile nexus, whose tasks, run queues and system
 * calls are driven call by call instead of by its clock.
 */
final class KernelReplay implements Conformance.Replay {
  private static final int MOST_TASKS = 16_384;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What each operation needs. */
  static final Map<String, List<String>> OPERANDS =
      Map.ofEntries(
          Map.entry("reset", List.of("online")),
          Map.entry("spawn", List.of("cpu")),
          Map.entry("spawn_many", List.of("cpu", "count")),
          Map.entry("resume", List.of("cpu", "pid")),
          Map.entry("resume_many", List.of("cpu", "pid", "count")),
          Map.entry("dispatch", List.of("cpu", "now")),
          Map.entry("yield", List.of("cpu")),
          Map.entry("tick", List.of("cpu")),
          Map.entry("block", List.of("cpu", "deadline")),
          Map.entry("wake", List.of("cpu", "pid")),
          Map.entry("expire", List.of("cpu", "now")),
          Map.entry("task_qos", List.of("cpu", "target", "class")),
          Map.entry("sched_call", List.of("cpu", "fn", "target", "value")),
          Map.entry("exit", List.of("cpu", "status")),
          Map.entry("reap", List.of("cpu")),
          Map.entry("service", List.of("pid", "sid")),
          Map.entry("online", List.of("mask")),
          Map.entry("dump", List.of()));
  private static final MachineConfig CONFIG = config(MOST_TASKS);

  /** Tasks that wait for the last instant with a sign, which the kernel takes for never. */
  private final Set<Integer> longest = new HashSet<>();

  private Kernel kernel = unspawned(CONFIG);
  private NexusRules rules = kernel.nexus();
  private boolean runtimeReady;

  private static MachineConfig config(int tasks) {
    MachineConfig.Builder builder =
        MachineConfig.builder().profile(MachineConfig.Profile.NEXUS).harts(NexusColumns.CPUS);
    Program nothing = new Script();
    for (int pid = 1; pid < tasks; pid++) {
      builder.task(
          new MachineConfig.TaskSpec(
              "t" + pid, nothing, QosClass.NORMAL, null, 100, Column.NEVER, "", false, 0, 0, -1, List.of()));
    }
    return builder.build();
  }

  /** A kernel with room for so many tasks, task 0 included, that are still to be spawned. */
  static Kernel newKernel(int tasks) {
    return unspawned(config(tasks));
  }

  private static Kernel unspawned(MachineConfig config) {
    Kernel kernel = new Kernel(config);
    kernel.tables.nexusMachine.set(0, NexusColumns.TASKS, 1);
    kernel.services[0] = 0;
    return kernel;
  }

  static void setOnline(Kernel kernel, long mask) {
    for (int hart = 0; hart < NexusColumns.CPUS; hart++) {
      boolean on = (mask >>> hart & 1) != 0;
      kernel.core.setHart(hart, HartColumns.HSM, (on ? Scheduler.Hsm.STARTED : Scheduler.Hsm.STOPPED).ordinal());
    }
  }

  @Override
  public String apply(JsonNode line) {
    int cpu = line.path("cpu").asInt();
    long pid = line.path("pid").asLong();
    return switch (line.get("op").asText()) {
      case "reset" -> reset(line);
      case "spawn" -> spawn(line, cpu);
      case "spawn_many" -> spawnMany(line, cpu);
      case "resume" -> SchedReplay.same(line, resume(cpu, pid));
      case "resume_many" -> SchedReplay.same(line, resumeMany(cpu, pid, line.get("count").asInt()));
      case "dispatch" -> dispatch(line, cpu);
      case "yield" -> rotate(line, cpu);
      case "tick" -> tick(line, cpu);
      case "block" -> block(cpu, number(line, "deadline"));
      case "wake" -> SchedReplay.same(line, word(wake(cpu, pid)));
      case "expire" -> expire(line, cpu);
      case "task_qos" ->
          SchedReplay.same(
              line, kernel.nexusCalls.taskQos(rules.taskCurrent(cpu), 1, number(line, "target"), number(line, "class")));
      case "sched_call" ->
          SchedReplay.same(
              line,
              kernel.nexusCalls.sched(
                  rules.taskCurrent(cpu), number(line, "fn"), number(line, "target"), number(line, "value")));
      case "exit" -> exit(line, cpu);
      case "reap" -> reap(line, cpu);
      case "service" -> service((int) pid, number(line, "sid"));
      case "online" -> online(line.get("mask").asLong());
      case "dump" -> dump(line);
      default -> "an unknown operation";
    };
  }

  /** A number, whether it is written as one or as a text. */
  static long number(JsonNode line, String field) {
    JsonNode value = line.get(field);
    return value.isTextual() ? Long.parseUnsignedLong(value.asText()) : value.asLong();
  }

  private String reset(JsonNode line) {
    kernel = unspawned(CONFIG);
    rules = kernel.nexus();
    longest.clear();
    setOnline(kernel, line.get("online").asLong());
    runtimeReady = line.get("runtime_ready").asBoolean();
    return "";
  }

  private int spawn(int cpu) {
    if (rules.isTask(MOST_TASKS - 1)) {
      throw new IllegalStateException("the replay has room for " + MOST_TASKS + " tasks only");
    }
    return rules.spawn(cpu, runtimeReady);
  }

  private String spawn(JsonNode line, int cpu) {
    int pid = spawn(cpu);
    boolean same = pid == line.get("outcome").asInt() && rules.home(pid) == line.get("home").asInt();
    return same ? "" : pid + " with home " + rules.home(pid);
  }

  private String spawnMany(JsonNode line, int cpu) {
    ArrayNode got = JSON.createArrayNode();
    for (int i = 0; i < line.get("count").asInt(); i++) {
      int pid = spawn(cpu);
      if (got.isEmpty()) {
        got.add(pid).add(pid);
      }
      got.set(1, pid);
    }
    return SchedReplay.same(line, got);
  }

  private long resume(int cpu, long pid) {
    NexusRules.Resume outcome = rules.isTask(pid) ? rules.resume((int) pid) : NexusRules.Resume.NOT_SUSPENDED;
    return switch (outcome) {
      case RESUMED -> {
        tellHome((int) pid, cpu);
        yield 0;
      }
      case NOT_SUSPENDED -> -3;
      case FULL -> -28;
    };
  }

  private void tellHome(int task, int cpu) {
    int home = rules.clampHome(task);
    if (home != cpu) {
      kernel.scheduler.requestResched(home, cpu);
    }
  }

  private int resumeMany(int cpu, long pid, int count) {
    int resumed = 0;
    for (int i = 0; i < count; i++) {
      resumed += resume(cpu, pid + i) == 0 ? 1 : 0;
    }
    return resumed;
  }

  private String dispatch(JsonNode line, int cpu) {
    long pid = rules.pick(cpu, number(line, "now"));
    return SchedReplay.same(line, pid == NexusQueues.NONE ? JSON.nullNode() : pid);
  }

  private String rotate(JsonNode line, int cpu) {
    rules.rotate(cpu);
    return SchedReplay.same(line, rules.taskCurrent(cpu));
  }

  private String tick(JsonNode line, int cpu) {
    boolean rotates = rules.tick(cpu);
    if (rotates) {
      rules.rotate(cpu);
    }
    String got = SchedReplay.same(line, rules.taskCurrent(cpu));
    return rotates == line.get("rotate").asBoolean() ? got : "rotate=" + rotates;
  }

  private String block(int cpu, long deadline) {
    int task = rules.taskCurrent(cpu);
    kernel.core.setTask(task, TaskColumns.STATE, TaskState.BLOCKED.ordinal());
    kernel.core.setTask(task, TaskColumns.TIMER_AT, deadline == 0 ? Column.NEVER : deadline);
    if (deadline == Column.NEVER) {
      longest.add(task);
    } else {
      longest.remove(task);
    }
    rules.blocked(cpu, task);
    return "";
  }

  private NexusRules.Wake wake(int cpu, long pid) {
    NexusRules.Wake outcome = rules.wake(pid);
    if (outcome == NexusRules.Wake.WOKEN) {
      tellHome((int) pid, cpu);
    }
    return outcome;
  }

  private static String word(NexusRules.Wake outcome) {
    return switch (outcome) {
      case WOKEN -> "woken";
      case NO_SUCH_TASK -> "not_found";
      case NOT_BLOCKED -> "not_blocked";
      case FULL -> "full";
    };
  }

  private String expire(JsonNode line, int cpu) {
    ArrayNode got = JSON.createArrayNode();
    long now = number(line, "now");
    // Instants have no sign here: all that are negative lie behind the last one that has one.
    List<Integer> due = new ArrayList<>(now < 0 || now == Column.NEVER ? longest : Set.of());
    for (int task = rules.nextExpired(0, now); task >= 0; task = rules.nextExpired(task + 1, now)) {
      due.add(task);
    }
    Collections.sort(due);
    for (int task : due) {
      if (wake(cpu, task) == NexusRules.Wake.WOKEN) {
        got.add(task);
      }
    }
    return SchedReplay.same(line, got);
  }

  private String exit(JsonNode line, int cpu) {
    int task = rules.taskCurrent(cpu);
    kernel.core.setTask(task, TaskColumns.STATE, TaskState.EXITED.ordinal());
    kernel.core.setTask(task, TaskColumns.EXIT_CODE, number(line, "status"));
    rules.ended(cpu, task);
    if (rules.schedule(cpu) == NexusQueues.NONE) {
      rules.forgetCaller(cpu);
    }
    return SchedReplay.same(line, rules.taskCurrent(cpu));
  }

  private String reap(JsonNode line, int cpu) {
    int child = rules.reap(rules.taskCurrent(cpu));
    long status = child == 0 ? 0 : kernel.core.task(child, TaskColumns.EXIT_CODE);
    boolean same = child == line.get("outcome").asInt() && status == number(line, "status");
    return same ? "" : child + " with status " + status;
  }

  private String service(int pid, long sid) {
    kernel.services[pid] = sid;
    return "";
  }

  private String online(long mask) {
    setOnline(kernel, mask);
    return "";
  }

  private String dump(JsonNode line) {
    ObjectNode got = JSON.createObjectNode();
    got.put("steals", rules.queues().steals());
    ArrayNode resched = got.putArray("resched");
    ArrayNode current = got.putArray("task_current");
    for (int cpu = 0; cpu < NexusColumns.CPUS; cpu++) {
      resched.add(kernel.core.hart(cpu, HartColumns.IPI_REQUESTS));
      current.add(rules.taskCurrent(cpu));
    }
    got.set("cpus", SchedReplay.cpus(rules.queues()));
    ArrayNode tasks = got.putArray("tasks");
    for (int pid = 0; rules.isTask(pid); pid++) {
      tasks.addArray()
          .add(letter(pid))
          .add(kernel.core.task(pid, TaskColumns.QOS))
          .add(rules.home(pid))
          .add(rules.mask(pid))
          .add(kernel.core.task(pid, TaskColumns.SHARES));
    }
    return SchedReplay.sameFields(line, got);
  }

  private String letter(int pid) {
    return switch (TaskState.values()[kernel.core.taskAt(pid, TaskColumns.STATE)]) {
      case NEW -> "S";
      case RUNNING, READY -> "R";
      case BLOCKED, SLEEPING -> "B";
      case EXITED -> "Z";
    };
  }
}
