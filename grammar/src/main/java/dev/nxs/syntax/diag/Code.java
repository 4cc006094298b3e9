// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import java.util.Locale;

/**
 * The stable codes of all diagnostics. A code is never reused; each has a page under docs/errors/ whose example a test
 * runs. 10xx: the file; 11xx: words and syntax; 12xx: names and types; 13xx: machine, tasks and calls; 14xx:
 * expectations; 15xx: limits; 16xx: parts of the language that this version does not run; 17xx: the command line; 20xx:
 * warnings; 30xx: what went wrong while running.
 */
public enum Code {
  // The file.
  UNREADABLE_FILE(1001, "a file cannot be read"),
  NOT_UTF8(1002, "a file is not UTF-8 text"),
  BINARY_FILE(1003, "a file holds binary data"),
  TAR_ARCHIVE(1004, "a file is a tar archive"),
  EMPTY_FILE(1005, "a file declares nothing"),
  UNKNOWN_VERSION(1006, "a file asks for a language version that does not exist"),
  IMPORT_NOT_FOUND(1007, "an imported file that cannot be read"),
  IMPORT_CIRCLE(1008, "files that import each other"),
  IMPORT_OUTSIDE_ROOT(1009, "an import leaves the import root"),
  IMPORT_OFF(1010, "an import where nothing may be read"),
  TOO_MANY_IMPORTS(1011, "more imported files than the limit allows"),

  // Words and syntax.
  UNEXPECTED_CHARACTER(1101, "a character that the language does not know"),
  UNCLOSED_STRING(1102, "a string is not closed"),
  UNCLOSED_COMMENT(1103, "a comment is not closed"),
  BAD_ESCAPE(1104, "an escape in a string that does not exist"),
  BAD_NUMBER(1105, "a number that is malformed or too large"),
  UNKNOWN_UNIT(1106, "a unit that does not exist"),
  FRACTION_OF_NANOSECOND(1107, "a duration that is not a whole number of nanoseconds"),
  UNEXPECTED_WORD(1108, "something that cannot stand here"),
  UNCLOSED_BRACKET(1109, "a bracket is never closed"),
  UNMATCHED_BRACKET(1110, "a closing bracket without an opening one"),
  KEYWORD_AS_NAME(1111, "a keyword used as a name"),
  EQUALS_FOR_COLON(1112, "`=` where an argument has `:`"),
  COLON_FOR_EQUALS(1113, "`:` where a declaration has `=`"),
  MISSING_BLOCK(1114, "a block in braces is missing"),
  CHAINED_COMPARISON(1115, "two comparisons in a row"),
  MISSING_EXPRESSION(1116, "an expression is missing"),

  // Names and types.
  UNKNOWN_NAME(1201, "a name that nothing has"),
  DUPLICATE_NAME(1202, "a name used twice"),
  TYPE_MISMATCH(1203, "a value of the wrong type"),
  BAD_OPERANDS(1204, "an operator does not fit its operands"),
  MISSING_UNIT(1205, "a number where a duration is needed"),
  UNKNOWN_TYPE(1206, "a type that does not exist"),
  NOT_ASSIGNABLE(1207, "an assignment to something that does not vary"),
  UNKNOWN_MEMBER(1208, "a member that the value does not have"),
  NOT_CALLABLE(1209, "a call of something that cannot be called"),
  NOT_CONSTANT(1210, "a value that must be known before running"),
  MISPLACED_STATEMENT(1211, "a statement that cannot stand here"),
  NO_VALUE(1212, "a call that gives no value used as one"),
  CIRCULAR_DEFINITION(1213, "values defined by each other"),
  MISSING_RETURN(1214, "a function that may end without a value"),

  // Machine, tasks and calls.
  UNKNOWN_ARGUMENT(1301, "an argument that does not exist"),
  MISSING_ARGUMENT(1302, "an argument is missing"),
  TOO_MANY_ARGUMENTS(1303, "more arguments than there are parameters"),
  DUPLICATE_ARGUMENT(1304, "an argument given twice"),
  OUT_OF_RANGE(1305, "a value out of its range"),
  NO_SUCH_HART(1306, "a hart that the machine does not have"),
  DUPLICATE_DECLARATION(1307, "something declared twice that may stand once"),
  UNKNOWN_SERVICE(1308, "a service that does not exist"),
  UNKNOWN_PARAMETER(1309, "a parameter that the scenario does not have"),
  CALL_NOT_HERE(1310, "a call that cannot be made from here"),
  MISSING_SERVICE(1311, "a call that needs a service the scenario does not have"),
  MISSING_PARAMETER(1312, "a parameter without a value"),
  BAD_RECIPE(1313, "a recipe that makes no sense"),

  // Expectations.
  EMPTY_GROUP(1401, "a group without content"),
  WINDOW_TOO_LONG(1402, "a window that the run cannot hold"),
  BAD_PATTERN(1403, "a pattern that is malformed"),
  BAD_CLAUSES(1404, "clauses that do not go together"),
  UNKNOWN_CAPTURE(1405, "a capture that the pattern does not have"),
  NOT_AN_EVENT(1406, "something that is not an event"),

  // Limits.
  TOO_DEEP(1501, "nesting deeper than the limit"),
  FILE_TOO_LARGE(1502, "a file larger than the limit"),
  TOO_MANY(1503, "more of something than the limit allows"),
  CONSTANT_OVERFLOW(1504, "a constant expression overflows"),
  DIVISION_BY_ZERO(1505, "a constant expression divides by zero"),

  // What this version does not run.
  NOT_YET(1601, "a part of the language that this version parses and does not run"),

  // The command line.
  BAD_USAGE(1701, "a command line that makes no sense"),
  NOTHING_MATCHED(1702, "no scenario matched"),
  BAD_COMMAND(1703, "a command of a session that makes no sense"),
  NO_SUCH_POSITION(1704, "a place that the run does not have"),
  BAD_MANIFEST(1705, "a manifest of markers that makes no sense"),

  // Warnings.
  MARKER_PREFIX(2001, "a marker text that is the start of another"),
  UNUSED_NAME(2002, "a name that nothing uses"),
  UNREACHABLE(2003, "a statement that is never reached"),
  SHADOWED_NAME(2004, "a name that hides another"),
  CONSTANT_CONDITION(2005, "a condition whose outcome is known"),
  SHORT_SLEEP(2006, "a sleep shorter than the window of its class"),
  UNSAID_MARKER(2007, "a line that no task writes"),
  NO_EFFECT(2008, "a declaration that has no effect"),

  // What went wrong while running.
  EXPECTATION_FAILED(3001, "an expectation failed"),
  UNHANDLED_FAILURE(3002, "a call failed and the program does not say what to do"),
  TASK_FAULT(3003, "a task faulted"),
  CHECK_FAILED(3004, "an `expect` of a task failed"),
  RUN_STOPPED(3005, "a run was stopped by a limit"),
  LIVELOCK(3006, "a task takes steps without virtual time passing"),
  EXPECTATION_UNDECIDED(3007, "an expectation is undecided"),
  EXPECTATION_VACUOUS(3008, "an expectation never came to bear"),
  UNEXPECTED_PASS(3009, "something expected to fail passed"),
  RUN_UNTIL_MISSED(3010, "a run ended before its condition"),
  MUTEX_HELD(3011, "a task ended and held a mutex");

  private final int number;
  private final String title;

  Code(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /** The code as it is printed: {@code NXS1203}. */
  public String id() {
    return String.format(Locale.ROOT, "NXS%04d", number);
  }

  /** What the code stands for, in one line. */
  public String title() {
    return title;
  }
}
