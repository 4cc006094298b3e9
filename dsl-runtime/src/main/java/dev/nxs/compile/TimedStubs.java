// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.timed.protocol.TimedFrames;
import dev.nxs.timed.protocol.TimedOp;
import dev.nxs.timed.protocol.TimedStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of timed, in the program of each task that uses it: frames are packed into message registers, sent
 * with a call, and the response is read.
 *
 * <p>A task that takes alarms keeps a table of its handles, oldest first and zero behind: id and deadline after
 * coalescing. It tells a handle that is alive from one that is not without asking; where it is full, the oldest leaves.
 * The routines here are written once a program, behind its functions.
 */
final class TimedStubs {
  /** Handles that a task remembers. */
  private static final int HANDLES = 64;

  /** The purposes of a call and a receive that only wait for time. */
  private static final int SLEEPING = 1;

  private static final int AWAITING_TIMER = 2;

  /** The name of the word in which the job of a timer counts the periods that it let pass. */
  static final String MISSED = "timer.missed";

  /** The word of an alarm's message that says when it was delivered. */
  private static final int DELIVERED_WORD = 2;

  private final ProgramLowering program;
  private final Assembler a;
  private final List<Runnable> unwritten = new ArrayList<>();

  private Assembler.@Nullable FunctionRef request;
  private Assembler.@Nullable FunctionRef errno;
  private Assembler.@Nullable FunctionRef remember;
  private Assembler.@Nullable FunctionRef find;
  private Assembler.@Nullable FunctionRef forget;

  /** The table of handles: two arrays, and how many there are. */
  private int ids = -1;

  private int deadlines;
  private int count;

  TimedStubs(ProgramLowering program) {
    this.program = program;
    this.a = program.assembler;
  }

  /** Whether the program takes alarms, and so needs a port. */
  boolean takesAlarms() {
    return ids >= 0;
  }

  /** Writes the routines that were called. */
  void write() {
    // One routine may call another, which then is written as well.
    for (int i = 0; i < unwritten.size(); i++) {
      unwritten.get(i).run();
    }
  }

  /**
   * Sleeps with timed.
   *
   * @param time pushes the instant
   */
  CallLowering.Outcome sleep(BodyLowering body, Runnable time) {
    a.push(TimedFrames.header(TimedOp.SLEEP_UNTIL));
    time.run();
    a.emit(Op.QOS);
    request(body, TimedOp.SLEEP_UNTIL, SLEEPING);
    call(errnoRoutine());
    Kept failure = body.keep(Canon.EXACT);
    return new CallLowering.Outcome(true, false, failure::push, () -> a.push(0), failure::release);
  }

  /** How a call with a timeout, or without one, pushes until when it waits. */
  interface Deadline {
    Runnable of(@Nullable Expr timeout, Runnable push);
  }

  /** {@code alarm}, {@code timer_register} and {@code timer_register_raw}: gives the id. */
  CallLowering.Outcome register(
      BodyLowering body, boolean fromNow, CallLowering.Arguments arguments, Deadline deadline) {
    List<Runnable> all = arguments.prepare(Type.DURATION, Type.INT, Type.DURATION);
    a.push(TimedFrames.header(TimedOp.REGISTER));
    all.get(0).run();
    if (fromNow) {
      a.emit(Op.NOW);
      a.emit(Op.ADD);
    }
    if (arguments.optional(1) == null) {
      a.emit(Op.QOS);
    } else {
      all.get(1).run();
    }
    Expr timeout = arguments.optional(2);
    request(body, TimedOp.REGISTER, deadline.of(timeout, all.get(2)), timeout == null ? 0 : Syscall.ROOM_ONLY);
    call(rememberRoutine());
    Kept failure = body.keep(Canon.EXACT);
    return new CallLowering.Outcome(true, false, failure::push, this::pushId, failure::release);
  }

  CallLowering.Outcome cancel(BodyLowering body, CallLowering.Arguments arguments) {
    Kept id = id(body, arguments);
    Kept failure = new Kept(body.storage, Canon.EXACT);
    Assembler.Label end = a.label();
    knownOr(id, failure, end);
    a.push(TimedFrames.header(TimedOp.CANCEL));
    a.emit(Op.SET_MESSAGE, 0);
    id.push();
    a.emit(Op.SET_MESSAGE, 1);
    body.calls.systemCall(
        Syscall.CALL,
        this::pushEndpoint,
        () -> a.push(Column.NEVER),
        () -> a.push(TimedOp.CANCEL.requestLength()));
    call(errnoRoutine());
    failure.set();
    takeLate(body, id, failure);
    id.push();
    call(forgetRoutine());
    a.emit(Op.POP);
    a.place(end);
    id.release();
    return new CallLowering.Outcome(true, false, failure::push, () -> a.push(0), failure::release);
  }

  /**
   * Takes the message of an alarm that came before its cancel: nobody can wait for it any more, and it would keep its place
   * in the port for ever. The service answers after it has sent, so the message is there now or never.
   */
  private void takeLate(BodyLowering body, Kept id, Kept failure) {
    Assembler.Label cancelled = a.label();
    failure.push();
    a.jump(Op.JUMP_UNLESS, cancelled);
    receive(body, () -> a.push(0), id::push);
    a.place(cancelled);
  }

  /** {@code timer_wait}: gives the time of delivery. */
  CallLowering.Outcome await(BodyLowering body, CallLowering.Arguments arguments) {
    Kept id = id(body, arguments);
    Kept failure = new Kept(body.storage, Canon.EXACT);
    Assembler.Label end = a.label();
    knownOr(id, failure, end);
    receive(body, () -> a.push(Column.NEVER), id::push);
    a.emit(Op.ERRNO);
    failure.set();
    id.push();
    call(forgetRoutine());
    a.emit(Op.POP);
    a.place(end);
    id.release();
    return new CallLowering.Outcome(
        true, false, failure::push, () -> a.emit(Op.MESSAGE, DELIVERED_WORD), failure::release);
  }

  /** {@code timer_deadline}: gives what the table says, without asking. */
  CallLowering.Outcome deadline(BodyLowering body, CallLowering.Arguments arguments) {
    arguments.prepare(Type.TIMER).get(0).run();
    call(findRoutine());
    Kept slot = body.keep(Canon.EXACT);
    Runnable failure = () -> {
      // ESRCH for −1, and nothing for the place of a handle.
      slot.push();
      a.push(0);
      a.emit(Op.LT);
      a.push(Errno.ESRCH.number());
      a.emit(Op.MUL);
    };
    Runnable value = () -> {
      slot.push();
      a.emit(Op.LOAD_AT, deadlines);
    };
    return new CallLowering.Outcome(true, false, failure, value, slot::release);
  }

  /**
   * The whole program of a timer's job: registers the next deadline, waits for it and runs the block. Deadlines are
   * absolute, so they do not drift; those that have passed are skipped and counted.
   */
  void job(TimerElement timer, BodyLowering body) {
    table();
    int due = a.local("due", Canon.RELATIVE);
    int id = a.local("id", Canon.EXACT);
    int missed = a.local(MISSED, Canon.SKIP);
    Assembler.Label again = a.label();
    Assembler.Label next = a.label();
    a.push(timer.dueNs());
    a.emit(Op.STORE, due);
    if (timer.periodNs() > 0) {
      join(timer.periodNs(), due);
    }
    a.place(again);
    program.site(timer.declaration().span(), Site.Kind.CALL);
    a.push(TimedFrames.header(TimedOp.REGISTER));
    a.emit(Op.LOAD, due);
    a.emit(Op.QOS);
    request(body, TimedOp.REGISTER, 0);
    call(errnoRoutine());
    failOnError(body);
    pushId();
    a.emit(Op.STORE, id);
    receive(body, () -> a.push(Column.NEVER), () -> a.emit(Op.LOAD, id));
    a.emit(Op.CHECK);
    leaveWith(timer.ownerPid());
    ScenarioItem.Timer declaration = timer.declaration();
    body.statements.job(declaration.body(), next);
    a.place(next);
    if (timer.periodNs() > 0) {
      skip(timer.periodNs(), due, missed);
      a.jump(Op.JUMP, again);
    } else {
      program.end();
    }
  }

  /** Ends the job where its owner has ended: an owner has a port as long as it lives. */
  private void leaveWith(int owner) {
    Assembler.Label lives = a.label();
    a.push(owner);
    a.emit(Op.PORT_OF);
    a.push(0);
    a.emit(Op.GE);
    a.jump(Op.JUMP_IF, lives);
    program.end();
    a.place(lives);
  }

  /** A timer whose owner starts late begins with the first of its deadlines that has not passed. */
  private void join(long periodNs, int due) {
    Assembler.Label ahead = a.label();
    a.emit(Op.LOAD, due);
    a.emit(Op.NOW);
    a.emit(Op.GE);
    a.jump(Op.JUMP_IF, ahead);
    // The smallest multiple of the period that is not before now; the first deadline is a period after boot.
    a.emit(Op.NOW);
    a.push(periodNs - 1);
    a.emit(Op.ADD);
    a.push(periodNs);
    a.emit(Op.DIV);
    a.push(periodNs);
    a.emit(Op.MUL);
    a.emit(Op.STORE, due);
    a.place(ahead);
  }

  /** Moves to the next deadline, beyond those that have passed. */
  private void skip(long periodNs, int due, int missed) {
    Assembler.Label ahead = a.label();
    a.emit(Op.LOAD, due);
    a.push(periodNs);
    a.emit(Op.ADD);
    a.emit(Op.STORE, due);
    a.emit(Op.LOAD, due);
    a.emit(Op.NOW);
    a.emit(Op.GT);
    a.jump(Op.JUMP_IF, ahead);
    // missed += k and due += k * period, with k = (now - due) / period + 1
    a.emit(Op.NOW);
    a.emit(Op.LOAD, due);
    a.emit(Op.SUB);
    a.push(periodNs);
    a.emit(Op.DIV);
    a.push(1);
    a.emit(Op.ADD);
    a.emit(Op.DUP);
    a.emit(Op.LOAD, missed);
    a.emit(Op.ADD);
    a.emit(Op.STORE, missed);
    a.push(periodNs);
    a.emit(Op.MUL);
    a.emit(Op.LOAD, due);
    a.emit(Op.ADD);
    a.emit(Op.STORE, due);
    a.place(ahead);
  }

  private void failOnError(BodyLowering body) {
    Assembler.Label fine = a.label();
    Kept failure = body.keep(Canon.EXACT);
    failure.push();
    a.jump(Op.JUMP_UNLESS, fine);
    failure.push();
    a.push(0);
    a.fault(Fault.UNHANDLED_ERROR);
    a.place(fine);
    failure.release();
  }

  private Kept id(BodyLowering body, CallLowering.Arguments arguments) {
    arguments.prepare(Type.TIMER).get(0).run();
    return body.keep(Canon.EXACT);
  }

  /** Goes to the end with ESRCH for an id that is no live handle. */
  private void knownOr(Kept id, Kept failure, Assembler.Label end) {
    a.push(Errno.ESRCH.number());
    failure.set();
    id.push();
    call(findRoutine());
    a.push(0);
    a.emit(Op.LT);
    a.jump(Op.JUMP_IF, end);
  }

  private void receive(BodyLowering body, Runnable until, Runnable id) {
    body.calls.systemCall(
        Syscall.RECV,
        () -> {
          a.emit(Op.SELF);
          a.emit(Op.PORT_OF);
        },
        until,
        id,
        () -> a.push(AWAITING_TIMER));
  }

  private void request(BodyLowering body, TimedOp op, int purpose) {
    request(body, op, () -> a.push(Column.NEVER), purpose);
  }

  /** Sends a request whose header, instant and class are on the stack. */
  private void request(BodyLowering body, TimedOp op, Runnable until, long purpose) {
    call(requestRoutine());
    a.emit(Op.POP);
    body.calls.systemCall(
        Syscall.CALL,
        this::pushEndpoint,
        until,
        () -> a.push(op.requestLength()),
        () -> a.push(purpose));
  }

  private void pushEndpoint() {
    a.push(program.lowering.timedEndpoint());
  }

  private void call(Assembler.FunctionRef routine) {
    a.emit(Op.CALL, routine.number());
  }

  /** The id in a response to a registration. */
  private void pushId() {
    a.emit(Op.MESSAGE, 1);
    a.push(8L * (TimedFrames.TIMER_ID_AT - TimedFrames.WORD_BYTES));
    a.emit(Op.SHR);
    a.push(0xffff_ffffL);
    a.emit(Op.AND);
  }

  private void pushCoalesced() {
    int shift = 8 * (TimedFrames.COALESCED_AT - TimedFrames.WORD_BYTES);
    a.emit(Op.MESSAGE, 1);
    a.push(shift);
    a.emit(Op.SHR);
    a.emit(Op.MESSAGE, 2);
    a.push(Long.SIZE - shift);
    a.emit(Op.SHL);
    a.emit(Op.OR);
  }

  private void table() {
    if (ids < 0) {
      ids = a.array("timers.id", HANDLES, Canon.EXACT);
      deadlines = a.array("timers.deadline", HANDLES, Canon.RELATIVE);
      count = a.local("timers.count", Canon.EXACT);
    }
  }

  private Assembler.FunctionRef routine(String name, int arity, java.util.function.Consumer<Assembler.FunctionRef> code) {
    Assembler.FunctionRef ref = a.function(name, arity);
    unwritten.add(() -> {
      a.begin(ref);
      code.accept(ref);
    });
    return ref;
  }

  /** (header, instant, class): packs the frame of a registration or a sleep. Instants before boot are boot. */
  private Assembler.FunctionRef requestRoutine() {
    if (request == null) {
      request = routine("timed.request", 3, ref -> {
        Assembler.Label future = a.label();
        a.emit(Op.LOAD_FRAME, 1);
        a.push(0);
        a.emit(Op.GE);
        a.jump(Op.JUMP_IF, future);
        a.push(0);
        a.emit(Op.STORE_FRAME, 1);
        a.place(future);
        a.emit(Op.LOAD_FRAME, 0);
        a.emit(Op.SET_MESSAGE, 0);
        int shift = 8 * (TimedFrames.DEADLINE_AT - TimedFrames.WORD_BYTES);
        a.emit(Op.LOAD_FRAME, 2);
        a.push(0xff);
        a.emit(Op.AND);
        a.emit(Op.LOAD_FRAME, 1);
        a.push(shift);
        a.emit(Op.SHL);
        a.emit(Op.OR);
        a.emit(Op.SET_MESSAGE, 1);
        a.emit(Op.LOAD_FRAME, 1);
        a.push(Long.SIZE - shift);
        a.emit(Op.SHR);
        a.emit(Op.SET_MESSAGE, 2);
        a.push(0);
        a.emit(Op.RETURN);
      });
    }
    return request;
  }

  /** (): the errno of the call to timed made last, be it the kernel's or that of the response's status. */
  private Assembler.FunctionRef errnoRoutine() {
    if (errno == null) {
      long statuses =
          program.words.list(
              Arrays.stream(TimedStatus.values()).map(status -> (long) status.errno().number()).toList());
      errno = routine("timed.errno", 0, ref -> {
        Assembler.Label answered = a.label();
        a.emit(Op.ERRNO);
        a.jump(Op.JUMP_UNLESS, answered);
        a.emit(Op.ERRNO);
        a.emit(Op.RETURN);
        a.place(answered);
        a.push(statuses);
        a.emit(Op.MESSAGE, 0);
        a.push(8L * TimedFrames.STATUS_AT);
        a.emit(Op.SHR);
        a.push(0xff);
        a.emit(Op.AND);
        a.emit(Op.LIST_GET);
        a.emit(Op.RETURN);
      });
    }
    return errno;
  }

  /** (): the errno of a registration; one that succeeded enters the table. */
  private Assembler.FunctionRef rememberRoutine() {
    if (remember == null) {
      table();
      Assembler.FunctionRef failure = errnoRoutine();
      Assembler.FunctionRef leave = forgetRoutine();
      remember = routine("timers.remember", 0, ref -> {
        int outcome = ref.word();
        Assembler.Label done = a.label();
        Assembler.Label room = a.label();
        a.emit(Op.CALL, failure.number());
        a.emit(Op.STORE_FRAME, outcome);
        a.emit(Op.LOAD_FRAME, outcome);
        a.jump(Op.JUMP_IF, done);
        a.emit(Op.LOAD, count);
        a.push(HANDLES);
        a.emit(Op.LT);
        a.jump(Op.JUMP_IF, room);
        a.push(0);
        a.emit(Op.LOAD_AT, ids);
        a.emit(Op.CALL, leave.number());
        a.emit(Op.POP);
        a.place(room);
        a.emit(Op.LOAD, count);
        pushId();
        a.emit(Op.STORE_AT, ids);
        a.emit(Op.LOAD, count);
        pushCoalesced();
        a.emit(Op.STORE_AT, deadlines);
        add(count, 1);
        a.place(done);
        a.emit(Op.LOAD_FRAME, outcome);
        a.emit(Op.RETURN);
      });
    }
    return remember;
  }

  private void add(int local, int step) {
    a.emit(Op.LOAD, local);
    a.push(step);
    a.emit(Op.ADD);
    a.emit(Op.STORE, local);
  }

  /** (id): its place in the table, −1 for none. */
  private Assembler.FunctionRef findRoutine() {
    if (find == null) {
      table();
      find = routine("timers.find", 1, ref -> {
        int slot = ref.word();
        Assembler.Label top = a.label();
        Assembler.Label found = a.label();
        Assembler.Label none = a.label();
        a.place(top);
        a.emit(Op.LOAD_FRAME, slot);
        a.emit(Op.LOAD, count);
        a.emit(Op.LT);
        a.jump(Op.JUMP_UNLESS, none);
        a.emit(Op.LOAD_FRAME, slot);
        a.emit(Op.LOAD_AT, ids);
        a.emit(Op.LOAD_FRAME, 0);
        a.emit(Op.EQ);
        a.jump(Op.JUMP_IF, found);
        step(slot);
        a.jump(Op.JUMP, top);
        a.place(none);
        a.push(-1);
        a.emit(Op.RETURN);
        a.place(found);
        a.emit(Op.LOAD_FRAME, slot);
        a.emit(Op.RETURN);
      });
    }
    return find;
  }

  private void step(int slot) {
    a.emit(Op.LOAD_FRAME, slot);
    a.push(1);
    a.emit(Op.ADD);
    a.emit(Op.STORE_FRAME, slot);
  }

  /** (id): takes a handle that is there out of the table; those behind it move up. */
  private Assembler.FunctionRef forgetRoutine() {
    if (forget == null) {
      table();
      Assembler.FunctionRef place = findRoutine();
      forget = routine("timers.forget", 1, ref -> {
        int slot = ref.word();
        Assembler.Label top = a.label();
        Assembler.Label last = a.label();
        a.emit(Op.LOAD_FRAME, 0);
        a.emit(Op.CALL, place.number());
        a.emit(Op.STORE_FRAME, slot);
        add(count, -1);
        a.place(top);
        a.emit(Op.LOAD_FRAME, slot);
        a.emit(Op.LOAD, count);
        a.emit(Op.LT);
        a.jump(Op.JUMP_UNLESS, last);
        moveUp(ids, slot);
        moveUp(deadlines, slot);
        step(slot);
        a.jump(Op.JUMP, top);
        a.place(last);
        clear(ids);
        clear(deadlines);
        a.push(0);
        a.emit(Op.RETURN);
      });
    }
    return forget;
  }

  private void moveUp(int array, int slot) {
    a.emit(Op.LOAD_FRAME, slot);
    a.emit(Op.LOAD_FRAME, slot);
    a.push(1);
    a.emit(Op.ADD);
    a.emit(Op.LOAD_AT, array);
    a.emit(Op.STORE_AT, array);
  }

  private void clear(int array) {
    a.emit(Op.LOAD, count);
    a.push(0);
    a.emit(Op.STORE_AT, array);
  }
}
