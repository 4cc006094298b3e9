// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import org.jspecify.annotations.Nullable;

/** The options of all commands; {@link Command} says which of them takes which. */
enum Option {
  PARAMETER("-p", "NAME=VALUE", "set a parameter of the scenario; may be repeated"),
  SEED("--seed", "N", "the seed of the run, instead of the scenario's own"),
  HARTS("--harts", "N", "the number of harts, instead of the scenario's own"),
  FILTER("--filter", "PATTERN", "only titles with this text; with * or ?, titles that match as a whole"),
  TAG("--tag", "TAG", "only scenarios with this tag; may be repeated, any of them will do"),
  SCENARIO("--scenario", "TITLE", "only the scenario of this title"),
  UNTIL_MARKER("--until-marker", "TEXT", "stop each run after the first line that equals this text; what is open then is undecided, and a run without it fails"),
  TIMEOUT("--timeout", "DURATION", "stop each run after this much virtual time, such as 5ms"),
  GOTO("--goto", "POSITION", "stop at this position of the run, 8ms#41, or 8ms for the end of that instant"),
  FAIL_FAST("--fail-fast", null, "stop after the first scenario that does not pass"),
  TWICE("--twice", null, "run everything twice and compare, which proves that nothing else has a say in a run"),
  SHARD("--shard", "I/N", "only part I of N; scenarios are shared out by their recorded durations"),
  DURATIONS("--durations", "FILE", "record how long each scenario took, for --shard"),
  JUNIT("--junit", "FILE", "write the results as JUnit XML"),
  JSON("--json", "FILE", "write the results as JSON"),
  REPORT("--report", "DIR", "write a page for each run: verdicts, timeline, histograms"),
  TRACE("--trace", "FILE", "write the run as a trace for Perfetto"),
  TAP("--tap", null, "print the results in the Test Anything Protocol"),
  LOG("--log", "FILE", "the log to judge; - is the standard input"),
  FOLLOW("--follow", null, "wait for more at the end of the log; stop at the first failure, or when all is decided"),
  EXPECT("--expect", "NAME", "only this named set of expectations; may be repeated"),
  PHASE("--phase", "NAME", "judge this phase alone, and stop where it is decided; may be repeated"),
  FROM_RESET("--from-reset", null, "nothing is missing at the start of the log"),
  KILLED("--killed", null, "something may be missing at the end of the log"),
  TORN("--torn", "HOW", "what a line torn by another comes to: fail (the default), hint (undecided) or accept"),
  PROFILE("--profile", "NAME", "the profile of the manifest; its default if left out"),
  STYLE("--style", "NAME", "of a log: kernel, ts, plain or nxs; of a trace: perfetto or ftrace"),
  RAW("--raw", null, "compare lines with their prefixes of time, level and source"),
  STRICT("--strict", null, "an expectation that never came to bear fails"),
  CHECK_INVARIANTS("--check-invariants", null, "check the kernel itself after every step, and stop with exit code 3 and a dump if it is broken"),
  JOBS("-j", "N", "how many scenarios to run at once; as many as there are processors if left out"),
  ROOT("--root", "DIR", "the folder that no import leaves"),
  CHECK("--check", null, "write nothing, name the files that would change, and fail if there are any"),
  DIFF("--diff", null, "write nothing, and show what would change"),
  FIX("--fix", null, "mend what can be mended without changing any run"),
  DISASSEMBLE("--disassemble", null, "run nothing, and show what the bodies are compiled to"),
  FORMAT("--format", "NAME", "of the results on the standard output: text (the default) or json"),
  COLOR("--color", "WHEN", "auto (the default), always or never"),
  EXECUTE("-e", "COMMAND", "run a command of the prompt instead of reading any; may be repeated"),
  ECHO("--echo", null, "print each command behind its prompt, as in a transcript"),
  KEEP_GOING("--keep-going", null, "go on behind a command that cannot be done"),
  QUIET("--quiet", null, "say less: test shows only what did not pass, run only console lines"),
  VERBOSE("--verbose", null, "show expectations, power and saved wakeups, and the stack trace of a bug"),
  HELP("--help", null, "show this page");

  private final String text;
  private final @Nullable String value;
  private final String meaning;

  Option(String text, @Nullable String value, String meaning) {
    this.text = text;
    this.value = value;
    this.meaning = meaning;
  }

  /** All the ways to type it. */
  String[] names() {
    return this == HELP ? new String[] {"-h", text} : new String[] {text};
  }

  /** As it is typed. */
  String text() {
    return text;
  }

  /** What stands behind it, null for one that stands alone. */
  @Nullable String value() {
    return value;
  }

  String meaning() {
    return meaning;
  }

  boolean isRepeatable() {
    return this == PARAMETER || this == TAG || this == EXPECT || this == PHASE || this == EXECUTE;
  }

  boolean isShort() {
    return text.length() == 2;
  }
}
