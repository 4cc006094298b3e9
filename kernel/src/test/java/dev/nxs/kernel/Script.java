// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.InjectedFault;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of a test: one trap after the other, then again from a place or the end. What it changes while it runs, the
 * place and a word for answers and counts, lives in the memory of its task.
 */
final class Script implements Program {
  /** The first word, so that a task can be spawned with it. */
  private static final int ARGUMENT = 0;

  private static final int PLACE = 1;
  private static final int CALLER = 2;
  private static final int COUNT = 3;
  private static final int CHILD = 4;

  /** Something to do. */
  private interface Act {
    Trap run(UserContext user);
  }

  private final List<Act> acts = new ArrayList<>();
  private int again = -1;

  @Override
  public List<TableSpec> memory() {
    return List.of(
        new TableSpec("script", 1, List.of("argument", "place", "caller", "count", "child").stream().map(Column::exact).toList()));
  }

  @Override
  public Trap resume(UserContext user) {
    int place = (int) user.load(PLACE);
    if (place == acts.size()) {
      if (again < 0) {
        return user.exit(0);
      }
      if (!user.takeStep()) {
        return user.fault(Fault.LIVELOCK, 0, 0, 0);
      }
      place = again;
    }
    user.store(PLACE, place + 1);
    return acts.get(place).run(user);
  }

  private Script add(Act act) {
    acts.add(act);
    return this;
  }

  Script compute(long ns) {
    return add(user -> user.compute(ns));
  }

  /** Computes as long as the seed of the run says. */
  Script computeUpTo(long bound) {
    return add(user -> user.compute(1 + user.random(bound)));
  }

  /** Computes {@code first} + {@code step} × the number of times that it was here. */
  Script computeMore(long first, long step) {
    return add(user -> {
      long count = user.load(COUNT);
      user.store(COUNT, count + 1);
      return user.compute(first + step * count);
    });
  }

  Script sleep(long ns) {
    return add(user -> user.syscall(Syscall.SLEEP_UNTIL, user.nowNs() + ns, 0, 0, 0));
  }

  Script sleepUntil(long atNs) {
    return add(user -> user.syscall(Syscall.SLEEP_UNTIL, atNs, 0, 0, 0));
  }

  Script nextPeriod() {
    return add(user -> user.syscall(Syscall.NEXT_PERIOD, 0, 0, 0, 0));
  }

  Script inject(InjectedFault fault, long operand) {
    return add(user -> user.syscall(Syscall.INJECT, fault.ordinal(), operand, 0, 0));
  }

  Script yieldHart() {
    return add(user -> user.syscall(Syscall.YIELD, 0, 0, 0, 0));
  }

  Script spin() {
    return add(UserContext::spin);
  }

  /** Spins until an instant. */
  Script spinUntil(long atNs) {
    return add(user -> {
      if (user.nowNs() >= atNs) {
        return user.syscall(Syscall.QOS_GET, user.pid(), 0, 0, 0);
      }
      user.store(PLACE, user.load(PLACE) - 1);
      return user.spin();
    });
  }

  Script mark(String text) {
    return add(user -> {
      user.text(text);
      return user.syscall(Syscall.MARK, -1, 0, 0, 0);
    });
  }

  /** Marks what the last call gave: {@code label errno result}. */
  Script report(String label) {
    return add(user -> {
      user.text(label + " " + user.errno() + " " + user.result());
      return user.syscall(Syscall.MARK, -1, 0, 0, 0);
    });
  }

  /** Marks the list that the last call gave, word by word. */
  Script reportList(String label) {
    return add(user -> {
      StringBuilder text = new StringBuilder(label).append(' ').append(user.errno());
      for (int i = 0; i < user.pool().length(user.result()); i++) {
        text.append(' ').append(user.pool().word(user.result(), i));
      }
      user.text(text.toString());
      return user.syscall(Syscall.MARK, -1, 0, 0, 0);
    });
  }

  /** Marks who sent the last message: {@code label pid service class bytes}. */
  Script reportSender(String label) {
    return add(user -> {
      user.text(
          label + " " + user.sender() + " " + Long.toHexString(user.senderService()) + " " + user.senderQos() + " "
              + user.messageLength());
      return user.syscall(Syscall.MARK, -1, 0, 0, 0);
    });
  }

  /** Sends; a timeout of {@link Column#NEVER} waits for ever. */
  Script send(int endpoint, long value, long timeoutNs) {
    return add(user -> {
      user.setMessage(0, value);
      return user.syscall(Syscall.SEND, endpoint, deadline(user, timeoutNs), 8, 0);
    });
  }

  Script receive(int endpoint, long timeoutNs) {
    return receive(endpoint, timeoutNs, -1);
  }

  Script receive(int endpoint, long timeoutNs, long match) {
    return add(user -> user.syscall(Syscall.RECV, endpoint, deadline(user, timeoutNs), match, 0));
  }

  /** Receives, or is told that nobody is left to send. */
  Script receiveOrEnd(int endpoint, long timeoutNs) {
    return add(user -> user.syscall(Syscall.RECV, endpoint, deadline(user, timeoutNs), -1, Syscall.TELL_END));
  }

  /** Keeps what answers the message received last, for {@link #replyToCaller}. */
  Script keepCaller() {
    return add(user -> {
      user.store(CALLER, user.replyToken());
      return user.syscall(Syscall.QOS_GET, user.pid(), 0, 0, 0);
    });
  }

  Script call(int endpoint, long value, long timeoutNs) {
    return add(user -> {
      user.setMessage(0, value);
      return user.syscall(Syscall.CALL, endpoint, deadline(user, timeoutNs), 8, 0);
    });
  }

  /** A call whose deadline is that of its message alone. */
  Script callIfRoom(int endpoint, long value, long timeoutNs) {
    return add(user -> {
      user.setMessage(0, value);
      return user.syscall(Syscall.CALL, endpoint, deadline(user, timeoutNs), 8, Syscall.ROOM_ONLY);
    });
  }

  /** Answers the message received last with its value and something more. */
  Script reply(long more) {
    return add(user -> {
      user.setMessage(0, user.message(0) + more);
      return user.syscall(Syscall.REPLY, user.replyToken(), 8, 0, 0);
    });
  }

  Script replyToCaller(long value) {
    return add(user -> {
      user.setMessage(0, value);
      return user.syscall(Syscall.REPLY, user.load(CALLER), 8, 0, 0);
    });
  }

  Script waitFor(int event, long timeoutNs) {
    return add(user -> user.syscall(Syscall.EVENT_WAIT, event, deadline(user, timeoutNs), 0, 0));
  }

  Script signal(int event) {
    return add(user -> user.syscall(Syscall.EVENT_SIGNAL, event, 0, 0, 0));
  }

  Script broadcast(int event) {
    return add(user -> user.syscall(Syscall.EVENT_BROADCAST, event, 0, 0, 0));
  }

  Script lock(int mutex) {
    return lock(mutex, Column.NEVER);
  }

  Script lock(int mutex, long timeoutNs) {
    return add(user -> user.syscall(Syscall.LOCK, mutex, deadline(user, timeoutNs), 0, 0));
  }

  Script unlock(int mutex) {
    return add(user -> user.syscall(Syscall.UNLOCK, mutex, 0, 0, 0));
  }

  Script arrive(int barrier, long timeoutNs) {
    return add(user -> user.syscall(Syscall.ARRIVE, barrier, deadline(user, timeoutNs), 0, 0));
  }

  /** Spawns, and keeps the handle for {@link #joinChild} and {@link #killChild}. */
  Script spawn(int program, long qos, long... arguments) {
    add(user -> user.syscall(Syscall.SPAWN, program, qos, -1, user.pool().intern(arguments)));
    return add(user -> {
      if (user.errno() == 0) {
        user.store(CHILD, user.result());
      }
      return user.compute(0);
    });
  }

  /** Spawns with a name, which must be in the pool. */
  Script spawnNamed(int program, String name) {
    return add(
        user -> user.syscall(Syscall.SPAWN, program, -1, user.pool().intern(name), user.pool().intern(new long[0])));
  }

  Script joinChild(long timeoutNs) {
    return add(user -> user.syscall(Syscall.JOIN, user.load(CHILD), deadline(user, timeoutNs), 0, 0));
  }

  Script killChild() {
    return add(user -> user.syscall(Syscall.KILL, user.load(CHILD), 0, 0, 0));
  }

  Script join(long task, long timeoutNs) {
    return add(user -> user.syscall(Syscall.JOIN, task, deadline(user, timeoutNs), 0, 0));
  }

  Script kill(long task) {
    return add(user -> user.syscall(Syscall.KILL, task, 0, 0, 0));
  }

  /** Ends with the argument that it was spawned with. */
  Script exitWithArgument() {
    return add(user -> user.exit(user.load(ARGUMENT)));
  }

  Script setQos(long pid, long value) {
    return add(user -> user.syscall(Syscall.QOS_SET, pid, value, 0, 0));
  }

  Script getQos(long pid) {
    return add(user -> user.syscall(Syscall.QOS_GET, pid, 0, 0, 0));
  }

  Script start(int pid) {
    return add(user -> user.syscall(Syscall.START, pid, 0, 0, 0));
  }

  Script call(Syscall call, long first, long second) {
    return add(user -> user.syscall(call, first, second, 0, 0));
  }

  /** Sets the harts that a task may run on; pid 0 is the caller. */
  Script setAffinity(int pid, long... harts) {
    return add(
        user -> user.syscall(Syscall.AFFINITY_SET, pid == 0 ? user.pid() : pid, user.pool().intern(harts), 0, 0));
  }

  Script exit(long code) {
    return add(user -> user.exit(code));
  }

  Script fault(Fault what) {
    return add(user -> user.fault(what, 7, 1, 2));
  }

  /** From its end the program goes on at what is added next. */
  Script from() {
    again = acts.size();
    return this;
  }

  /** From its end the program goes on at its start. */
  Script loop() {
    again = 0;
    return this;
  }

  private static long deadline(UserContext user, long timeoutNs) {
    return timeoutNs == Column.NEVER ? Column.NEVER : user.nowNs() + timeoutNs;
  }
}
