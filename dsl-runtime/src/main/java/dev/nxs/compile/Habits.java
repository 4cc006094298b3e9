// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Errno;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people write out of habit, from other languages or other tools, where the closest spelling would be a wrong guess:
 * {@code cores} means {@code harts}, not {@code costs}.
 */
final class Habits {
  private static final Map<String, List<String>> ARGUMENTS =
      Map.ofEntries(
          Map.entry("cores", List.of("harts")), Map.entry("cpus", List.of("harts")), Map.entry("cpu", List.of("harts", "affinity")),
          Map.entry("core", List.of("harts", "affinity")), Map.entry("hart", List.of("harts", "affinity")),
          Map.entry("harts", List.of("affinity")), Map.entry("pin", List.of("affinity")),
          Map.entry("quantum", List.of("timeslice")), Map.entry("slice", List.of("timeslice")),
          Map.entry("size", List.of("depth", "queue_capacity")), Map.entry("capacity", List.of("depth", "queue_capacity")),
          Map.entry("timeout", List.of("limit")), Map.entry("duration", List.of("limit", "d")),
          Map.entry("time", List.of("limit", "d", "t")), Map.entry("wait", List.of("timeout")),
          Map.entry("class", List.of("qos")), Map.entry("prio", List.of("priority")), Map.entry("weight", List.of("shares")),
          Map.entry("delay", List.of("start", "after")), Map.entry("count", List.of("parties")), Map.entry("n", List.of("parties")),
          Map.entry("interval", List.of("every")), Map.entry("period", List.of("every")), Map.entry("task", List.of("owner", "of")),
          Map.entry("message", List.of("value")), Map.entry("msg", List.of("value")), Map.entry("max", List.of("cap")),
          Map.entry("limit", List.of("cap")));

  private static final Map<String, String> CALLS =
      Map.ofEntries(
          Map.entry("print", "mark"), Map.entry("println", "mark"), Map.entry("printf", "mark"), Map.entry("log", "mark"),
          Map.entry("echo", "mark"), Map.entry("puts", "mark"), Map.entry("write", "mark"), Map.entry("delay", "sleep"),
          Map.entry("usleep", "sleep"), Map.entry("nanosleep", "sleep"), Map.entry("work", "compute"),
          Map.entry("burn", "compute"), Map.entry("spin", "compute"), Map.entry("assert", "expect"),
          Map.entry("receive", "recv"), Map.entry("post", "signal"), Map.entry("notify", "signal"),
          Map.entry("notify_all", "broadcast"), Map.entry("acquire", "lock"), Map.entry("release", "unlock"),
          Map.entry("time", "now"), Map.entry("get_time", "now"), Map.entry("fork", "spawn"), Map.entry("terminate", "kill"));

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("time", "duration"), Map.entry("millis", "duration"), Map.entry("integer", "int"), Map.entry("long", "int"),
          Map.entry("i64", "int"), Map.entry("u64", "int"), Map.entry("number", "int"), Map.entry("double", "float"),
          Map.entry("f64", "float"), Map.entry("boolean", "bool"), Map.entry("str", "string"), Map.entry("text", "string"),
          Map.entry("array", "list"), Map.entry("vec", "list"), Map.entry("thread", "task"), Map.entry("cpu", "hart"));

  private Habits() {}

  /** The argument that a name means, of those that there are; null where nobody knows. */
  static @Nullable String argument(String name, List<String> known) {
    return ARGUMENTS.getOrDefault(name, List.of()).stream().filter(known::contains).findFirst().orElse(null);
  }

  /** What to do in place of a call that the language does not have; null where nobody knows. */
  static @Nullable String call(String name) {
    if (name.equals("str") || name.equals("string") || name.equals("to_string") || name.equals("format")) {
      return "write values into a text: `\"… ${x}\"`";
    }
    if (name.equals("len") || name.equals("length") || name.equals("size")) {
      return "a list or text tells it itself: `x.length`";
    }
    if (name.matches("p\\d+|percentile|mean|average|avg")) {
      return "a distribution has its numbers behind a dot: `response_time(t).p99`";
    }
    if (name.equals("range")) {
      return "a range is written `0..3`, or `1..=3` with its end";
    }
    if (name.equals("marker") || name.equals("audit")) {
      return "an event has no parentheses: `" + name + " \"…\"`";
    }
    String meant = CALLS.get(name);
    return meant == null ? null : "did you mean `" + meant + "`?";
  }

  /** The type that a name means; null where nobody knows. */
  static @Nullable String type(String name) {
    return TYPES.get(name);
  }

  /** What to do in place of a value that the language does not have; null where nobody knows. */
  static @Nullable String value(String name) {
    return switch (name) {
      case "True", "TRUE", "yes" -> "did you mean `true`?";
      case "False", "FALSE", "no" -> "did you mean `false`?";
      case "null", "nil", "None", "none", "undefined" ->
          "there is no such value; whether a call gave one tells `r.ok`, behind `let r = try …`; whether a hart runs nobody, `idle(h)`";
      case "marker", "audit" -> "an event is expected as it is: `" + name + " \"…\"`, or counted: `count(…)`";
      default -> null;
    };
  }

  /** The names of all errors, for a message about one that does not exist. */
  static String errors() {
    return Arrays.stream(Errno.values())
        .filter(errno -> errno != Errno.OK)
        .map(Enum::name)
        .collect(Collectors.joining(", ", "the errors are ", ""));
  }
}
