// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands, and what each of them takes. */
enum Command {
  TEST("[PATHS…]", "run scenarios (files, folders, globs) and judge them"),
  RUN("FILE", "run one scenario, its console lines on stdout as they appear"),
  CHECK("FILE", "judge the expectations of a file over a captured log"),
  DIFF("A B", "compare the lines of two logs, or of the runs of files"),
  IMPORT("KIND FILE", "write as a file of the language what another tool's file says"),
  EXPORT("KIND FILE", "write a run as a log or trace of another tool"),
  FMT("PATHS…", "write files in their canonical form"),
  LINT("PATHS…", "tell what is suspicious in files, and mend what can be mended safely"),
  REPL("[FILE] [SCRIPTS…]", "step through a run, break, go back, look, assert; at a prompt or from a script"),
  EXPLAIN("[TOPIC]", "tell more about a code, a call, a query, a word, an error or a topic"),
  COMPLETION("SHELL", "print a script that completes what is typed, for bash, zsh or fish"),
  HELP("[COMMAND]", "show the commands, or the page of one"),
  VERSION("", "show the version");

  /** Commands of later versions, known so that nobody looks for a misspelling. */
  static final List<String> LATER =
      List.of("explore", "fuzz");

  /** Options of later versions. */
  static final List<String> LATER_OPTIONS =
      List.of("--replay");

  private final String operands;
  private final String meaning;

  Command(String operands, String meaning) {
    this.operands = operands;
    this.meaning = meaning;
  }

  /** The command of a word, null if there is none. */
  static @Nullable Command of(String word) {
    for (Command command : values()) {
      if (command.word().equals(word)) {
        return command;
      }
    }
    return null;
  }

  /** As it is typed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What stands behind the options. */
  String operands() {
    return operands;
  }

  String meaning() {
    return meaning;
  }

  /** What may stand behind the command, for its help page. */
  List<String> examples() {
    return switch (this) {
      case TEST -> List.of("examples", "examples/coalesce.nxs --verbose", "'examples/**/*.nxs' --tag smoke -j 4");
      case RUN -> List.of("examples/coalesce.nxs", "examples/coalesce.nxs --goto 8ms#41", "--disassemble examples/coalesce.nxs");
      case CHECK -> List.of("boot.nxs --log uart.log", "boot.nxs --log - --follow");
      case DIFF -> List.of("before.log after.log", "boot.nxs uart.log");
      case IMPORT -> List.of("proof-manifest manifest.toml --profile smp");
      case EXPORT -> List.of("log boot.nxs --style kernel", "trace boot.nxs --style ftrace");
      case FMT -> List.of("--check examples", "--diff examples/coalesce.nxs");
      case LINT -> List.of("examples", "--fix examples/coalesce.nxs");
      case REPL -> List.of("examples/coalesce.nxs", "examples/coalesce.nxs -e run -e 'info tasks'", "examples/coalesce.nxs < commands.txt");
      case EXPLAIN -> List.of("NXS1203", "timer_register", "profile-nexus");
      case COMPLETION -> List.of("bash > ~/.local/share/bash-completion/completions/nxs", "fish > ~/.config/fish/completions/nxs.fish");
      case HELP -> List.of("test");
      case VERSION -> List.of();
    };
  }

  boolean takes(Option option) {
    return switch (this) {
      case TEST ->
          switch (option) {
            case GOTO, CHECK, DIFF, FIX, DISASSEMBLE, LOG, FOLLOW, EXPECT, PHASE, FROM_RESET, KILLED -> false;
            case TORN, PROFILE, STYLE, RAW, TRACE -> false;
            case EXECUTE, ECHO, KEEP_GOING -> false;
            default -> true;
          };
      case REPL ->
          switch (option) {
            case CHECK, DIFF, FILTER, TAG, FAIL_FAST, JOBS, UNTIL_MARKER, STRICT, VERBOSE, TWICE, SHARD, DURATIONS -> false;
            case JUNIT, JSON, TAP, FIX, DISASSEMBLE, LOG, FOLLOW, EXPECT, PHASE, FROM_RESET, KILLED -> false;
            case TORN, PROFILE, STYLE, RAW, TRACE, REPORT, FORMAT -> false;
            default -> true;
          };
      case RUN ->
          switch (option) {
            case FILTER, TAG, FAIL_FAST, JOBS, TWICE, SHARD, DURATIONS, JUNIT, JSON, TAP, FIX -> false;
            case CHECK, DIFF, LOG, FOLLOW, EXPECT, PHASE, FROM_RESET, KILLED -> false;
            case TORN, PROFILE, STYLE, RAW, FORMAT -> false;
            case EXECUTE, ECHO, KEEP_GOING -> false;
            default -> true;
          };
      case CHECK ->
          switch (option) {
            case LOG, FOLLOW, EXPECT, PHASE, SCENARIO, PARAMETER, FROM_RESET, KILLED, TORN, STRICT, ROOT, FORMAT, COLOR, QUIET, VERBOSE, HELP -> true;
            default -> false;
          };
      case LINT ->
          switch (option) {
            case FIX, ROOT, COLOR, HELP -> true;
            default -> false;
          };
      case DIFF ->
          switch (option) {
            case RAW, SCENARIO, PARAMETER, SEED, HARTS, TIMEOUT, ROOT, QUIET, VERBOSE, HELP -> true;
            default -> false;
          };
      case IMPORT ->
          switch (option) {
            case PROFILE, ROOT, COLOR, HELP -> true;
            default -> false;
          };
      case EXPORT ->
          switch (option) {
            case STYLE, SCENARIO, PARAMETER, SEED, HARTS, TIMEOUT, UNTIL_MARKER, ROOT, HELP -> true;
            default -> false;
          };
      case FMT ->
          switch (option) {
            case CHECK, DIFF, COLOR, HELP -> true;
            default -> false;
          };
      case EXPLAIN, COMPLETION, HELP, VERSION -> option == Option.HELP;
    };
  }
}
