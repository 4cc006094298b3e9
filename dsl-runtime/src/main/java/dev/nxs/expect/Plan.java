// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.syntax.ast.Expectation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The watchers of a scenario: the monitors of its expectations, what {@code count(EVENT)} counts, what ends its run, and
 * when its acts happen. Immutable, and good for any number of runs.
 */
public final class Plan {
  /** No pattern. */
  static final int[] NONE = {};

  private final List<Watcher> watchers;
  private final List<Monitor> monitors;
  private final List<CountWatcher> counters;
  private final List<Watcher> stateWatchers;
  private final List<TableSpec> tables;
  private final boolean[] stopping;
  private final long interest;
  private final int[][] byKind;
  private final int[][][] byTask;
  private final Map<String, int[]> byText;
  private final PrefixTree byStart;
  private final List<Expectation> dropped;
  private final List<Program> conditions;
  private final List<Observed> asked;
  private final int[] gates;
  private final List<Phase> phases;
  private final List<Integer> firstPhases;

  /**
   * Puts a plan together.
   *
   * @param gates by row, the row of the start of the phase that the watcher belongs to, -1 without
   * @param firstPhases the rows of the starts of the phases that begin with the run
   */
  Plan(
      List<Watcher> watchers,
      List<Integer> gates,
      List<Integer> firstPhases,
      List<TableSpec> tables,
      List<Expectation> dropped,
      List<Program> conditions,
      List<Observed> asked) {
    this.asked = List.copyOf(asked);
    this.watchers = List.copyOf(watchers);
    this.conditions = List.copyOf(conditions);
    this.tables = List.copyOf(tables);
    this.dropped = List.copyOf(dropped);
    List<Monitor> foundMonitors = new ArrayList<>();
    List<CountWatcher> foundCounters = new ArrayList<>();
    List<Watcher> foundStates = new ArrayList<>();
    this.gates = gates.stream().mapToInt(Integer::intValue).toArray();
    this.firstPhases = List.copyOf(firstPhases);
    stopping = new boolean[watchers.size()];
    for (Watcher watcher : watchers) {
      if (watcher instanceof Monitor monitor) {
        foundMonitors.add(monitor);
        stopping[watcher.row()] = monitor.source().xfail() == null;
      } else if (watcher instanceof CountWatcher counter) {
        foundCounters.add(counter);
      }
      if (watcher.watchesStates()) {
        foundStates.add(watcher);
      }
    }
    monitors = List.copyOf(foundMonitors);
    List<Phase> foundPhases = new ArrayList<>();
    for (Monitor monitor : monitors) {
      if (monitor instanceof Phase phase) {
        foundPhases.add(phase);
      }
    }
    foundPhases.sort(Comparator.comparingInt(Phase::gate));
    phases = List.copyOf(foundPhases);
    for (Phase phase : phases) {
      for (Monitor monitor : monitors) {
        if (this.gates[monitor.row()] == phase.gate() && phase.source().xfail() != null) {
          stopping[monitor.row()] = false;
        }
      }
    }
    counters = List.copyOf(foundCounters);
    stateWatchers = List.copyOf(foundStates);
    Index index = new Index(watchers);
    interest = index.interest;
    byKind = index.byKind();
    byTask = index.byTask(watchers, byKind);
    byText = index.byText();
    byStart = index.starts;
  }

  /** All, by row. */
  List<Watcher> watchers() {
    return watchers;
  }

  /** The expectations that are judged. */
  public List<Monitor> monitors() {
    return monitors;
  }

  /** In file order. */
  List<Phase> phases() {
    return phases;
  }

  /** The whole lines that expectations name. */
  public Set<String> wantedTexts() {
    Set<String> texts = new TreeSet<>();
    for (Monitor monitor : monitors) {
      for (EventMatcher event : monitor.named()) {
        if (event.text() instanceof TextMatcher.Exact exact) {
          texts.add(exact.text());
        }
      }
    }
    return texts;
  }

  /** The names of the phases that are judged, in file order. */
  public List<String> phaseNames() {
    return phases.stream().map(Phase::name).toList();
  }

  /** The row of the start of the phase that a watcher belongs to, -1 without. */
  int gate(Watcher watcher) {
    return gates[watcher.row()];
  }

  /** The rows of the starts of the phases that begin with the run. */
  List<Integer> firstPhases() {
    return firstPhases;
  }

  /** The phase of an item, or the phase itself; null without. */
  @Nullable Phase phaseOf(Monitor monitor) {
    for (Phase phase : phases) {
      if (gate(monitor) == phase.gate()) {
        return phase;
      }
    }
    return null;
  }

  List<CountWatcher> counters() {
    return counters;
  }

  List<Watcher> stateWatchers() {
    return stateWatchers;
  }

  /** Whether anybody looks at states, so that the run must pause at every settled instant. */
  public boolean watchesStates() {
    return !stateWatchers.isEmpty();
  }

  /** The expectations whose {@code if} does not hold. */
  public List<Expectation> dropped() {
    return dropped;
  }

  /** The programs of all conditions that the watchers evaluate. */
  List<Program> conditions() {
    return conditions;
  }

  /** What somebody asks besides the scenario, in the order in which it was asked for. */
  public List<Observed> asked() {
    return asked;
  }

  /** The tables that the watchers keep their words in. */
  public List<TableSpec> tables() {
    return tables;
  }

  /** Whether acts wait for conditions, so that what happens depends on who watches. */
  boolean hasWhen() {
    return watchers.stream().anyMatch(WhenWatcher.class::isInstance);
  }

  /** The bits of the kinds of events that anybody looks at. */
  public long interest() {
    return interest;
  }

  boolean stopsAtFailure(Watcher watcher) {
    return stopping[watcher.row()];
  }

  /** Pairs of row and pattern that look at lines of a kind, ascending; those of {@link #ofText} apart. */
  int[] ofKind(EventKind kind) {
    return byKind[kind.ordinal()];
  }

  /** Pairs of row and pattern that look at events of a kind by a task, ascending. */
  int[] ofTask(EventKind kind, int pid) {
    int[][] byPid = byTask[kind.ordinal()];
    return byPid[Math.min(pid, byPid.length - 1)];
  }

  /** The tasks whose events of a kind anybody looks at, null for all. */
  @Nullable BitSet tasks(EventKind kind) {
    int[][] byPid = byTask[kind.ordinal()];
    if (byPid[byPid.length - 1].length > 0) {
      return null;
    }
    BitSet named = new BitSet();
    for (int pid = 0; pid < byPid.length; pid++) {
      named.set(pid, byPid[pid].length > 0);
    }
    return named;
  }

  /** Pairs of row and pattern that look for lines with exactly this text or its start, ascending. */
  int[] ofText(String body) {
    return byStart.find(body, byText.getOrDefault(body, NONE));
  }

  /** Who looks at what; a line is looked up by its text once, however many texts are looked for. */
  private static final class Index {
    private static final int[] NONE = {};

    private long interest;
    private final List<List<Integer>> kinds = new ArrayList<>();
    private final Map<String, List<Integer>> texts = new HashMap<>();
    private final PrefixTree starts = new PrefixTree();

    Index(List<Watcher> watchers) {
      for (int i = 0; i < EventKind.values().length; i++) {
        kinds.add(new ArrayList<>());
      }
      for (Watcher watcher : watchers) {
        for (int pattern = 0; pattern < watcher.events().size(); pattern++) {
          EventMatcher event = watcher.events().get(pattern);
          interest |= event.kind().bit();
          TextMatcher text = event.kind() == EventKind.MARKER ? event.text() : null;
          if (text != null && !(text instanceof TextMatcher.Exact) && !text.prefix().isEmpty()) {
            starts.add(text.prefix(), watcher.row(), pattern);
            continue;
          }
          List<Integer> list =
              text instanceof TextMatcher.Exact exact
                  ? texts.computeIfAbsent(exact.text(), key -> new ArrayList<>())
                  : kinds.get(event.kind().ordinal());
          list.add(watcher.row());
          list.add(pattern);
        }
      }
    }

    int[][] byKind() {
      return kinds.stream().map(Index::array).toArray(int[][]::new);
    }

    /**
     * Those that name tasks are tried for these alone: for each kind, by pid as far as any pattern names one; the last
     * entry is for all tasks behind.
     */
    int[][][] byTask(List<Watcher> watchers, int[][] byKind) {
      int[][][] all = new int[byKind.length][][];
      for (int kind = 0; kind < all.length; kind++) {
        int pids = 0;
        for (int i = 0; i < byKind[kind].length; i += 2) {
          BitSet named = watchers.get(byKind[kind][i]).events().get(byKind[kind][i + 1]).pids();
          pids = Math.max(pids, named == null ? 0 : named.length());
        }
        all[kind] = new int[pids + 1][];
        for (int pid = 0; pid <= pids; pid++) {
          all[kind][pid] = narrowed(watchers, byKind[kind], pid);
        }
      }
      return all;
    }

    private static int[] narrowed(List<Watcher> watchers, int[] pairs, int pid) {
      List<Integer> list = new ArrayList<>();
      for (int i = 0; i < pairs.length; i += 2) {
        BitSet named = watchers.get(pairs[i]).events().get(pairs[i + 1]).pids();
        if (named == null || named.get(pid)) {
          list.add(pairs[i]);
          list.add(pairs[i + 1]);
        }
      }
      return array(list);
    }

    Map<String, int[]> byText() {
      Map<String, int[]> all = new HashMap<>();
      texts.forEach((text, list) -> all.put(text, array(list)));
      return all;
    }

    /** Without a stream: it is called for each kind and task of a plan, most often for none, and took an eighth of all compiling. */
    private static int[] array(List<Integer> list) {
      if (list.isEmpty()) {
        return NONE;
      }
      int[] array = new int[list.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = list.get(i);
      }
      return array;
    }
  }
}
