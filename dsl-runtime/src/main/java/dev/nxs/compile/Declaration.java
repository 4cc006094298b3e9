// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one table of the arguments of declarations (docs/language.md, "Inside a scenario"). Checker, help and completion
 * read it.
 */
@SuppressWarnings("ImmutableEnumChecker") // the collections are never changed
public enum Declaration {
  MACHINE("machine",
      given("harts", Type.INT, "1", "how many harts it has, 1 to 1024"),
      given("timeslice", Type.DURATION, "10ms", "how long a task runs before others of its class have their turn"),
      given("queue_capacity", Type.INT, "64", "how many tasks a run queue holds for each class"),
      given("steal", Type.INT, "1", "how many tasks an idle hart takes from another at a time; 0 for none"),
      given("scheduler", Type.STRING, "\"qos\"",
          "the policy: \"qos\", \"round_robin\", \"fixed_priority\", \"edf\", or one that the caller brings"),
      given("queues", Type.STRING, "\"per_hart\"", "\"per_hart\", or \"global\" for one queue that all harts share"),
      given("aging", Type.DURATION, "off", "after how long in a queue a task moves up a class"),
      given("costs", null, "{}",
          "what the machine itself takes: {syscall, switch, ipi, interrupt, migrate}, a duration or a range each"),
      given("boot", Type.STRING, "\"instant\"", "\"smp\" lets the harts come up one after the other"),
      given("lost", new Type.ListOf(Type.INT), "none",
          "harts that do not come up with `boot: \"smp\"`; hart 0 always does"),
      given("trap_runtime", Type.STRING, "\"per_hart\"", "\"boot_hart\" lets only hart 0 serve system calls"),
      given("profile", Type.STRING, "\"plain\"", "\"nexus\" for a machine that behaves as that system does"),
      given("clusters", null, "none", "kinds of harts: a list of {name, harts, speed}"),
      given("seed", Type.INT, "1", "what decides ranges, `random` and `choose`")),
  TIMED("timed",
      given("windows", null, "{idle: 8ms, normal: 4ms, interactive: 1ms, perfburst: 0ns}",
          "how far the timers of each class may be put off to be delivered together"),
      given("cap", Type.INT, "64", "how many timers one task may have at a time"),
      given("total", Type.INT, "1024", "how many timers there may be at a time"),
      given("policy", Type.STRING, "\"aligned\"", "how deadlines are joined (docs/timed.md)"),
      given("class_from", Type.STRING, "\"kernel\"",
          "whether the class of a timer is the one that the kernel knows, or that of the \"request\""),
      given("qos", Type.QOS, "perfburst", "the class of the service itself"),
      given("audit", Type.STRING, "\"log\"", "what becomes of audit lines (docs/timed.md)")),
  POLICYD("policyd",
      given("allow", null, "{}", "the names that may have what needs consent: {perfburst: [\"a\"], shares: [\"a\"]}")),
  EXECD("execd",
      given("recipes", null, "{}", "how tasks are launched, by name: {qos, affinity, shares}, or `load(\"file.yaml\")`")),
  TASK("task",
      given("qos", Type.QOS, "normal", "its class"),
      given("affinity", new Type.ListOf(Type.HART), "all harts", "the harts that it may run on"),
      given("shares", Type.INT, "100", "how long its slices are, 1 to 1000, against 100"),
      given("priority", Type.INT, "0", "how urgent it is where priorities decide; greater is more urgent"),
      given("period", Type.DURATION, "none", "how far its releases are apart, which `next_period` waits for"),
      given("deadline", Type.DURATION, "the period", "how long after its release a job must have ended"),
      given("start", Type.DURATION, "0ns", "the instant at which it starts"),
      given("identity", Type.STRING, "the task's name", "the name from which the kernel derives its service identity"),
      given("recipe", Type.STRING, "none", "the recipe of `execd` by which it is launched")),
  ENDPOINT("endpoint", given("depth", Type.INT, "8", "how many messages it holds, 1 to 256")),
  EVENT("event",
      given("latched", Type.BOOL, "true", "whether it keeps one signal that nobody waited for")),
  MUTEX("mutex",
      given("protocol", Type.STRING, "\"none\"",
          "what happens to a holder less urgent than who waits: \"none\", \"inherit\" or \"ceiling\""),
      given("ceiling", null, "none", "how urgent a holder is: a class, or a priority where priorities decide")),
  BARRIER("barrier", given("parties", Type.INT, "", "how many tasks must arrive before all go on")),
  TIMER("timer",
      given("every", Type.DURATION, "none", "how far its jobs are apart"),
      given("after", Type.DURATION, "none", "when its one job is due"),
      given("owner", Type.TASK, "", "the task whose class its jobs have")),
  SCENARIO("scenario",
      given("tags", null, "[]", "words by which `--tag` selects scenarios"),
      given("limit", Type.DURATION, "10s", "the virtual time after which the run is stopped"),
      given("events", Type.INT, "100_000_000", "the number of events after which the run is stopped"),
      given("skip", Type.STRING, "none", "why it is not run"),
      given("xfail", Type.STRING, "none", "why it is expected to fail; passing is a failure then")),
  EXPLORE("explore",
      later("order", "false", "whether to take every order of what happens at one instant"),
      later("costs", "false", "whether to take every cost of a range"),
      later("faults", "{}", "how many faults of each kind to try"),
      later("states", "none", "how many states to look at"));

  private final String text;
  private final List<ArgumentSpec> arguments;

  Declaration(String text, ArgumentSpec... arguments) {
    this.text = text;
    this.arguments = List.of(arguments);
  }

  /** The word that declares it; of a service its name. */
  public String text() {
    return text;
  }

  public List<ArgumentSpec> arguments() {
    return arguments;
  }

  /** The argument of a name, or null. */
  public @Nullable ArgumentSpec argument(String name) {
    for (ArgumentSpec argument : arguments) {
      if (argument.name().equals(name)) {
        return argument;
      }
    }
    return null;
  }

  private static ArgumentSpec given(String name, @Nullable Type type, String fallback, String doc) {
    return new ArgumentSpec(name, type, fallback, doc, true);
  }

  private static ArgumentSpec later(String name, String fallback, String doc) {
    return new ArgumentSpec(name, null, fallback, doc, false);
  }
}
