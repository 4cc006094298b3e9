// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * The timer service as a program of the machine. It says {@code timed: ready} once, then answers requests and delivers
 * what is due: an alarm as a message to its owner's port, the end of a sleep as the reply that the sleeper waits for. One
 * wakeup delivers everything that is due by its instant, by deadline and then by arrival, whoever owns it; between
 * wakeups the service waits for a request until the next deadline, and never looks at the clock in a loop.
 *
 * <p>A system call is a trap: a method ends by returning it, and the phase in memory says where to go on. An owner that is
 * gone, or whose port is full, loses the message and delays nobody.
 */
public final class TimedService implements Program {
  /** Bytes of the message that an alarm is: its id, its deadline after coalescing, the time of delivery. */
  public static final int ALARM_LENGTH = 24;

  private static final long ANY = -1;
  private static final int KERNEL = 0;

  /** Which system call the service returns from. */
  private enum Phase {
    START,
    ANNOUNCED,
    RECEIVED,
    SAID,
    REPLIED,
    DELIVERED;

    private static final Phase[] ALL = values();
  }

  private final TimedConfig config;
  private final TimerTable timers;
  private final TimedRequests requests;

  public TimedService(TimedConfig config) {
    this.config = config;
    this.timers = new TimerTable(config);
    this.requests = new TimedRequests(config, timers);
  }

  /** What the service was made with. */
  public TimedConfig config() {
    return config;
  }

  /**
   * What others may ask about a service that runs this program.
   *
   * @param memory gives a word of the memory of its task as it is now
   */
  public TimedView view(IntToLongFunction memory) {
    return new TimedView(config, memory);
  }

  @Override
  public List<TableSpec> memory() {
    return timers.tables();
  }

  @Override
  public Trap resume(UserContext user) {
    return switch (Phase.ALL[(int) user.load(TimedMemory.PHASE)]) {
      case START -> start(user);
      case ANNOUNCED -> announced(user);
      case RECEIVED -> received(user);
      case SAID -> reply(user);
      case REPLIED -> serve(user);
      case DELIVERED -> delivered(user);
    };
  }

  private static Trap start(UserContext user) {
    user.store(TimedMemory.WAKEUP_AT, Column.NEVER);
    user.text(Line.READY.text());
    return call(user, Phase.ANNOUNCED, Line.READY.call(), -1, 0, 0);
  }

  private Trap announced(UserContext user) {
    requests.anchor(user);
    return say(user);
  }

  /** Delivers what is due, or waits for the next request or deadline. */
  private Trap serve(UserContext user) {
    int first = timers.earliest(user);
    if (first != TimerTable.NONE && Coalescing.isDue(timers.coalescedNs(user, first), user.nowNs())) {
      user.store(TimedMemory.DUE_UNTIL, user.nowNs());
      user.store(TimedMemory.DELIVERED, 0);
      return deliver(user);
    }
    long nextNs = first == TimerTable.NONE ? Column.NEVER : timers.coalescedNs(user, first);
    // A deadline beyond the clock's range looks negative here and never comes.
    long untilNs = nextNs < 0 ? Column.NEVER : nextNs;
    forgetMessage(user);
    return call(user, Phase.RECEIVED, Syscall.RECV, config.endpoint(), untilNs, ANY);
  }

  private Trap received(UserContext user) {
    if (user.errno() == Errno.ETIMEDOUT.number()) {
      return serve(user);
    }
    if (user.errno() != Errno.OK.number()) {
      return user.exit(user.errno());
    }
    if (user.replyToken() == 0) {
      return noticed(user);
    }
    requests.answer(user);
    return say(user);
  }

  /**
   * Takes a message that expects no answer. One of the kernel names a task that has ended in its first word; what others
   * ask for has no effect, since nothing about it could be told to them.
   */
  private Trap noticed(UserContext user) {
    if (user.sender() == KERNEL) {
      timers.purge(user, (int) user.message(0));
    }
    return serve(user);
  }

  private Trap say(UserContext user) {
    Line line = Line.of(user.load(TimedMemory.LINE));
    if (line == Line.NONE) {
      return reply(user);
    }
    user.store(TimedMemory.LINE, Line.NONE.ordinal());
    user.text(line.text());
    return call(user, Phase.SAID, line.call(), -1, 0, 0);
  }

  private Trap reply(UserContext user) {
    long length = user.load(TimedMemory.REPLY_LENGTH);
    if (length == 0) {
      return serve(user);
    }
    user.store(TimedMemory.REPLY_LENGTH, 0);
    return call(user, Phase.REPLIED, Syscall.REPLY, user.replyToken(), length, 0);
  }

  /** Goes on with a wakeup: tells the next owner, or ends it where nothing is left that is due by its instant. */
  private Trap deliver(UserContext user) {
    long untilNs = user.load(TimedMemory.DUE_UNTIL);
    int row = timers.due(user, untilNs);
    while (row != TimerTable.NONE) {
      if (timers.isSleeper(user, row)) {
        requests.wake(user, row);
        long length = user.load(TimedMemory.REPLY_LENGTH);
        user.store(TimedMemory.REPLY_LENGTH, 0);
        return call(user, Phase.DELIVERED, Syscall.REPLY, timers.token(user, row), length, 0);
      }
      int port = user.portOf(timers.pid(user, row));
      if (port >= 0) {
        user.setMessage(0, timers.id(user, row));
        user.setMessage(1, timers.coalescedNs(user, row));
        user.setMessage(2, user.nowNs());
        // A deadline that has passed: a full port must not keep the service from the other owners.
        return call(user, Phase.DELIVERED, Syscall.SEND, port, 0, ALARM_LENGTH);
      }
      drop(user, row);
      row = timers.due(user, untilNs);
    }
    endWakeup(user);
    return serve(user);
  }

  private Trap delivered(UserContext user) {
    int row = timers.due(user, user.load(TimedMemory.DUE_UNTIL));
    if (user.errno() == Errno.OK.number()) {
      user.trace(
          EventKind.EXPIRE,
          timers.pid(user, row),
          timers.id(user, row),
          timers.requestedNs(user, row),
          timers.coalescedNs(user, row));
      count(user, TimedMemory.EXPIRATIONS);
      count(user, TimedMemory.DELIVERED);
      timers.remove(user, row);
    } else {
      drop(user, row);
    }
    return deliver(user);
  }

  private void drop(UserContext user, int row) {
    count(user, TimedMemory.DROPPED);
    timers.remove(user, row);
  }

  /** Counts a wakeup that delivered something; a second one at the same instant belongs to the first. */
  private static void endWakeup(UserContext user) {
    long delivered = user.load(TimedMemory.DELIVERED);
    long atNs = user.load(TimedMemory.DUE_UNTIL);
    user.store(TimedMemory.DELIVERED, 0);
    user.store(TimedMemory.DUE_UNTIL, 0);
    if (delivered > 0 && user.load(TimedMemory.WAKEUP_AT) != atNs) {
      user.store(TimedMemory.WAKEUP_AT, atNs);
      count(user, TimedMemory.WAKEUPS);
      user.trace(EventKind.TIMER_WAKEUP, user.pid(), delivered, 0, 0);
    }
  }

  /** Leaves no trace of the last message in the registers, so that a service that waits for the same is the same. */
  private static void forgetMessage(UserContext user) {
    for (int word = 0; word < UserContext.MESSAGE_WORDS; word++) {
      user.setMessage(word, 0);
    }
  }

  private static void count(UserContext user, int word) {
    user.store(word, user.load(word) + 1);
  }

  private static Trap call(UserContext user, Phase back, Syscall call, long first, long second, long third) {
    user.store(TimedMemory.PHASE, back.ordinal());
    return user.syscall(call, first, second, third, 0);
  }
}
