// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.nexus;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ServiceId;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.List;

/**
 * The task that tests what a task gets from the kernel and from the timer service: class, coalescing, fair time, affinity,
 * shares, messages. It prints the reference's {@code SELFTEST:} markers in the order of the reference's phases, each after
 * its own calls answered what they must, and otherwise the FAIL line. Without the timer service its probe is left out.
 *
 * <p>A probe is a row of small steps; a step looks at what the last call gave and makes the next.
 */
public final class SelftestClient implements Program {
  /** The name of the task and of its identity. */
  public static final String NAME = "selftest-client";

  private static final int PLACE = 0;
  private static final int HELD = 1;
  private static final int COUNT = 2;
  private static final int AT = 3;
  private static final int FIRST_ID = 4;
  private static final int IDS = 70;

  private static final int NONCE = 0x5449_0001;
  private static final long MS = 1_000_000;
  private static final long LONGEST_GAP_NS = 250 * MS;
  private static final int YIELDS = 64;
  private static final int CAP = 64;
  private static final int ROUNDS = 96;
  private static final int INVALID_CLASS = 0xff;

  // Functions of the call for affinity and shares.
  private static final int AFFINITY_GET = 0;
  private static final int AFFINITY_SET = 1;
  private static final int SHARES_GET = 2;
  private static final int SHARES_SET = 3;
  private static final int ALL_HARTS = 0xf;

  // The probes, in the order of the phases; each has its own numbers of steps.
  private static final int PROBE = 1_000;
  private static final int QOS = 0;
  private static final int TIMED = PROBE;
  private static final int FLOOR = 2 * PROBE;
  private static final int AFFINITY = 3 * PROBE;
  private static final int SHARES = 4 * PROBE;
  private static final int MESSAGES = 5 * PROBE;
  private static final int END = 6 * PROBE;

  private final int loopback;
  private final int timed;
  private final long identity = ServiceId.of(NAME).value();

  /**
   * A client.
   *
   * @param loopback an endpoint of its own
   * @param timed the endpoint of the timer service, -1 where the machine has none
   */
  public SelftestClient(int loopback, int timed) {
    this.loopback = loopback;
    this.timed = timed;
  }

  @Override
  public List<TableSpec> memory() {
    return List.of(
        new TableSpec(
            "selftest", 1, List.of(Column.exact("place"), Column.exact("held"), Column.exact("count"), Column.instant("at"))),
        new TableSpec("selftest.ids", IDS, List.of(Column.exact("id"))));
  }

  @Override
  public Trap resume(UserContext user) {
    int place = (int) user.load(PLACE);
    int step = place % PROBE;
    if (step == 0) {
      user.store(HELD, 1);
      user.store(COUNT, 0);
    }
    return switch (place - step) {
      case QOS -> qos(user, step);
      case TIMED -> timed < 0 ? next(user, FLOOR) : coalesce(user, step);
      case FLOOR -> floor(user, step);
      case AFFINITY -> affinity(user, step);
      case SHARES -> shares(user, step);
      case MESSAGES -> messages(user, step);
      default -> step == 0 ? say(user, "end", END + 1) : user.exit(0);
    };
  }

  private Trap next(UserContext user, int place) {
    user.store(PLACE, place);
    return resume(user);
  }

  /** What must hold for the marker of the probe. */
  private static void check(UserContext user, boolean held) {
    if (!held) {
      user.store(HELD, 0);
    }
  }

  private static Trap say(UserContext user, String what, int place) {
    user.store(PLACE, place);
    user.text("SELFTEST: " + what);
    return user.syscall(Syscall.MARK, -1, 0, 0, 0);
  }

  private static Trap verdict(UserContext user, String name, int place) {
    boolean held = user.load(HELD) != 0;
    user.store(HELD, 1);
    return say(user, name + (held ? " ok" : " FAIL"), place);
  }

  private static Trap go(UserContext user, Trap trap) {
    user.store(PLACE, user.load(PLACE) + 1);
    return trap;
  }

  private static Trap ask(UserContext user, Syscall call, long one, long two, long three) {
    return go(user, user.syscall(call, one, two, three, 0));
  }

  /** The class of a task that may not raise itself. */
  private static Trap qos(UserContext user, int step) {
    long normal = QosClass.NORMAL.wire();
    return switch (step) {
      case 0 -> ask(user, Syscall.QOS_GET, user.pid(), 0, 0);
      case 1 -> {
        check(user, user.errno() == 0 && user.result() == normal);
        yield ask(user, Syscall.QOS_SET, user.pid(), normal, 0);
      }
      case 2 -> {
        check(user, user.errno() == 0);
        yield ask(user, Syscall.QOS_SET, user.pid(), QosClass.INTERACTIVE.wire(), 0);
      }
      case 3 -> {
        check(user, user.errno() == Errno.EPERM.number());
        yield ask(user, Syscall.QOS_GET, user.pid(), 0, 0);
      }
      default -> {
        check(user, user.result() == normal);
        yield verdict(user, "qos", TIMED);
      }
    };
  }

  private Trap request(UserContext user, long[] words, TimedOp op) {
    for (int word = 0; word < UserContext.MESSAGE_WORDS; word++) {
      user.setMessage(word, word < words.length ? words[word] : 0);
    }
    return go(user, user.syscall(Syscall.CALL, timed, Column.NEVER, op.requestLength(), 0));
  }

  private Trap register(UserContext user, int qos, long deadlineNs) {
    user.store(AT, deadlineNs);
    return request(user, TimedFrames.timerRequest(TimedOp.REGISTER, NONCE, qos, deadlineNs), TimedOp.REGISTER);
  }

  private Trap cancel(UserContext user, int id) {
    return request(user, TimedFrames.cancelRequest(NONCE, user.load(FIRST_ID + id)), TimedOp.CANCEL);
  }

  private static boolean answered(UserContext user, TimedStatus status) {
    return user.errno() == 0 && TimedFrames.status(user.message(0)) == status.wire();
  }

  /** The alarm just asked for was accepted, and rounded up to a window. */
  private static void checkRegistered(UserContext user, int id, long windowNs) {
    long asked = user.load(AT);
    long expected = (asked + windowNs - 1) / windowNs * windowNs;
    check(
        user,
        answered(user, TimedStatus.OK) && TimedFrames.coalesced(user.message(1), user.message(2)) == expected);
    user.store(FIRST_ID + id, TimedFrames.timerId(user.message(1)));
  }

  /** Rounding by class, sleeping, and the limit of live alarms, which the check of the class goes before. */
  private Trap coalesce(UserContext user, int step) {
    long now = user.nowNs();
    int many = 8;
    int over = many + CAP;
    int cancels = over + 2;
    if (step >= many && step < over) {
      check(user, step == many || answered(user, TimedStatus.OK));
      if (step > many) {
        user.store(FIRST_ID + step - many - 1, TimedFrames.timerId(user.message(1)));
      }
      return register(user, QosClass.IDLE.wire(), now + 40 * MS + step - many);
    }
    if (step > cancels && step < cancels + CAP) {
      check(user, answered(user, TimedStatus.OK));
      return cancel(user, step - cancels);
    }
    return switch (step) {
      case 0 -> register(user, QosClass.NORMAL.wire(), now + 20_500_000);
      case 1 -> {
        checkRegistered(user, 0, 4 * MS);
        yield register(user, QosClass.INTERACTIVE.wire(), now + 21_100_000);
      }
      case 2 -> {
        checkRegistered(user, 1, MS);
        user.store(AT, now + 2_100_000);
        yield request(
            user,
            TimedFrames.timerRequest(TimedOp.SLEEP_UNTIL, NONCE, QosClass.INTERACTIVE.wire(), now + 2_100_000),
            TimedOp.SLEEP_UNTIL);
      }
      case 3 -> {
        long due = (user.load(AT) + MS - 1) / MS * MS;
        check(user, answered(user, TimedStatus.OK) && TimedFrames.value(user.message(1), user.message(2)) >= due);
        check(user, now >= due);
        yield cancel(user, 0);
      }
      case 4 -> {
        check(user, answered(user, TimedStatus.OK));
        yield cancel(user, 1);
      }
      case 5 -> {
        check(user, answered(user, TimedStatus.OK));
        user.store(PLACE, TIMED + many);
        yield resume(user);
      }
      default -> limit(user, step - over, now);
    };
  }

  private Trap limit(UserContext user, int step, long now) {
    return switch (step) {
      case 0 -> {
        check(user, answered(user, TimedStatus.OK));
        user.store(FIRST_ID + CAP - 1, TimedFrames.timerId(user.message(1)));
        yield register(user, QosClass.IDLE.wire(), now + 40 * MS + CAP);
      }
      case 1 -> {
        check(user, answered(user, TimedStatus.OVER_LIMIT));
        yield register(user, INVALID_CLASS, now + 40 * MS);
      }
      case 2 -> {
        boolean empty =
            TimedFrames.timerId(user.message(1)) == 0 && TimedFrames.coalesced(user.message(1), user.message(2)) == 0;
        check(user, answered(user, TimedStatus.INVALID_ARGS) && empty);
        yield cancel(user, 0);
      }
      default -> {
        check(user, answered(user, TimedStatus.OK));
        yield verdict(user, "timed coalesce", FLOOR);
      }
    };
  }

  /** Yields come back in time. */
  private static Trap floor(UserContext user, int step) {
    if (step > 0) {
      check(user, user.nowNs() - user.load(AT) <= LONGEST_GAP_NS);
    }
    if (step == YIELDS) {
      return verdict(user, "ui runtime floor", AFFINITY);
    }
    user.store(AT, user.nowNs());
    return ask(user, Syscall.YIELD, 0, 0, 0);
  }

  /** A mask of hart 0 alone is stored, and the next wake is there. */
  private static Trap affinity(UserContext user, int step) {
    return switch (step) {
      case 0 -> ask(user, Syscall.SCHED, AFFINITY_SET, 0, 1);
      case 1 -> {
        check(user, user.errno() == 0);
        yield ask(user, Syscall.SCHED, AFFINITY_GET, 0, 0);
      }
      case 2 -> {
        check(user, user.errno() == 0 && user.result() == 1);
        yield ask(user, Syscall.SLEEP_UNTIL, user.nowNs() + 1, 0, 0);
      }
      case 3 -> {
        check(user, user.hart() == 0);
        yield ask(user, Syscall.SCHED, AFFINITY_SET, 0, ALL_HARTS);
      }
      default -> {
        check(user, user.errno() == 0);
        yield verdict(user, "affinity applied", SHARES);
      }
    };
  }

  private static Trap shares(UserContext user, int step) {
    return switch (step) {
      case 0 -> ask(user, Syscall.SCHED, SHARES_SET, 0, 300);
      case 1 -> ask(user, Syscall.SCHED, SHARES_GET, 0, 0);
      case 2 -> {
        check(user, user.errno() == 0 && user.result() == 300);
        yield ask(user, Syscall.SCHED, SHARES_SET, 0, 100);
      }
      case 3 -> ask(user, Syscall.SCHED, SHARES_GET, 0, 0);
      default -> {
        check(user, user.errno() == 0 && user.result() == 100);
        yield verdict(user, "qos shares ratio", MESSAGES);
      }
    };
  }

  private Trap send(UserContext user, long seed) {
    for (int word = 0; word < UserContext.MESSAGE_WORDS; word++) {
      user.setMessage(word, seed + word);
    }
    return ask(user, Syscall.SEND, loopback, 0, UserContext.MESSAGE_WORDS * Long.BYTES);
  }

  private Trap receive(UserContext user, long deadlineNs) {
    for (int word = 0; word < UserContext.MESSAGE_WORDS; word++) {
      user.setMessage(word, 0);
    }
    return ask(user, Syscall.RECV, loopback, deadlineNs, -1);
  }

  private static boolean carries(UserContext user, long seed) {
    boolean same = user.messageLength() == UserContext.MESSAGE_WORDS * Long.BYTES;
    for (int word = 0; word < UserContext.MESSAGE_WORDS; word++) {
      same &= user.message(word) == seed + word;
    }
    return same;
  }

  /** Messages to itself: what they carry, when waiting ends, who they are from. */
  private Trap messages(UserContext user, int step) {
    int soak = 20;
    if (step >= soak) {
      return soak(user, step - soak);
    }
    return switch (step) {
      case 0 -> send(user, 7);
      case 1 -> {
        check(user, user.errno() == 0);
        yield receive(user, 0);
      }
      case 2 -> {
        check(user, user.errno() == 0 && carries(user, 7));
        yield verdict(user, "ipc payload roundtrip", MESSAGES + 3);
      }
      case 3 -> {
        user.store(AT, user.nowNs() + 1);
        yield receive(user, user.nowNs() + 1);
      }
      case 4 -> {
        check(user, user.errno() == Errno.ETIMEDOUT.number() && user.nowNs() >= user.load(AT));
        yield verdict(user, "ipc deadline timeout", MESSAGES + 5);
      }
      case 5 -> send(user, 11);
      case 6 -> send(user, 22);
      case 7 -> receive(user, 0);
      case 8 -> {
        check(user, carries(user, 11));
        yield receive(user, 0);
      }
      case 9 -> {
        check(user, carries(user, 22));
        yield verdict(user, "nexus-ipc kernel loopback", MESSAGES + 10);
      }
      case 10 -> send(user, 33);
      case 11 -> receive(user, 0);
      case 12 -> {
        check(user, user.sender() == user.pid());
        yield verdict(user, "ipc sender pid", MESSAGES + 13);
      }
      case 13 -> {
        check(user, user.senderService() == identity);
        yield verdict(user, "ipc sender service_id", MESSAGES + soak);
      }
      default -> throw new IllegalArgumentException("the probe has no such step: step=" + step);
    };
  }

  private Trap soak(UserContext user, int step) {
    long round = user.load(COUNT);
    if (step % 2 == 0 && step > 0) {
      check(user, carries(user, round));
      user.store(COUNT, round + 1);
      return round + 1 == ROUNDS ? verdict(user, "ipc soak", END) : send(user, round + 1);
    }
    return step == 0 ? send(user, round) : receive(user, 0);
  }
}
