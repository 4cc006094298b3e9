// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Trap;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Drives the timer service without a machine: requests of tasks go in, replies and alarms come out, a test moves the clock. */
final class ServiceRig {
  private static final HexFormat HEX = HexFormat.of();

  /** A reply that the service gave to a call of a task. */
  record Reply(int pid, long atNs, String hex) {
    TimedStatus status() {
      TimedStatus status = TimedStatus.ofWire(TimedFrames.status(words()[0]));
      if (status == null) {
        throw new AssertionError("no status");
      }
      return status;
    }

    long[] words() {
      return TimedFrames.pack(HEX.parseHex(hex));
    }

    long id() {
      return TimedFrames.timerId(words()[1]);
    }

    long coalescedNs() {
      return TimedFrames.coalesced(words()[1], words()[2]);
    }

    long valueNs() {
      return TimedFrames.value(words()[1], words()[2]);
    }
  }

  /** An alarm that arrived at a task. */
  record Alarm(int pid, long id, long coalescedNs, long atNs) {}

  /** A task that sends requests. */
  record Client(int pid, long service, QosClass qos) {}

  private record Incoming(Client from, long token, String hex) {}

  final TimedConfig config;
  final FakeUser user;
  final List<Reply> replies = new ArrayList<>();
  final List<Alarm> alarms = new ArrayList<>();
  final List<String> lines = new ArrayList<>();
  final Set<Integer> gone = new TreeSet<>();
  final Set<Integer> full = new TreeSet<>();
  long syscallCostNs;
  long waitsUntilNs;

  private final TimedService service;
  private final Deque<Incoming> incoming = new ArrayDeque<>();
  private long calls;

  ServiceRig(TimedConfig config) {
    this.config = config;
    this.service = new TimedService(config);
    this.user = new FakeUser(service.memory());
    run();
  }

  static Client client(int pid, QosClass qos) {
    return new Client(pid, 1000L + pid, qos);
  }

  /** Sends a request and lets the service work until it waits. */
  void send(Client from, byte[] frame) {
    post(from, frame);
    deliverIncoming();
  }

  /** Leaves a request at the endpoint. */
  void post(Client from, byte[] frame) {
    calls++;
    incoming.add(new Incoming(from, (calls << 32) | from.pid(), HEX.formatHex(frame)));
  }

  /** Sends a request and gives the answer that came at once. */
  Reply call(Client from, byte[] frame) {
    int before = replies.size();
    send(from, frame);
    if (replies.size() == before) {
      throw new AssertionError("no reply");
    }
    return replies.get(before);
  }

  Reply register(Client from, QosClass qos, long deadlineNs) {
    return call(from, timer(TimedOp.REGISTER, qos.wire(), deadlineNs));
  }

  TimedStatus cancel(Client from, long id) {
    return call(from, TimedFrames.unpack(TimedFrames.cancelRequest(7, id), TimedOp.CANCEL.requestLength())).status();
  }

  void sleep(Client from, long deadlineNs) {
    send(from, timer(TimedOp.SLEEP_UNTIL, from.qos().wire(), deadlineNs));
  }

  static byte[] timer(TimedOp op, int qos, long deadlineNs) {
    return TimedFrames.unpack(TimedFrames.timerRequest(op, 0xabcd, qos, deadlineNs), op.requestLength());
  }

  /** Lets time pass; the service is woken at its deadlines and not in between. */
  void advanceTo(long ns) {
    while (waitsUntilNs <= ns && waitsUntilNs != Long.MAX_VALUE) {
      user.nowNs = Math.max(user.nowNs, waitsUntilNs);
      user.errno = Errno.ETIMEDOUT.number();
      run();
    }
    user.nowNs = Math.max(user.nowNs, ns);
  }

  /** Sends a message that expects no answer. */
  void notice(int fromPid, byte[] bytes) {
    user.sender = fromPid;
    user.token = 0;
    user.errno = 0;
    user.receive(bytes);
    run();
  }

  /** Sends what has been posted, all at this instant. */
  void deliverIncoming() {
    take(incoming.remove());
    run();
  }

  private void take(Incoming next) {
    user.sender = next.from.pid();
    user.senderService = next.from.service();
    user.senderQos = next.from.qos().wire();
    user.token = next.token;
    user.errno = 0;
    user.receive(HEX.parseHex(next.hex));
  }

  TimedView view() {
    return new TimedView(config, word -> user.memory[word]);
  }

  /** Lets the service go on until it waits or ends. */
  void resume() {
    run();
  }

  private void run() {
    Trap trap = service.resume(user);
    while (trap == Trap.SYSCALL && !waits()) {
      trap = service.resume(user);
    }
  }

  /** Carries out the system call of the last trap; true when the service has to wait for it. */
  private boolean waits() {
    user.nowNs += syscallCostNs;
    user.errno = 0;
    switch (user.call) {
      case MARK, AUDIT -> lines.add(user.text);
      case REPLY -> reply();
      case SEND -> alarm();
      case RECV -> {
        waitsUntilNs = user.operands[1];
        if (incoming.isEmpty()) {
          return true;
        }
        take(incoming.remove());
      }
      default -> throw new AssertionError("the service has no use for " + user.call);
    }
    return false;
  }

  private void reply() {
    int pid = (int) user.operands[0];
    if (gone.contains(pid)) {
      user.errno = Errno.ESRCH.number();
    } else {
      replies.add(new Reply(pid, user.nowNs, HEX.formatHex(user.sent((int) user.operands[1]))));
    }
  }

  private void alarm() {
    int pid = (int) user.operands[0] - 1000;
    if (gone.contains(pid)) {
      user.errno = Errno.ESRCH.number();
    } else if (full.contains(pid)) {
      user.errno = Errno.EAGAIN.number();
    } else if (user.operands[2] != TimedService.ALARM_LENGTH) {
      throw new AssertionError("an alarm has 24 bytes");
    } else {
      alarms.add(new Alarm(pid, user.message(0), user.message(1), user.message(2)));
    }
  }
}
