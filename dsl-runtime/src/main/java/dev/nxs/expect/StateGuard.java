// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Observed;
import dev.nxs.compile.Query;
import dev.nxs.kernel.InstantListener;
import dev.nxs.kernel.isa.Bytecode;
import dev.nxs.kernel.isa.Follower;
import dev.nxs.kernel.trace.BlockReason;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows at the end of an instant which watchers of states have to be asked, so that the others need not be, and the run need
 * not pause for them. A condition is followed ({@link Follower}): it comes to the same as long as the answers to its
 * questions stay in the ranges found. A watcher is asked when a condition of its comes to something else, after an event
 * or deadline of its own, and at every instant where a condition cannot be followed.
 *
 * <p>All of this follows from the state; after {@link #forget} it is found again, and everybody is asked once.
 */
final class StateGuard implements TraceSink, InstantListener {
  private static final Query[] QUERIES = Query.values();

  private final Judge judge;
  private final List<Watcher> watchers;

  /** By watcher, its conditions, and what is known of each. */
  private final Observed[][] written;

  private final Guarded[][] conditions;

  /** Which watchers have no condition, and so say themselves when they have to be asked. */
  private final boolean[] asksNothing;

  /** Which watchers wait for their conditions alone, until they are decided. */
  private final boolean[] steady;

  /** Watchers by their places among those of states: who is to be asked next, at every instant, or from an instant on. */
  private final BitSet ask = new BitSet();

  private final BitSet always = new BitSet();
  private final BitSet awaiting = new BitSet();

  /** Tasks that waited for room in a queue when they were looked at: they become ready without an event of theirs. */
  private final BitSet roomless = new BitSet();

  private final int tasks;
  private final IntPredicate waitsForRoom;
  private final TaskStates states;

  /** Whether no condition asks for more than the state of a task. */
  private boolean ofTasksAlone = true;

  private final Questions questions;
  private final Follower follower;
  private final LongSupplier nowNs;
  private final int[] placeOf;
  private final long interest;
  private final List<List<Guarded>> users = new ArrayList<>();
  private int[] left = new int[16];
  private long earliestNs = Column.NEVER;
  private boolean settling;

  /** The place of the run at which the watchers were asked last. */
  private long settledNs = -1;

  private long settledStep = -1;

  /**
   * Guards the watchers of states of a judge.
   *
   * @param tasks how many tasks the machine has from boot on
   */
  StateGuard(
      Judge judge,
      int tasks,
      int harts,
      ValuePool pool,
      Follower.Answers answers,
      Questions.Readers readers,
      IntUnaryOperator stateOf,
      IntPredicate waitsForRoom,
      LongSupplier nowNs) {
    this.judge = judge;
    this.nowNs = nowNs;
    this.tasks = tasks;
    this.waitsForRoom = waitsForRoom;
    watchers = judge.plan().stateWatchers();
    states = new TaskStates(tasks, harts, pool, stateOf, ask);
    questions = new Questions(answers, readers, states, tasks, harts);
    follower = new Follower(pool, answers);
    int count = watchers.size();
    written = new Observed[count][];
    conditions = new Guarded[count][];
    asksNothing = new boolean[count];
    steady = new boolean[count];
    ask.set(0, count);
    placeOf = new int[judge.plan().watchers().size()];
    Arrays.fill(placeOf, -1);
    IdentityHashMap<Observed, Guarded> all = new IdentityHashMap<>();
    long wanted = 0;
    for (int place = 0; place < count; place++) {
      Watcher watcher = watchers.get(place);
      placeOf[watcher.row()] = place;
      List<Guarded> mine = new ArrayList<>();
      List<Observed> whose = new ArrayList<>();
      List<Observed> asked = watcher.states();
      asksNothing[place] = asked.isEmpty();
      for (Observed state : asked) {
        if (state.program() instanceof Bytecode program) {
          Guarded guarded = all.computeIfAbsent(state, key -> guarded(program));
          guarded.watchers = Questions.with(guarded.watchers, place);
          guarded.minding = watcher.mindsEnd(state) ? Questions.with(guarded.minding, place) : guarded.minding;
          mine.add(guarded);
          whose.add(state);
          ofTasksAlone &= guarded.pid > 0;
          if (guarded.pid == 0) {
            wanted |= program.queries().mapToLong(number -> Questions.interest(QUERIES[number])).reduce(0, (a, b) -> a | b);
          } else if (!guarded.isConstant()) {
            wanted |= Questions.interest(TaskStates.ignoresTurns(guarded) ? Query.BLOCKED : Query.RUNNING);
          }
        }
      }
      conditions[place] = mine.toArray(Guarded[]::new);
      written[place] = whose.toArray(Observed[]::new);
    }
    interest = wanted;
  }

  private Guarded guarded(Bytecode program) {
    Guarded ofTask = states.add(program);
    return ofTask == null ? new Guarded(program, 0, 0) : ofTask;
  }

  @Override
  public long interest() {
    return interest;
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    if (kind == EventKind.BLOCK && first == BlockReason.QUEUE.ordinal() && pid <= tasks) {
      roomless.set(pid);
    }
    int before = states.touch(kind, hart, pid, first);
    if (!ofTasksAlone) {
      questions.touch(kind, hart, pid, before, first, second);
    }
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}

  /** Somebody counted an event. */
  void counted() {
    questions.touchCounts();
  }

  /** Something happened to a watcher, so it has to be asked. */
  void touch(Watcher watcher) {
    int place = placeOf[watcher.row()];
    if (place >= 0) {
      ask.set(place);
    }
  }

  /** The state was replaced. */
  void forget() {
    ask.set(0, conditions.length);
    Arrays.fill(steady, false);
    settledNs = -1;
    for (int pid = 1; pid <= tasks; pid++) {
      roomless.set(pid, waitsForRoom.test(pid));
    }
    questions.touchAll();
  }

  /** Whether somebody has to be asked at every instant. */
  boolean asksAlways() {
    return !always.isEmpty();
  }

  /** Whether somebody has to be asked at the end of this instant, as far as is known. */
  boolean isAsking() {
    return !ask.isEmpty() || !always.isEmpty();
  }

  /**
   * Asks who has to be asked, unless somebody has to be at every instant, and lets the run go on if nothing came of it: to
   * come back to who runs the machine costs more than the answers.
   */
  @Override
  public boolean settled() {
    long now = nowNs.getAsLong();
    if (!questions.isQuiet(now) || now >= earliestNs || !roomless.isEmpty()) {
      refresh(now);
    }
    if (ask.isEmpty() || !always.isEmpty()) {
      return !ask.isEmpty();
    }
    judge.forgetStop();
    askAll(now);
    return judge.wantsStop() || !always.isEmpty();
  }

  /** Whether the watchers were asked at this place of the run. */
  boolean isSettled() {
    return settledNs == nowNs.getAsLong() && settledStep == judge.watched().step();
  }

  /** What a condition of a watcher comes to while watchers are asked: 1 or 0, or -1 where that is not known. */
  @SuppressWarnings("ReferenceEquality") // the very condition of this watcher, not one that reads the same
  int known(Watcher watcher, Observed state) {
    if (settling) {
      int place = placeOf[watcher.row()];
      for (int i = 0; i < written[place].length; i++) {
        Guarded guarded = conditions[place][i];
        if (written[place][i] == state && guarded.isKnown) {
          return guarded.holds ? 1 : 0;
        }
      }
    }
    return -1;
  }

  /** Looks which conditions have come to something else. */
  private void refresh(long now) {
    if (now >= earliestNs) {
      ask.or(awaiting);
    }
    for (int pid = roomless.nextSetBit(0); pid >= 0; pid = roomless.nextSetBit(pid + 1)) {
      states.touch(pid);
      questions.touchTask(pid);
      roomless.set(pid, waitsForRoom.test(pid));
    }
    states.refresh();
    if (questions.isQuiet(now)) {
      return;
    }
    if (left.length < questions.size()) {
      left = new int[questions.size() * 2];
    }
    int count = questions.refresh(now, left);
    for (int i = 0; i < count; i++) {
      List<Guarded> mine = users.get(left[i]);
      for (int user = 0; user < mine.size(); user++) {
        Guarded guarded = mine.get(user);
        if (guarded.active != null && !guarded.active.contains(questions)) {
          change(guarded, now);
        }
      }
    }
  }

  private void ask(int[] places) {
    for (int place : places) {
      ask.set(place);
    }
  }

  private void change(Guarded guarded, long now) {
    boolean held = guarded.holds;
    Guarded.Box before = guarded.active;
    find(guarded, now);
    if (guarded.unfollowed || guarded.holds != held) {
      ask(guarded.unfollowed || guarded.holds ? guarded.watchers : guarded.minding);
    }
    if (before != null) {
      narrow(before);
    }
  }

  /** Finds the ranges around the present answers. */
  private void find(Guarded guarded, long now) {
    if (guarded.pid > 0) {
      states.want(guarded);
      return;
    }
    questions.refreshTimes();
    guarded.active = guarded.remembered(questions);
    if (guarded.active == null && follower.follow(guarded.program)) {
      guarded.active = remember(guarded);
    }
    guarded.isKnown = guarded.active != null;
    if (guarded.active == null) {
      guarded.unfollowed = true;
      for (int place : guarded.watchers) {
        always.set(place);
      }
    } else {
      guarded.holds = guarded.active.holds;
      narrow(guarded.active);
      questions.plan(now);
    }
  }

  private Guarded.Box remember(Guarded guarded) {
    int count = follower.asked();
    Guarded.Box box = new Guarded.Box(count, follower.holds());
    for (int i = 0; i < count; i++) {
      int place = questions.of(follower.number(i), follower.first(i), follower.second(i));
      box.places[i] = place;
      box.lows[i] = follower.low(i);
      box.highs[i] = follower.high(i);
      while (users.size() <= place) {
        users.add(new ArrayList<>());
      }
      if (!users.get(place).contains(guarded)) {
        users.get(place).add(guarded);
      }
    }
    guarded.remember(box);
    return box;
  }

  /** Sets the ranges of the questions of a box to where none of the conditions that ask them changes. */
  private void narrow(Guarded.Box box) {
    for (int place : box.places) {
      long low = Long.MIN_VALUE;
      long high = Long.MAX_VALUE;
      for (Guarded user : users.get(place)) {
        Guarded.Box active = user.active;
        for (int i = 0; active != null && i < active.places.length; i++) {
          if (active.places[i] == place) {
            low = Math.max(low, active.lows[i]);
            high = Math.min(high, active.highs[i]);
          }
        }
      }
      questions.range(place, low, high);
    }
  }

  /** Asks the watchers that have to be asked now, in their order; the others would come to nothing new. */
  void settle() {
    if (!isSettled()) {
      long now = nowNs.getAsLong();
      refresh(now);
      askAll(now);
    }
  }

  private void askAll(long now) {
    settledNs = now;
    settledStep = judge.watched().step();
    settling = true;
    ask.or(always);
    for (int place = ask.nextSetBit(0); place >= 0; place = ask.nextSetBit(place + 1)) {
      Watcher watcher = watchers.get(place);
      if (judge.seesStates(watcher)) {
        watcher.settled(judge);
      }
      if (!steady[place] || !judge.isOpen(watcher)) {
        watch(place, now);
      }
    }
    settling = false;
    ask.clear();
    earliestNs = Column.NEVER;
    for (int place = awaiting.nextSetBit(0); place >= 0; place = awaiting.nextSetBit(place + 1)) {
      earliestNs = Math.min(earliestNs, watchers.get(place).judgedFromNs());
    }
  }

  /** Finds out when a watcher has to be asked again. */
  private void watch(int place, long now) {
    Watcher watcher = watchers.get(place);
    boolean open = judge.isOpen(watcher);
    awaiting.set(place, open && watcher.judgedFromNs() > now);
    always.set(place, open && asksNothing[place] && !watcher.dozes(judge));
    steady[place] = open && !asksNothing[place] && watcher.judgedFromNs() <= now;
    for (Guarded guarded : conditions[place]) {
      if (!open) {
        release(guarded);
      } else if (guarded.unfollowed) {
        always.set(place);
      } else if (!guarded.isKnown) {
        find(guarded, now);
      }
    }
  }

  /** Forgets a condition that nobody waits for any more. */
  private void release(Guarded guarded) {
    for (int place : guarded.watchers) {
      if (judge.isOpen(watchers.get(place))) {
        return;
      }
    }
    if (guarded.pid > 0) {
      states.release(guarded);
    }
    guarded.isKnown = false;
    Guarded.Box active = guarded.active;
    guarded.active = null;
    if (active != null) {
      narrow(active);
    }
  }
}
