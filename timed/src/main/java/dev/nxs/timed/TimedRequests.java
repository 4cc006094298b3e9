// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers request frames. The order of the checks, the statuses, the lengths and the lines are the reference's, byte for
 * byte; {@link ClassSource#KERNEL} adds one check, right after that of the class byte.
 *
 * <p>A request lies in the message registers, and so does its response afterwards; how long that is, and which line must
 * be written before it is sent, stand in the memory words {@link TimedMemory#REPLY_LENGTH} and {@link TimedMemory#LINE}. A
 * request to sleep has no response yet: it leaves a sleeper in the table.
 */
final class TimedRequests {
  private final TimedConfig config;
  private final TimerTable timers;

  TimedRequests(TimedConfig config, TimerTable timers) {
    this.config = config;
    this.timers = timers;
  }

  /** Answers the request in the message registers. */
  void answer(UserContext user) {
    int length = user.messageLength();
    long word0 = user.message(0);
    long opByte = length < TimedFrames.OP_HEADER ? 0 : (word0 >>> (8 * TimedFrames.OP_AT)) & 0xff;
    long nonce = length < TimedFrames.REQUEST_HEADER ? 0 : TimedFrames.nonce(word0);
    TimedOp op = isFrame(word0, length) ? TimedOp.ofWire(opByte) : null;
    if (op == null) {
      respond(user, opByte, TimedStatus.MALFORMED, nonce);
      return;
    }
    boolean wellFormed = length == op.requestLength();
    switch (op) {
      case REGISTER -> register(user, wellFormed, nonce);
      case CANCEL -> cancel(user, wellFormed, nonce);
      case SLEEP_UNTIL -> sleep(user, wellFormed, nonce);
      case WALL_TIME -> wallTime(user, wellFormed, nonce);
    }
  }

  /** Puts the response that wakes a sleeper into the message registers. */
  void wake(UserContext user, int sleeper) {
    respondValue(user, TimedOp.SLEEP_UNTIL, TimedStatus.OK, timers.nonce(user, sleeper) & 0xffff_ffffL, user.nowNs());
  }

  /** Reads the wall clock, if it was not read before and there is one. */
  void anchor(UserContext user) {
    if (user.load(TimedMemory.ANCHORED) != 0) {
      return;
    }
    OptionalLong wallNs = config.wallClock().readNs(user.nowNs());
    if (wallNs.isPresent()) {
      user.store(TimedMemory.ANCHORED, 1);
      user.store(TimedMemory.ANCHOR_WALL, wallNs.getAsLong());
      user.store(TimedMemory.ANCHOR_AT, user.nowNs());
      say(user, Line.WALLTIME_ANCHORED);
    }
  }

  private void register(UserContext user, boolean wellFormed, long nonce) {
    if (!wellFormed) {
      respond(user, TimedOp.REGISTER.wire(), TimedStatus.MALFORMED, nonce);
      say(user, Line.MALFORMED);
      return;
    }
    QosClass qos = QosClass.ofWire(TimedFrames.qos(user.message(1)));
    long deadlineNs = TimedFrames.deadline(user.message(1), user.message(2));
    TimedStatus refusal = refusal(user, qos, deadlineNs);
    if (refusal == TimedStatus.OK && timers.admit(user, user.senderService()) != TimerTable.Admission.ADMITTED) {
      refusal = TimedStatus.OVER_LIMIT;
    }
    if (qos == null || refusal != TimedStatus.OK) {
      respondRegistered(user, refusal, nonce, 0, 0);
      say(user, lineOf(refusal));
      return;
    }
    long coalescedNs = config.latestNs(deadlineNs, qos);
    long id = timers.register(user, user.senderService(), user.sender(), deadlineNs, coalescedNs);
    respondRegistered(user, TimedStatus.OK, nonce, id, coalescedNs);
    if (user.load(TimedMemory.ALLOW_AUDITED) == 0) {
      user.store(TimedMemory.ALLOW_AUDITED, 1);
      say(user, Line.APPLIED);
    }
  }

  private void cancel(UserContext user, boolean wellFormed, long nonce) {
    TimedStatus status = TimedStatus.MALFORMED;
    if (wellFormed) {
      int row = timers.find(user, user.senderService(), TimedFrames.cancelId(user.message(1)));
      status = row == TimerTable.NONE ? TimedStatus.NOT_FOUND : TimedStatus.OK;
      if (row != TimerTable.NONE) {
        timers.remove(user, row);
      }
    }
    respond(user, TimedOp.CANCEL.wire(), status, nonce);
  }

  private void sleep(UserContext user, boolean wellFormed, long nonce) {
    QosClass qos = QosClass.ofWire(TimedFrames.qos(user.message(1)));
    long deadlineNs = TimedFrames.deadline(user.message(1), user.message(2));
    TimedStatus refusal = wellFormed ? refusal(user, qos, deadlineNs) : TimedStatus.MALFORMED;
    if (qos == null || refusal != TimedStatus.OK) {
      respondValue(user, TimedOp.SLEEP_UNTIL, refusal, nonce, 0);
      return;
    }
    long nowNs = user.nowNs();
    long coalescedNs = config.latestNs(deadlineNs, qos);
    if (Long.compareUnsigned(coalescedNs, Coalescing.saturatedSum(nowNs, config.maxSleepNs())) > 0) {
      respondValue(user, TimedOp.SLEEP_UNTIL, TimedStatus.INVALID_ARGS, nonce, nowNs);
    } else if (Coalescing.isDue(config.policy().joinsEarlierWakeups() ? deadlineNs : coalescedNs, nowNs)) {
      respondValue(user, TimedOp.SLEEP_UNTIL, TimedStatus.OK, nonce, nowNs);
    } else if (timers.hasRoomForSleeper(user)) {
      timers.sleep(user, user.replyToken(), user.sender(), (int) nonce, deadlineNs, coalescedNs);
      user.store(TimedMemory.REPLY_LENGTH, 0);
    } else {
      respondValue(user, TimedOp.SLEEP_UNTIL, TimedStatus.OVER_LIMIT, nonce, nowNs);
    }
  }

  private void wallTime(UserContext user, boolean wellFormed, long nonce) {
    if (!wellFormed) {
      respondValue(user, TimedOp.WALL_TIME, TimedStatus.MALFORMED, nonce, 0);
      return;
    }
    anchor(user);
    if (user.load(TimedMemory.ANCHORED) == 0) {
      respondValue(user, TimedOp.WALL_TIME, TimedStatus.UNAVAILABLE, nonce, 0);
      return;
    }
    long nowNs = user.nowNs();
    long anchoredAtNs = user.load(TimedMemory.ANCHOR_AT);
    long passedNs = Long.compareUnsigned(nowNs, anchoredAtNs) > 0 ? nowNs - anchoredAtNs : 0;
    long wallNs = Coalescing.saturatedSum(user.load(TimedMemory.ANCHOR_WALL), passedNs);
    respondValue(user, TimedOp.WALL_TIME, TimedStatus.OK, nonce, wallNs);
  }

  /** What forbids a timer before its limits are asked; {@link TimedStatus#OK} where nothing does. */
  private TimedStatus refusal(UserContext user, @Nullable QosClass qos, long deadlineNs) {
    if (qos == null) {
      return TimedStatus.INVALID_ARGS;
    }
    if (config.classFrom() == ClassSource.KERNEL && qos.wire() > user.senderQos()) {
      return TimedStatus.DENIED;
    }
    return config.holds(deadlineNs, qos) ? TimedStatus.OK : TimedStatus.INVALID_ARGS;
  }

  private static Line lineOf(TimedStatus refusal) {
    return switch (refusal) {
      case INVALID_ARGS -> Line.INVALID_ARGS;
      case OVER_LIMIT -> Line.OVER_LIMIT;
      case DENIED -> Line.CLASS_ABOVE_CALLER;
      case OK, NOT_FOUND, MALFORMED, INTERNAL, UNAVAILABLE ->
          throw new IllegalStateException("a registration is not refused so: refusal=" + refusal);
    };
  }

  private static boolean isFrame(long word0, int length) {
    return length >= TimedFrames.OP_HEADER && (word0 & 0xff_ffff) == TimedFrames.MAGIC;
  }

  private static void respond(UserContext user, long op, TimedStatus status, long nonce) {
    finish(user, op, status, nonce, TimedFrames.SHORT_LENGTH);
    user.setMessage(1, TimedFrames.responseWord1(nonce));
  }

  private static void respondRegistered(UserContext user, TimedStatus status, long nonce, long id, long coalescedNs) {
    finish(user, TimedOp.REGISTER.wire(), status, nonce, TimedOp.REGISTER.responseLength());
    user.setMessage(1, TimedFrames.registerWord1(nonce, id, coalescedNs));
    user.setMessage(2, TimedFrames.registerWord2(coalescedNs));
  }

  private static void respondValue(UserContext user, TimedOp op, TimedStatus status, long nonce, long value) {
    finish(user, op.wire(), status, nonce, op.responseLength());
    user.setMessage(1, TimedFrames.valueWord1(nonce, value));
    user.setMessage(2, TimedFrames.valueWord2(value));
  }

  /** What all responses share; to the trace, a status other than ok is a failed call of the sender. */
  private static void finish(UserContext user, long op, TimedStatus status, long nonce, int length) {
    user.setMessage(0, TimedFrames.responseWord0(op, status, nonce));
    user.store(TimedMemory.REPLY_LENGTH, length);
    if (status != TimedStatus.OK) {
      user.trace(EventKind.FAILS, user.sender(), status.errno().number(), Syscall.CALL.ordinal(), 0);
    }
  }

  private static void say(UserContext user, Line line) {
    user.store(TimedMemory.LINE, line.ordinal());
  }
}
