// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands, with their short forms, what they do, and an example that a test runs on {@code examples/coalesce.nxs}.
 * A command's page shows all of it.
 */
enum CommandWord {
  RUN("run", List.of("r", "c"), "[for D | until COND [timeout D] | until PLACE [timeout D]]",
      "run to the next breakpoint, failure or end; for some time; or until something comes",
      "run until \"timed: ready\" timeout 5ms"),
  STEP("step", List.of("s"), "[N] | hart H [N] | task T [N]",
      "take events: of the machine, of a hart, of a task", "step 3"),
  NEXT("next", List.of("n"), "[N]", "run to the next dispatch on the focused hart", "next"),
  FINISH("finish", List.of("f"), "[TASK]", "run until the focused task waits, is taken off its hart, or ends",
      "finish timed"),
  BACK("back", List.of("rs"), "[N] | run | to COND | to PLACE",
      "go back: some events, to the last breakpoint, to where something came last", "run; back to \"timed: ready\""),
  BACK_RUN("rc", List.of(), "", "go back to the last breakpoint or watch; as `back run`", "break on \"timed: ready\"; run; run; rc"),
  GOTO("goto", List.of("g"), "PLACE | start | end", "go to a place of the run, forward or back", "goto 8ms"),
  UNDO("undo", List.of(), "", "take the last motion back", "step 5; undo"),
  BREAK("break", List.of("b"), "on COND [once] [after N] | when EXPR | at PLACE | event KIND [on hart H] [by task T]",
      "stop there, in both directions", "break on \"indexer 0 woke\"; run"),
  ONCE("tb", List.of("tbreak"), "on COND | when EXPR | at PLACE | event KIND", "break once", "tb when exited(indexer[0]); run"),
  WATCH("watch", List.of(), "EXPR", "stop where a value changes, in both directions", "watch state(indexer[0]); run"),
  TRACE("trace", List.of(), "on COND { COMMANDS }", "run commands there, and go on",
      "trace on marker starts \"indexer\" { print now() }; run"),
  DISPLAY("display", List.of(), "EXPR", "print a value at every stop", "display timer_wakeups(); run"),
  UNDISPLAY("undisplay", List.of(), "N", "print it no more", "display now(); undisplay 1"),
  BREAKS("breaks", List.of(), "[--format json]", "list breakpoints, watches, traces and displays", "watch now(); breaks"),
  DELETE("delete", List.of("d"), "N… | all", "take breakpoints away", "watch now(); delete 1"),
  DISABLE("disable", List.of(), "N…", "let breakpoints rest", "watch now(); disable 1"),
  ENABLE("enable", List.of(), "N…", "let breakpoints work again", "watch now(); disable 1; enable 1"),
  FOCUS("focus", List.of(), "[hart H | task T]", "say which hart and task are meant where none is named", "focus task indexer[1]"),
  INFO("info", List.of("i"), "TOPIC [--format json]",
      "machine harts tasks queues timers ipis qos locks snapshots expect", "run; info tasks"),
  WHERE("where", List.of("w"), "", "the place, the focus, the last line", "run; where"),
  MARKERS("markers", List.of("m"), "[COND] [last N] [since T]", "the lines written so far", "run; markers last 2"),
  WHY("why", List.of(), "task T | timer N", "the chain of causes", "goto 2ms; why task indexer[0]"),
  PRINT("print", List.of("p"), "EXPR", "the value of an expression", "print timer_wakeups() + 1"),
  SET("set", List.of(), "qos(T) = CLASS | shares(T) = N | PARAM = VALUE | harts = N",
      "change something; from here on, or for a parameter from boot on, it is another run",
      "run until \"timed: ready\"; set qos(indexer[0]) = interactive"),
  ASSERT("assert", List.of(), "EXPR", "fails where it does not hold, with the values of its parts",
      "run; assert timer_wakeups() == 1"),
  EXPECT("expect", List.of(), "FORM", "add an expectation to the scenario", "expect marker \"indexer 0 woke\"; run"),
  ACT("act", List.of(), "CALLS", "let the world outside do something now; as a call by itself", "run until \"timed: ready\"; act mark(\"hello\")"),
  INJECT("inject", List.of(), "FAULT", "let something go wrong now", "inject drop_ipi(hart(1))"),
  SNAPSHOT("snapshot", List.of(), "[NAME]", "keep this place with its whole state", "snapshot here; run; restore here"),
  RESTORE("restore", List.of(), "NAME", "go to a place that was kept", "snapshot here; run; restore here"),
  DROP("drop", List.of(), "NAME", "forget a place", "snapshot here; drop here"),
  DIFF("diff", List.of(), "NAME [NAME]", "what differs between two places, or between one and here",
      "snapshot before; step; diff before"),
  GANTT("gantt", List.of(), "[D]", "what ran where, in the whole run or in the time up to here", "run; gantt 8ms"),
  EXPORT("export", List.of(), "log | trace | timeline | session FILE", "write a file; `-` is the screen", "run; export session -"),
  LOAD("load", List.of("source"), "FILE", "run the commands of a file", null),
  RELOAD("reload", List.of(), "", "read the scenario again, and start over", "reload"),
  RESTART("restart", List.of(), "", "go to the start; breakpoints stay", "run; restart"),
  HELP("help", List.of("h", "?"), "[COMMAND]", "this list, or the page of a command", "help run"),
  APROPOS("apropos", List.of(), "WORD", "commands whose page has a word", "apropos timer"),
  HISTORY("history", List.of(), "", "the lines typed so far", "history"),
  QUIT("quit", List.of("q", "exit"), "[CODE]", "leave", "quit 0");

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> aliases;

  private final String operands;
  private final String meaning;
  private final @Nullable String example;

  CommandWord(String word, List<String> aliases, String operands, String meaning, @Nullable String example) {
    this.word = word;
    this.aliases = aliases;
    this.operands = operands;
    this.meaning = meaning;
    this.example = example;
  }

  String word() {
    return word;
  }

  List<String> aliases() {
    return aliases;
  }

  /** Commands that run on this command's page, one after another; null where a file would be needed. */
  @Nullable String example() {
    return example;
  }

  /** The command of a word or a short form; null for a word that is none. */
  static @Nullable CommandWord of(String word) {
    for (CommandWord command : values()) {
      if (command.word.equals(word) || command.aliases.contains(word)) {
        return command;
      }
    }
    return null;
  }

  /** Whether an empty line repeats it. */
  boolean isMotion() {
    return switch (this) {
      case RUN, STEP, NEXT, FINISH, BACK, BACK_RUN -> true;
      default -> false;
    };
  }

  /** One line for the list. */
  String line() {
    String head = word + (aliases.isEmpty() ? "" : " (" + String.join(", ", aliases) + ")");
    return String.format(java.util.Locale.ROOT, "  %-18s %s%n", head, meaning).replace("\r", "");
  }

  /** The page. */
  String page() {
    StringBuilder page = new StringBuilder();
    page.append(word).append(operands.isEmpty() ? "" : " " + operands).append('\n');
    page.append("  ").append(meaning).append('\n');
    if (!aliases.isEmpty()) {
      page.append("  short: ").append(String.join(", ", aliases)).append('\n');
    }
    if (example != null) {
      page.append("  example: ").append(example).append('\n');
    }
    return page.toString();
  }
}
