// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.UserContext;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where everything lies in the memory of the service's task. Memory that is all zero is a service that has not started.
 *
 * <p>What the service knows is in the first word table and in the rows of timers; the tables behind them only make it
 * fast to find, follow from the rows, and are not hashed. Rows are numbered from 1, so that a zero says "none".
 */
final class TimedMemory {
  /** Ordinal of the phase that the service is in. */
  static final int PHASE = 0;

  /** The id handed out last, 0 before the first. */
  static final int LAST_ID = 1;

  /** 1 once the first accepted registration was audited. */
  static final int ALLOW_AUDITED = 2;

  /** Ordinal of the line that must be written before the reply. */
  static final int LINE = 3;

  /** Bytes of the reply that is due, 0 for none. */
  static final int REPLY_LENGTH = 4;

  /** Up to which instant the wakeup under way delivers. */
  static final int DUE_UNTIL = 5;

  /** What that wakeup has delivered so far. */
  static final int DELIVERED = 6;

  /** When the last wakeup was that delivered something. */
  static final int WAKEUP_AT = 7;

  /** 1 once the wall clock was read. */
  static final int ANCHORED = 8;

  /** What it showed. */
  static final int ANCHOR_WALL = 9;

  /** When it was read. */
  static final int ANCHOR_AT = 10;

  /** Live alarms. */
  static final int ALARMS = 11;

  /** Tasks that sleep. */
  static final int SLEEPERS = 12;

  /** The row that was freed last, 0 for none; its links name the one before. */
  static final int FREE = 13;

  /** Rows that were ever used. */
  static final int USED = 14;

  /** Instants at which something is due. */
  static final int INSTANTS = 15;

  /** Owners that have a live alarm. */
  static final int OWNERS_LIVE = 16;

  /** Timers delivered, ever. */
  static final int EXPIRATIONS = 17;

  /** Instants at which at least one was. */
  static final int WAKEUPS = 18;

  /** Timers that could not be delivered, ever. */
  static final int DROPPED = 19;

  private static final List<Column> SERVICE =
      List.of(
          Column.exact("phase"),
          Column.exact("last_id"),
          Column.exact("allow_audited"),
          Column.exact("line"),
          Column.exact("reply_length"),
          Column.instant("due_until"),
          Column.exact("delivered"),
          Column.instant("wakeup_at"),
          Column.exact("anchored"),
          Column.exact("anchor_wall"),
          Column.exact("anchor_at"),
          Column.statistic("alarms"),
          Column.statistic("sleepers"),
          Column.statistic("free"),
          Column.statistic("used"),
          Column.statistic("instants"),
          Column.statistic("owners_live"),
          Column.statistic("expirations"),
          Column.statistic("wakeups"),
          Column.statistic("dropped"));

  /** Of a timer: its id in the low half, 0 for a sleeper; its owner's pid in the high one. */
  static final int WHO = 0;

  /** The service id that an alarm counts against, or the token that wakes a sleeper. */
  static final int OWNER = 1;

  /** When it is delivered at the latest; under most policies, exactly then. */
  static final int COALESCED = 2;

  /** How much later that is than its owner asked for. */
  static final int SLACK = 3;

  /** Its place among those of its instant in the low half; the nonce of a sleeper's request in the high one. */
  static final int ORDER = 4;

  /** The timer behind it in the low half, the one before it in the high one: a list for each instant. */
  static final int LINKS = 5;

  /** Of the first timer of an instant alone: the last one. */
  static final int LAST = 6;

  static final int ROW_WORDS = 7;

  // An instant is kept with the slack rather than with the deadline that was asked for, because the hash sees all of
  // the past as one, and how late a timer is delivered can be observed.
  private static final List<Column> TIMERS =
      List.of(
          Column.exact("who"),
          Column.exact("owner"),
          Column.instant("coalesced"),
          Column.exact("slack"),
          Column.exact("order"),
          Column.statistic("links"),
          Column.statistic("last"));

  private static final List<Column> CELLS = List.of(Column.statistic("cells"));
  private static final List<Column> HEAP_KEYS = List.of(Column.statistic("instant"));
  private static final List<Column> OWNERS = List.of(Column.statistic("service"), Column.statistic("alarms"));

  /** Words of an entry of the table of owners. */
  static final int OWNER_WORDS = 2;

  private final List<TableSpec> tables;
  private final int rows;
  private final int indexSize;
  private final int ownerSize;
  private final int firstRow;
  private final int byId;
  private final int byInstant;
  private final int heapKeys;
  private final int heapRows;
  private final int heapPlaces;
  private final int owners;
  private final int deadlineCount;
  private final int deadlineRows;
  private final int deadlinePlaces;

  TimedMemory(TimedConfig config) {
    rows = config.rows();
    indexSize = indexSize(rows);
    ownerSize = indexSize(Math.min(config.owners(), rows));
    TableSpec service = new TableSpec("timed", 1, SERVICE);
    TableSpec timers = new TableSpec("timers", rows, TIMERS, true);
    TableSpec ids = new TableSpec("timers_by_id", cellWords(indexSize), CELLS);
    TableSpec instants = new TableSpec("timers_by_instant", cellWords(indexSize), CELLS);
    TableSpec keys = new TableSpec("timer_heap", rows, HEAP_KEYS);
    TableSpec heads = new TableSpec("timer_heap_rows", cellWords(rows), CELLS);
    // Apart from the rows, because a step in the heap changes two of them, and here they stand close.
    TableSpec places = new TableSpec("timer_heap_places", cellWords(rows + 1), CELLS);
    TableSpec counts = new TableSpec("timer_owners", ownerSize, OWNERS);
    TableSpec open = new TableSpec("timer_deadline_count", 1, CELLS);
    TableSpec byDeadline = new TableSpec("timer_deadlines", cellWords(rows), CELLS);
    TableSpec deadlines = new TableSpec("timer_deadline_places", cellWords(rows + 1), CELLS);
    List<TableSpec> always = List.of(service, timers, ids, instants, keys, heads, places, counts);
    tables =
        config.policy().joinsEarlierWakeups()
            ? Stream.concat(always.stream(), Stream.of(open, byDeadline, deadlines)).toList()
            : always;
    firstRow = service.words();
    byId = firstRow + timers.words();
    byInstant = byId + ids.words();
    heapKeys = byInstant + instants.words();
    heapRows = heapKeys + keys.words();
    heapPlaces = heapRows + heads.words();
    owners = Math.addExact(heapPlaces, places.words());
    deadlineCount = Math.addExact(owners, counts.words());
    deadlineRows = deadlineCount + open.words();
    deadlinePlaces = Math.addExact(deadlineRows, byDeadline.words());
  }

  List<TableSpec> tables() {
    return tables;
  }

  /** The most timers that can be live. */
  int rows() {
    return rows;
  }

  /** Cells of an index over all rows: a power of two, at most two thirds of them in use. */
  int indexSize() {
    return indexSize;
  }

  /** Entries of the table of owners, likewise. */
  int ownerSize() {
    return ownerSize;
  }

  /** Where a word of a timer lies. */
  int row(int row, int column) {
    return firstRow + (row - 1) * ROW_WORDS + column;
  }

  int byId() {
    return byId;
  }

  int byInstant() {
    return byInstant;
  }

  int heapKeys() {
    return heapKeys;
  }

  int heapRows() {
    return heapRows;
  }

  int heapPlaces() {
    return heapPlaces;
  }

  int owners() {
    return owners;
  }

  /** How many timers stand in the heap by deadline; it and the two tables behind it exist where a policy needs them. */
  int deadlineCount() {
    return deadlineCount;
  }

  int deadlineRows() {
    return deadlineRows;
  }

  int deadlinePlaces() {
    return deadlinePlaces;
  }

  /** A 32-bit cell of a table that holds two in a word. */
  static int cell(UserContext user, int table, int index) {
    return (int) (user.load(table + (index >> 1)) >>> ((index & 1) << 5));
  }

  static void setCell(UserContext user, int table, int index, int value) {
    int at = table + (index >> 1);
    user.store(at, (index & 1) == 0 ? withLow(user.load(at), value) : withHigh(user.load(at), value));
  }

  static int low(long word) {
    return (int) word;
  }

  static int high(long word) {
    return (int) (word >>> 32);
  }

  static long withLow(long word, int value) {
    return (word & 0xffff_ffff_0000_0000L) | (value & 0xffff_ffffL);
  }

  static long withHigh(long word, int value) {
    return (word & 0xffff_ffffL) | ((long) value << 32);
  }

  static long halves(int low, int high) {
    return ((long) high << 32) | (low & 0xffff_ffffL);
  }

  private static int cellWords(int cells) {
    return (cells + 1) / 2;
  }

  private static int indexSize(int entries) {
    int least = Math.addExact(entries, entries / 2 + 1);
    return Math.max(2, Integer.highestOneBit(least - 1) << 1);
  }
}
