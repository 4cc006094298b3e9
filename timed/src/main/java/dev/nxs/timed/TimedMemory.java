// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.UserContext;
import java.util.ArrayList;
import java.util.List;

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

  /** The row of an alarm that was freed last, 0 for none; its links name the one before. */
  static final int FREE = 13;

  /** Rows of alarms that were ever used. */
  static final int USED = 14;

  /** The same of sleepers: the row freed last, and how many were ever used. */
  static final int SLEEPER_FREE = 15;

  static final int SLEEPERS_USED = 16;

  /** Instants at which a sleep ends. */
  static final int INSTANTS = 17;

  /** Owners that have a live alarm. */
  static final int OWNERS_LIVE = 18;

  /** Timers delivered, ever. */
  static final int EXPIRATIONS = 19;

  /** Instants at which at least one was. */
  static final int WAKEUPS = 20;

  /** Timers that could not be delivered, ever. */
  static final int DROPPED = 21;

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
          Column.statistic("sleeper_free"),
          Column.statistic("sleepers_used"),
          Column.statistic("instants"),
          Column.statistic("owners_live"),
          Column.statistic("expirations"),
          Column.statistic("wakeups"),
          Column.statistic("dropped"));

  /** Of a timer: when it is delivered at the latest; under most policies, exactly then. */
  static final int COALESCED = 0;

  /** Its owner's pid in the high half; its id in the low one, for a sleeper the id handed out last when it came. */
  static final int WHO = 1;

  /** The service id that an alarm counts against, or the token that wakes a sleeper. */
  static final int OWNER = 2;

  /** How much later than its owner asked for it is delivered at the latest. */
  static final int SLACK = 3;

  static final int ALARM_WORDS = 4;

  /** Of a sleeper: which ones stand before and behind it. */
  static final int LINKS = 4;

  /** Its place among those of its instant in the low half, its request's nonce in the high one. */
  static final int ORDER = 5;

  /** Of the first sleeper of an instant alone: the last one. */
  static final int LAST = 6;

  static final int SLEEPER_WORDS = 7;

  /** In the order of alarms: behind an alarm's links, when it is delivered, once more. */
  static final int AT = 1;

  private static final int PLACE_WORDS = 2;

  /** The links of an alarm are three numbers of rows, hence so many alarms at most. */
  static final int LINK_BITS = 21;

  static final long LINK_MASK = (1L << LINK_BITS) - 1;

  // An instant is kept with the slack rather than with the deadline that was asked for, because the hash sees all of
  // the past as one, and how late a timer is delivered can be observed.
  private static final List<Column> ALARM_COLUMNS =
      List.of(Column.instant("coalesced"), Column.exact("who"), Column.exact("owner"), Column.exact("slack"));

  // What the tree reads of an alarm and of its neighbours stands close, apart from what is read when an alarm is found or
  // delivered: 16 bytes of each instead of 40, which took two thirds of the time with 100,000 alarms.
  private static final List<Column> PLACE_COLUMNS = List.of(Column.statistic("links"), Column.statistic("at"));

  private static final List<Column> SLEEPER_COLUMNS =
      List.of(
          Column.instant("coalesced"),
          Column.exact("who"),
          Column.exact("token"),
          Column.exact("slack"),
          Column.statistic("links"),
          Column.exact("order"),
          Column.statistic("last"));

  private static final List<Column> CELLS = List.of(Column.statistic("cells"));
  private static final List<Column> HEAP_KEYS = List.of(Column.statistic("instant"));
  private static final List<Column> OWNERS = List.of(Column.statistic("service"), Column.statistic("alarms"));

  /** Words of an entry of the table of owners. */
  static final int OWNER_WORDS = 2;

  private final List<TableSpec> tables = new ArrayList<>();
  private final int alarms;
  private final int idHeads;
  private final int instantCells;
  private final int ownerSize;
  private final int nodeCount;
  private final int firstAlarm;
  private final int places;
  private final int firstSleeper;
  private final int byId;
  private final int tree;
  private final int nodes;
  private final int owners;
  private final int byInstant;
  private final int heapKeys;
  private final int heapRows;
  private final int heapPlaces;
  private final int deadlineCount;
  private final int deadlineRows;
  private final int deadlinePlaces;
  private int words;

  TimedMemory(TimedConfig config) {
    alarms = config.alarms();
    int sleepers = config.sleepers();
    idHeads = powerOfTwo(Math.max(2, alarms - alarms / 4));
    instantCells = indexSize(sleepers);
    ownerSize = indexSize(Math.min(config.owners(), alarms));
    // Twice what a path needs, since some nodes are left behind where timers came in front of the first ones.
    nodeCount = 2 * DeadlineTree.LEVELS + alarms / 512;
    add(new TableSpec("timed", 1, SERVICE));
    firstAlarm = add(new TableSpec("timers", alarms, ALARM_COLUMNS, true));
    places = add(new TableSpec("timer_places", alarms, PLACE_COLUMNS));
    byId = add(cells("timers_by_id", idHeads));
    tree = add(new TableSpec("timer_tree", 1, DeadlineTree.HEAD));
    nodes = add(new TableSpec("timer_nodes", nodeCount, DeadlineTree.NODE));
    owners = add(new TableSpec("timer_owners", ownerSize, OWNERS));
    firstSleeper = add(new TableSpec("sleepers", sleepers, SLEEPER_COLUMNS, true));
    byInstant = add(cells("sleepers_by_instant", instantCells));
    heapKeys = add(new TableSpec("sleeper_heap", sleepers, HEAP_KEYS));
    heapRows = add(cells("sleeper_heap_rows", sleepers));
    // Apart from the rows, because a step in the heap changes two of them, and here they stand close.
    heapPlaces = add(cells("sleeper_heap_places", sleepers + 1));
    boolean byDeadline = config.policy().joinsEarlierWakeups();
    deadlineCount = byDeadline ? add(new TableSpec("timer_deadline_count", 1, CELLS)) : words;
    deadlineRows = byDeadline ? add(cells("timer_deadlines", config.rows())) : words;
    deadlinePlaces = byDeadline ? add(cells("timer_deadline_places", config.rows() + 1)) : words;
  }

  /** Puts a table behind the others and tells where it begins. */
  private int add(TableSpec table) {
    int base = words;
    tables.add(table);
    words = Math.addExact(words, table.words());
    return base;
  }

  List<TableSpec> tables() {
    return List.copyOf(tables);
  }

  /** The most alarms that can be live; rows beyond it are sleepers. */
  int alarms() {
    return alarms;
  }

  /** Cells of the index over alarms: a power of two, about as many as there can be alarms. */
  int idHeads() {
    return idHeads;
  }

  /** Cells of the index over the instants of sleepers: a power of two, at most two thirds of them in use. */
  int instantCells() {
    return instantCells;
  }

  /** Entries of the table of owners, likewise. */
  int ownerSize() {
    return ownerSize;
  }

  int nodeCount() {
    return nodeCount;
  }

  /** Where a word of an alarm lies. */
  int alarm(int row, int column) {
    return firstAlarm - ALARM_WORDS + row * ALARM_WORDS + column;
  }

  /** Where the links of an alarm lie; the word behind them is its instant. */
  int place(int row) {
    return places - PLACE_WORDS + row * PLACE_WORDS;
  }

  /** Where a word of a sleeper lies. */
  int sleeper(int row, int column) {
    return firstSleeper + (row - alarms - 1) * SLEEPER_WORDS + column;
  }

  /** Where a word that both kinds have lies. */
  int timer(int row, int column) {
    return row <= alarms ? alarm(row, column) : sleeper(row, column);
  }

  int byId() {
    return byId;
  }

  int tree() {
    return tree;
  }

  int nodes() {
    return nodes;
  }

  int owners() {
    return owners;
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

  /** The row behind an alarm in the list that it stands in. */
  static int next(long links) {
    return (int) (links & LINK_MASK);
  }

  static int previous(long links) {
    return (int) ((links >>> LINK_BITS) & LINK_MASK);
  }

  /** The next alarm whose id has the same cell in the index. */
  static int alike(long links) {
    return (int) (links >>> (2 * LINK_BITS));
  }

  static long withNext(long links, int next) {
    return (links & ~LINK_MASK) | next;
  }

  static long withPrevious(long links, int previous) {
    return (links & ~(LINK_MASK << LINK_BITS)) | ((long) previous << LINK_BITS);
  }

  static long withAlike(long links, int alike) {
    return (links & ~(LINK_MASK << (2 * LINK_BITS))) | ((long) alike << (2 * LINK_BITS));
  }

  /** The links of an alarm that stands in no list, and in the index where it stood. */
  static long unlinked(long links) {
    return links & (LINK_MASK << (2 * LINK_BITS));
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

  private static TableSpec cells(String name, int count) {
    return new TableSpec(name, (count + 1) / 2, CELLS);
  }

  private static int indexSize(int entries) {
    return powerOfTwo(Math.max(2, Math.addExact(entries, entries / 2 + 1)));
  }

  /** The smallest power of two that is not below a number. */
  private static int powerOfTwo(int least) {
    return Integer.highestOneBit(least - 1) << 1;
  }
}
