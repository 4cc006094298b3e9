// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is told about topics that stand in no table: types, values, events, services, profiles, how things work. */
final class TopicTexts {
  /**
   * One text.
   *
   * @param pattern finds its example among those of the reference
   */
  record Told(Reference.Kind kind, String text, String pattern) {}

  private final Map<String, Told> all = new LinkedHashMap<>();

  private TopicTexts() {
    types();
    values();
    events();
    services();
    topics();
  }

  /** All texts by name. */
  static Map<String, Told> all() {
    return new TopicTexts().all;
  }

  private void types() {
    type("int", "64 bits with a sign, and no result that does not fit: an overflow is an error. `+ - * / %`, where `/` truncates "
        + "and `%` has the sign of the left side; an int stands where a float or a hart is wanted", "rounds: int");
    type("float", "a number with a fraction, such as `0.5` or `1e3`; `+ - * / %` and comparisons", "0\\.9");
    type("duration", "a time in whole nanoseconds, also an instant since boot; see `durations`", "period: duration");
    type("bool", "`true` or `false`; `and`, `or`, `not`", "true, \"the sum");
    type("string", "a text; see `strings`", "kind: string");
    type("range", "`a..b` without its end, `a..=b` with it, of int or duration; `in` asks whether it holds a value, and `for` goes "
        + "over one of int", "0\\.\\.10");
    type("list", "`[a, b]`, of values of one type: `+` joins, `[i]` counts from 0, `.length`, `in`, `for`", "loads: list<int>|largest\\(");
    type("record", "`{name: value}`, read by `.name`; equal by value, whatever the order of its fields", "\\{ok: ");
    type("distribution", "what queries such as `wake_latency` give: `.count`, `.min`, `.max`, `.mean`, `.p50`, `.p90`, `.p99`, and "
        + "`.percentile(99.9)`", "wake_latency\\(a\\)\\.p99");
    member("length", "how many characters a text has, or elements a list", "affinity\\(\\)\\.length");
    member("starts_with", "`text.starts_with(\"a\")`: whether a text begins with another", "answer\\.kind\\.starts_with");
    member("percentile", "`d.percentile(99.9)`: the value that so many per cent of a distribution do not exceed",
        "run_delay\\(a\\)\\.percentile");
  }

  private void values() {
    value("idle", "the least urgent class: runs where nothing else wants to; its timers wait for windows of 8 ms", "qos: idle");
    value("normal", "the class that a task has unless it says otherwise; its timers wait for windows of 4 ms", "qos: normal");
    value("interactive", "the class of what a user waits for; its timers wait for windows of 1 ms", "qos: interactive");
    value("perfburst", "the most urgent class; a task may not raise itself to it, and its timers do not wait", "interactive, perfburst");
    value("index", "in an array of tasks, the number of the element, from 0", "index \\+ 1");
  }

  private void events() {
    event("dispatch", "dispatch(t)", "a task is put on a hart", "dispatch\\(a\\)");
    event("preempt", "preempt(t)", "a task is taken off its hart for another", "preempt\\(");
    event("wake", "wake(t)", "a task is made ready", "wake\\(");
    event("block", "block(t)", "a task begins to wait for something", "block\\(");
    event("exit", "exit(t)", "a task ends", "exit\\(b\\) before");
    event("migrate", "migrate(t)", "a task gets another home", "migrate\\(");
    event("expire", "expire(t)", "a timer of a task is delivered", "expire\\(");
    event("steal", "steal(h)", "a hart takes a task from another", "steal\\(");
    event("ipi", "ipi(h)", "a hart takes an interrupt from another", "ipi\\(");
    event("syscall", "syscall(\"set_qos\", t)", "a task makes a system call", "syscall\\(");
  }

  private void services() {
    service("timed", "delivers timers of many tasks together, in the windows of their classes. With it `sleep` and the calls of "
        + "timers go to it; docs/timed.md has its rules");
    service("policyd", "says who may have what, and writes audit lines; it denies what its `allow` does not name");
    service("execd", "launches the tasks that have a `recipe`, after asking `policyd`");
  }

  private void topics() {
    topic("profile-plain", "machine\\(harts: 2\\)", """
        The profile `plain`, which machines have unless they say otherwise: the kernel alone, with no service but those
        that the scenario declares. Nothing is written to the console but what tasks and services say.
        """);
    same("plain", "profile-plain");
    topic("profile-nexus", "profile: \"nexus\"", """
        The profile `nexus`, as in `machine(profile: "nexus")`: the machine behaves and boots as that system does, with its
        faults. docs/profile-nexus.md has all differences; what it cannot do is refused before running. The library
        `nxs:nexus` brings its machine, its probes and what its log must show.
        """);
    same("nexus", "profile-nexus");
    topic("durations", "sleep_until\\(5ms\\)", """
        A duration is a number with its unit and no space: `250ns`, `50us`, `10ms`, `1.5ms`, `2s`, `1min`. It is a whole number
        of nanoseconds. Instants are durations since boot. `d + d`, `d * 3`, `d / 3`, `d / d` (an int), `d % d`, comparisons.
        """);
    topic("strings", "\"largest \\$\\{", """
        A text stands in double quotes: `"tick ${i}\\n"`. `${…}` takes any value; `\\n \\t \\r \\" \\\\ \\$ \\u{1F600}` are what they are
        elsewhere. `\"""…\"""` goes over several lines. `+`, `==`, `.length`, `.contains(s)`, `.starts_with(s)`.
        """);
    topic("classes", "sweep qos_class", """
        The QoS classes, from the least urgent: `idle`, `normal`, `interactive`, `perfburst`. A task runs before all of the
        classes below its own. Timers of a class wait for windows of 8 ms, 4 ms, 1 ms and not at all.
        """);
    topic("operators", "while sum > 5", """
        From the loosest: `or`; `and`; `not`; `== != < <= > >= in`; `.. ..=`; `+ -`; `* / %`; unary `-`; `.name`, `[i]`, `(…)`.
        Comparisons are not chained: ask `x in a..=b`, or join two with `and`.
        """);
    topic("failures", "fails EPERM", """
        A call that can fail says what happens then, or its failure stops the task and fails the scenario:
        `expect CALL fails EPERM` expects it, `let r = try CALL` gives `r.ok`, `r.error` and `r.value`, `ignore CALL` does not care.
        """);
    topic("verdicts", "marker \"never said\"", """
        An expectation has passed, failed, is vacuous (what it speaks of never arose) or undecided (the run does not tell).
        Only passed is green; vacuous fails under `--strict`; undecided is never green.
        """);
    topic("patterns", "marker p\"tick", """
        `r"…"` is a regular expression that is searched in a line. `p"id={id:int}"` is a template for a whole line with
        captures of the types int, hex, float, duration, word and text; `where` can use them by name.
        """);
    topic("positions", "at 500us", """
        A position in a run is an instant and the number of the event: `8ms#41`. Failures print it, `--goto` goes there.
        """);
    topic("seeds", "random\\(", """
        A run is a function of the file, the parameters and the seed: the same bytes on every machine. `random`, `choose` and
        ranges in `compute` and `costs` are decided by the seed: `machine(seed: 7)`, `--seed 7`, or `sweep seed in 1..=20`.
        """);
    topic("schedulers", "scheduler: ", """
        `machine(scheduler: …)`: "qos" (by class, then in turn), "round_robin", "fixed_priority" (of tasks' `priority`), "edf" (of
        their `deadline`), or the label of a policy that the caller brings. docs/kernel.md has their rules.
        """);
    topic("coalescing", "timer_deadline\\(", """
        `timed` puts a timer off to the end of its window, so that several are delivered at one wakeup: never early, and late by less
        than the window of its class. `timer_wakeups()` counts the wakeups, `wakeups_saved()` those that were not needed.
        """);
    topic("limits", "limit: 2s", """
        Texts, nesting, imports, lists, texts at run time, steps, events, lines and virtual time are bounded, each with a diagnostic
        (NXS1501 to NXS1505, NXS3005, NXS3006); docs/limits.md has the table. `scenario "…" (limit: 30s)` asks for more time.
        """);
    topic("end-of-run", "run for 50ms", """
        Without `run` a scenario ends when nothing more can happen. `run for 50ms` ends it then; `run until marker "done" timeout 1s`
        when that happens, and fails if it does not. A run that does neither within its limit is stopped.
        """);
    topic("exit-codes", "exit_code\\(", """
        `nxs` ends with 0 (all passed), 1 (an expectation failed), 2 (a mistake in a file or on the command line), 3 (stopped by a
        limit), 4 (undecided, or nothing to run), 70 (a bug of nxs), 130 (interrupted). A task ends with 0 off the end of its
        body, with what `exit(code)` says, and with -9 after `kill`.
        """);
  }

  private void type(String name, String text, String pattern) {
    all.put(name, new Told(Reference.Kind.TYPE, "The type `" + name + "`: " + text + ".\n", pattern));
  }

  private void member(String name, String text, String pattern) {
    all.put(name, new Told(Reference.Kind.TYPE, "The member `." + name + "`: " + text + ".\n", pattern));
  }

  private void value(String name, String text, String pattern) {
    all.put(name, new Told(Reference.Kind.WORD, "The name `" + name + "`: " + text + ".\n", pattern));
  }

  private void event(String name, String form, String text, String pattern) {
    all.put(name, new Told(Reference.Kind.EVENT, "The event `" + form + "`: " + text + ".\n", pattern));
  }

  private void service(String name, String text) {
    all.put(name, new Told(Reference.Kind.SERVICE, "The service `" + name + "`: " + text + ".\n", "service " + name + "\\b"));
  }

  private void topic(String name, String pattern, String text) {
    all.put(name, new Told(Reference.Kind.TOPIC, text, pattern));
  }

  private void same(String name, String other) {
    Told told = all.get(other);
    if (told != null) {
      all.put(name, told);
    }
  }
}
