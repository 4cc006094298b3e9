// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.user.Errno;
import org.jspecify.annotations.Nullable;

/** One sentence for each word and error of the language, lower case and without full stop. */
final class WordMeanings {
  private WordMeanings() {}

  /** What a word of the language means; null for one that is no word of it. */
  static @Nullable String of(String word) {
    return switch (word) {
      case "let" -> "binds a name to a value once";
      case "var" -> "declares a variable that may be assigned";
      case "if" -> "runs a block where a condition holds; behind an expectation, says when it counts";
      case "else" -> "runs a block where no condition before it held";
      case "while" -> "repeats a block while a condition holds";
      case "loop" -> "repeats a block for ever, or until `break`";
      case "for" -> "goes over a range or a list; behind `run` and `stable`, says how long";
      case "in" -> "asks whether a range or a list holds a value; in `for` and `sweep`, names the values";
      case "break" -> "leaves the loop around it";
      case "continue" -> "goes on with the next round of the loop";
      case "return" -> "ends a function with its value";
      case "fn" -> "declares a function, which computes a value and makes no system calls";
      case "import" -> "makes the names of another file visible";
      case "true" -> "the value of a condition that holds";
      case "false" -> "the value of a condition that does not hold";
      case "and" -> "holds where both sides do";
      case "or" -> "holds where one side does";
      case "not" -> "holds where what follows does not";
      case "expect" -> "checks a condition in a task; in a scenario, opens a block of expectations";
      case "try" -> "makes a call and gives a record of `ok`, `error` and `value` instead of failing";
      case "ignore" -> "makes a call whose failure is of no interest";
      case "nxs" -> "`nxs 1` at the head of a file names the version of the language";
      case "as" -> "gives what is imported a name of its own";
      case "program" -> "declares the body of a task, to be used by many";
      case "machine" -> "describes the machine of a scenario: harts, time slice, scheduler";
      case "log" -> "describes how the lines of a captured log are read";
      case "scenario" -> "describes a machine, its tasks and what is expected of them";
      case "param" -> "declares a value that the command line may set with `-p`";
      case "sweep" -> "runs the scenario once for each combination of values";
      case "service" -> "starts a system service: `timed`, `policyd` or `execd`";
      case "endpoint" -> "declares a mailbox for messages between tasks";
      case "mutex" -> "declares a lock";
      case "event" -> "declares something that tasks wait for and signal";
      case "barrier" -> "declares a place where tasks wait for each other";
      case "task" -> "declares a task, or an array of tasks";
      case "timer" -> "declares a timer whose block runs as a job of its owner";
      case "at" -> "acts on the machine at an instant; behind an expectation, names the instant";
      case "every" -> "acts on the machine again and again; behind a count, the length of the windows";
      case "when" -> "acts on the machine each time an event happens";
      case "run" -> "says how long the scenario runs";
      case "explore" -> "takes every choice that the machine leaves open";
      case "timeout" -> "says when `run until` gives up";
      case "from" -> "says where a window or a row of acts begins";
      case "until" -> "says where a window, a row of acts or the run ends";
      case "fails" ->
          "in a task, says which error a call is expected to fail with; as an event, a system call that fails";
      case "contains" -> "a line that holds a text";
      case "starts" -> "a line that starts with a text";
      case "hart" -> "narrows an event to a hart; `hart(1)` is a value";
      case "least" -> "`at least 2 of EVENT`: so often or more";
      case "most" -> "`at most 2 of EVENT`: so often or less";
      case "strict" -> "`order strict { … }`: no other line of the same family comes between";
      case "the" -> "part of `on the same hart`, `by the same task`, `with the same id`";
      case "same" -> "what a question and its answer share";
      case "starvation" -> "a task that is ready for long without running";
      case "deadlock" -> "tasks that wait for each other in a circle, or for what nobody is left to give";
      case "priority" -> "part of `no priority inversion`; as an argument of a task, how urgent it is";
      case "inversion" -> "part of `no priority inversion`";
      case "lost" -> "part of `no lost wakeup`";
      case "wakeup" -> "part of `no lost wakeup`: nobody waits for a signal that came before it waited";
      case "marker" -> "a line that a task or a service writes";
      case "audit" -> "a line of the audit log";
      case "never" -> "it does not happen in the window";
      case "exactly" -> "the number of times that something happens, or of elements that satisfy a condition";
      case "once" -> "it happens one time; behind `when`, only the first occurrence acts";
      case "order" -> "events happen one after the other";
      case "all" -> "each of the events happens; with a list, each element satisfies the condition";
      case "any" -> "one of the events happens; with a list, one element satisfies the condition";
      case "exclusive" -> "events of at most one of these kinds happen";
      case "whenever" -> "each time that something happens or arises, something else follows or was there before";
      case "always" -> "a state holds at every settled instant of the window";
      case "eventually" -> "a state holds at some settled instant";
      case "finally" -> "a state holds when the run is over";
      case "stable" -> "a state holds for some stretch of at least that length";
      case "no" -> "something bad does not happen: starvation, deadlock, priority inversion, a lost wakeup";
      case "complete" -> "every line of a family is named by some expectation";
      case "phase" -> "a group of expectations between two events";
      case "start" -> "the event that a phase begins with; as an act, starts a task";
      case "end" -> "the event that a phase ends with";
      case "within" -> "at most so long after the start of the run, or after an event";
      case "by" -> "not later than an instant; `by task t` narrows an event to a task";
      case "before" -> "earlier than an instant or an event";
      case "after" -> "later than an event, or not before an instant";
      case "then" -> "what must follow";
      case "on" -> "narrows an event to a hart";
      case "where" -> "narrows an event by a condition, in which captures are names";
      case "of" -> "says what is counted or which tasks are meant";
      case "with" -> "part of `with the same id`, which joins events by a capture";
      case "require" -> "what must have been there before";
      case "xfail" -> "the expectation is expected to fail, and why";
      case "between" -> "the window from one event to another";
      case "allow" -> "lines that `complete` lets pass";
      case "iff" -> "both happen or neither does";
      case "over" -> "the bound of `no starvation` and `no priority inversion`";
      default -> null;
    };
  }

  /** What an error says. */
  static String of(Errno errno) {
    return switch (errno) {
      case OK -> "no error: the call succeeded";
      case EPERM -> "the caller may not do that, such as raise its own class";
      case ESRCH -> "there is no such task or timer, or it has ended";
      case ECHILD -> "there is nobody to wait for";
      case EAGAIN -> "not now: a queue or mailbox is full or empty, and the call does not wait";
      case EBUSY -> "something is in use";
      case EINVAL -> "an argument makes no sense, such as a number that is no class";
      case ENOSPC -> "there is no room: the owner has as many timers as it may have";
      case EPIPE -> "the other side has ended";
      case ENOSYS -> "there is no such system call, or nobody offers the service";
      case ETIMEDOUT -> "the time given for waiting is over";
    };
  }
}
