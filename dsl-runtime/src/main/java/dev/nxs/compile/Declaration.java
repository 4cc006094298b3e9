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
      given("harts", Type.INT, "1"), given("timeslice", Type.DURATION, "10ms"),
      given("queue_capacity", Type.INT, "64"), given("steal", Type.INT, "1"),
      given("scheduler", Type.STRING, "\"qos\""), given("queues", Type.STRING, "\"per_hart\""),
      given("aging", Type.DURATION, "off"), given("costs", null, "{}"), given("boot", Type.STRING, "\"instant\""),
      given("trap_runtime", Type.STRING, "\"per_hart\""), given("profile", Type.STRING, "\"plain\""),
      given("clusters", null, "none"), given("seed", Type.INT, "1")),
  TIMED("timed",
      given("windows", null, "{idle: 8ms, normal: 4ms, interactive: 1ms, perfburst: 0ns}"),
      given("cap", Type.INT, "64"), given("total", Type.INT, "1024"), given("policy", Type.STRING, "\"aligned\""),
      given("class_from", Type.STRING, "\"kernel\""), given("qos", Type.QOS, "perfburst"),
      given("audit", Type.STRING, "\"log\"")),
  POLICYD("policyd", given("allow", null, "{}")),
  EXECD("execd", given("recipes", null, "{}")),
  TASK("task",
      given("qos", Type.QOS, "normal"), given("affinity", new Type.ListOf(Type.HART), "all harts"),
      given("shares", Type.INT, "100"), given("priority", Type.INT, "0"), given("period", Type.DURATION, "none"),
      given("deadline", Type.DURATION, "the period"), given("start", Type.DURATION, "0ns"),
      given("identity", Type.STRING, "the task's name"), given("recipe", Type.STRING, "none")),
  ENDPOINT("endpoint", given("depth", Type.INT, "8")),
  EVENT("event", given("latched", Type.BOOL, "true")),
  MUTEX("mutex", given("protocol", Type.STRING, "\"none\""), given("ceiling", null, "none")),
  BARRIER("barrier", given("parties", Type.INT, "")),
  TIMER("timer",
      given("every", Type.DURATION, "none"), given("after", Type.DURATION, "none"), given("owner", Type.TASK, "")),
  SCENARIO("scenario",
      given("tags", null, "[]"), given("limit", Type.DURATION, "10s"), given("events", Type.INT, "100_000_000"),
      given("skip", Type.STRING, "none"), given("xfail", Type.STRING, "none")),
  EXPLORE("explore", later("order", "false"), later("costs", "false"), later("faults", "{}"), later("states", "none"));

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

  private static ArgumentSpec given(String name, @Nullable Type type, String fallback) {
    return new ArgumentSpec(name, type, fallback, true);
  }

  private static ArgumentSpec later(String name, String fallback) {
    return new ArgumentSpec(name, null, fallback, false);
  }
}
