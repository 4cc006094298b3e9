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
import dev.nxs.kernel.user.UserContext;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the kernel and of services. A call is performed first, which may trap and so needs an empty stack; what came
 * of it is then pushed from where it lies.
 */
final class CallLowering {
  /** Bytes of a message that carries one value. */
  private static final int VALUE_BYTES = 8;

  /** The third operand of a receive that takes any message. */
  private static final int ANY_MESSAGE = -1;

  /**
   * What came of a call.
   *
   * @param fails whether it can fail
   * @param plain whether its errno is the one of the last system call, so that one instruction checks it
   * @param errno pushes the errno number; as often as needed until something traps
   * @param value pushes what it gives, if it succeeded; 0 where it gives nothing
   * @param release gives back what was kept
   */
  record Outcome(boolean fails, boolean plain, Runnable errno, Runnable value, Runnable release) {}

  private final BodyLowering body;
  private final ProgramLowering program;
  private final Assembler a;

  /** The call that is being performed, where the task stands while it waits; null outside. */
  private @Nullable Span standing;

  /** Whether somebody looks at the error of the call that is performed next. */
  private boolean looksAtError;

  CallLowering(BodyLowering body) {
    this.body = body;
    this.program = body.program;
    this.a = body.assembler;
  }

  /** A call as a statement: what it gives is dropped, and a failure stops the task. */
  void statement(Expr.Call expr) {
    Outcome outcome = perform(expr);
    check(outcome, expr);
    outcome.release().run();
  }

  /** A call whose value is pushed; a failure stops the task. */
  void value(Expr.Call expr, BoundCall call) {
    Outcome outcome = perform(expr, call);
    check(outcome, expr);
    outcome.value().run();
    outcome.release().run();
  }

  private void check(Outcome outcome, Expr.Call expr) {
    if (!outcome.fails()) {
      return;
    }
    program.site(expr.span(), Site.Kind.CALL);
    if (outcome.plain()) {
      a.emit(Op.CHECK);
      return;
    }
    Assembler.Label fine = a.label();
    outcome.errno().run();
    a.jump(Op.JUMP_UNLESS, fine);
    outcome.errno().run();
    a.push(0);
    a.fault(Fault.UNHANDLED_ERROR);
    a.place(fine);
  }

  /**
   * A tried call: pushes its errno, whether it succeeded, and where it gives something its value.
   *
   * @return how many words those are
   */
  int outcome(Expr.Try expr) {
    Type.RecordOf type = (Type.RecordOf) program.typing.typeOf(expr);
    Map<String, Type> fields = type.fields();
    Type given = fields.get("value");
    Outcome outcome = attempt(expr.call());
    outcome.errno().run();
    Kept errno = body.keep(Canon.EXACT);
    Kept value = given == null ? null : valueOrFallback(outcome, errno, given);
    outcome.release().run();
    errno.push();
    errno.push();
    a.emit(Op.NOT);
    errno.release();
    if (value != null) {
      value.push();
      value.release();
    }
    return fields.size();
  }

  private Kept valueOrFallback(Outcome outcome, Kept errno, Type type) {
    Kept value = new Kept(body.storage, Words.canon(type));
    Assembler.Label failed = a.label();
    Assembler.Label end = a.label();
    errno.push();
    a.jump(Op.JUMP_IF, failed);
    outcome.value().run();
    a.jump(Op.JUMP, end);
    a.place(failed);
    a.push(program.words.fallback(type));
    a.place(end);
    value.set();
    return value;
  }

  /** Performs a call whose error somebody looks at. */
  Outcome attempt(Expr expr) {
    looksAtError = true;
    return perform(expr);
  }

  /** Performs a call; anything else that can stand after {@code try}, {@code ignore} and the like is evaluated. */
  Outcome perform(Expr expr) {
    if (expr instanceof Expr.Call call && program.typing.call(call).target() instanceof Builtin) {
      return perform(call, program.typing.call(call));
    }
    looksAtError = false;
    Type type = program.typing.typeOf(expr);
    body.expressions.push(expr);
    Kept value = body.keep(Words.canon(type));
    return new Outcome(false, false, () -> a.push(Errno.OK.number()), value::push, value::release);
  }

  private Outcome perform(Expr.Call expr, BoundCall call) {
    program.site(expr.span(), Site.Kind.CALL);
    // Arguments may be calls themselves.
    Span outer = standing;
    standing = expr.span();
    Outcome outcome = perform(call, new Arguments(expr, call));
    standing = outer;
    return outcome;
  }

  private Outcome perform(BoundCall call, Arguments arguments) {
    boolean looks = looksAtError;
    looksAtError = false;
    return switch ((Builtin) call.target()) {
      case COMPUTE -> compute(arguments);
      case SLEEP -> sleep(arguments);
      case SLEEP_UNTIL -> sleepUntil(arguments);
      case NEXT_PERIOD -> failing(Syscall.NEXT_PERIOD, this::nothing);
      case YIELD -> failing(Syscall.YIELD, this::nothing);
      case EXIT -> exit(arguments);
      case NOW -> certain(() -> a.emit(Op.NOW));
      case SELF -> certain(() -> a.emit(Op.SELF));
      case HART -> hart(arguments);
      case MARK -> mark(arguments);
      case QOS -> qos(arguments);
      case SET_QOS -> set(Syscall.QOS_SET, arguments, Type.QOS);
      case SET_QOS_RAW -> set(Syscall.QOS_SET, arguments, Type.INT);
      case ALARM -> program.timed.register(body, true, arguments, this::deadline);
      case TIMER_REGISTER, TIMER_REGISTER_RAW -> program.timed.register(body, false, arguments, this::deadline);
      case TIMER_CANCEL -> program.timed.cancel(body, arguments);
      case TIMER_WAIT -> program.timed.await(body, arguments);
      case TIMER_DEADLINE -> program.timed.deadline(body, arguments);
      case SEND -> send(arguments);
      // Who does not look at the error could only stop, and waits on instead.
      case RECV -> receive(arguments, looks);
      case CALL -> call(arguments);
      case REPLY -> reply(arguments);
      case WAIT -> waiting(Syscall.EVENT_WAIT, Type.EVENT, arguments);
      case SIGNAL -> signal(arguments, Syscall.EVENT_SIGNAL);
      case BROADCAST -> signal(arguments, Syscall.EVENT_BROADCAST);
      case LOCK -> waiting(Syscall.LOCK, Type.MUTEX, arguments);
      case UNLOCK -> failing(Syscall.UNLOCK, this::nothing, arguments.prepare(Type.MUTEX).get(0));
      case ARRIVE -> {
        program.arrivals.add(arguments.given(0), program, body.body());
        yield waiting(Syscall.ARRIVE, Type.BARRIER, arguments);
      }
      case RANDOM -> random(arguments);
      case CHOOSE -> choose(arguments);
      case BUSY_UNTIL -> busyUntil(arguments);
      case START -> start(arguments);
      case INJECT -> inject(arguments);
      case SPAWN -> spawn(arguments);
      case JOIN -> {
        Runnable task = arguments.prepare(Type.TASK).get(0);
        yield failing(Syscall.JOIN, () -> a.emit(Op.RESULT), task, () -> a.push(Column.NEVER));
      }
      case KILL -> {
        program.kills.addAny();
        yield failing(Syscall.KILL, this::nothing, arguments.prepare(Type.TASK).get(0));
      }
      case TASKS -> throw new IllegalArgumentException("known before running: call=tasks");
      case AFFINITY -> of(Syscall.AFFINITY_GET, arguments);
      case SET_AFFINITY -> set(Syscall.AFFINITY_SET, arguments, program.typing.typeOf(arguments.given(0)));
      case SHARES -> of(Syscall.SHARES_GET, arguments);
      case SET_SHARES -> set(Syscall.SHARES_SET, arguments, Type.INT);
      case OFFLINE -> failing(Syscall.HART_OFFLINE, this::nothing, arguments.prepare(Type.HART).get(0));
      case ONLINE -> failing(Syscall.HART_ONLINE, this::nothing, arguments.prepare(Type.HART).get(0));
    };
  }

  /** The arguments of a call. Prepared once, all together, because one may trap that stands behind another. */
  final class Arguments {
    private final Expr.Call expr;
    private final BoundCall call;

    Arguments(Expr.Call expr, BoundCall call) {
      this.expr = expr;
      this.call = call;
    }

    Expr given(int place) {
      return ExprLowering.given(call.arguments().get(place), expr);
    }

    @Nullable Expr optional(int place) {
      return place < call.arguments().size() ? call.arguments().get(place) : null;
    }

    /** Pushes for each argument in order; one that was left out pushes nothing. */
    List<Runnable> prepare(Type... types) {
      List<Expr> there = new ArrayList<>();
      List<Type> wanted = new ArrayList<>();
      for (int i = 0; i < types.length; i++) {
        Expr argument = optional(i);
        if (argument != null) {
          there.add(argument);
          wanted.add(types[i]);
        }
      }
      List<Runnable> pushes = body.prepare(there, wanted);
      List<Runnable> all = new ArrayList<>();
      int next = 0;
      for (int i = 0; i < types.length; i++) {
        all.add(optional(i) == null ? CallLowering::none : pushes.get(next++));
      }
      program.site(expr.span(), Site.Kind.CALL);
      return all;
    }
  }

  private static void none() {}

  private void nothing() {
    a.push(0);
  }

  /** A call that can't fail and only pushes what it gives. */
  private Outcome certain(Runnable value) {
    return new Outcome(false, false, () -> a.push(Errno.OK.number()), value, CallLowering::none);
  }

  /** Makes a system call without operands on the stack. */
  private Outcome failing(Syscall call, Runnable value, Runnable... operands) {
    systemCall(call, operands);
    return new Outcome(true, true, () -> a.emit(Op.ERRNO), value, CallLowering::none);
  }

  void systemCall(Syscall call, Runnable... operands) {
    for (Runnable operand : operands) {
      operand.run();
    }
    for (int i = operands.length; i < UserContext.MESSAGE_WORDS; i++) {
      a.push(0);
    }
    stand();
    a.syscall(call);
  }

  /** What traps next belongs to the whole call, not to the argument that was evaluated last. */
  private void stand() {
    if (standing != null) {
      program.site(standing, Site.Kind.CALL);
    }
  }

  private Outcome compute(Arguments arguments) {
    Expr duration = arguments.given(0);
    ConstantValue constant = program.constant(duration).orElse(null);
    if (constant instanceof ConstantValue.OfDuration known && known.ns() >= 0) {
      a.emit(Op.COMPUTE_CONST, a.constant(known.ns()));
    } else {
      if (program.typing.typeOf(duration) instanceof Type.RangeOf) {
        pushRandom(duration, Type.DURATION);
      } else {
        body.expressions.pushAs(duration, Type.DURATION);
      }
      stand();
      a.emit(Op.COMPUTE);
    }
    return certain(this::nothing);
  }

  private Outcome sleep(Arguments arguments) {
    if (program.scenario.timed().isPresent()) {
      Runnable duration = arguments.prepare(Type.DURATION).get(0);
      return program.timed.sleep(body, () -> {
        a.emit(Op.NOW);
        duration.run();
        a.emit(Op.ADD);
      });
    }
    ConstantValue constant = program.constant(arguments.given(0)).orElse(null);
    if (constant instanceof ConstantValue.OfDuration known) {
      a.emit(Op.SLEEP_CONST, a.constant(known.ns()));
    } else {
      arguments.prepare(Type.DURATION).get(0).run();
      stand();
      a.emit(Op.SLEEP);
    }
    // The kernel's own timer takes every instant.
    return certain(this::nothing);
  }

  private Outcome sleepUntil(Arguments arguments) {
    Runnable time = arguments.prepare(Type.DURATION).get(0);
    if (program.scenario.timed().isPresent()) {
      return program.timed.sleep(body, time);
    }
    systemCall(Syscall.SLEEP_UNTIL, time);
    return certain(this::nothing);
  }

  private Outcome exit(Arguments arguments) {
    Runnable code = arguments.prepare(Type.INT).get(0);
    if (arguments.optional(0) == null) {
      nothing();
    } else {
      code.run();
    }
    a.emit(Op.EXIT);
    return certain(this::nothing);
  }

  /** A hart by number, which must exist; or the one that runs the task. */
  private Outcome hart(Arguments arguments) {
    if (arguments.optional(0) == null) {
      return certain(() -> a.emit(Op.HART));
    }
    Runnable number = arguments.prepare(Type.INT).get(0);
    return certain(() -> {
      number.run();
      body.expressions.hart();
    });
  }

  private Outcome mark(Arguments arguments) {
    Expr text = arguments.given(0);
    ConstantValue constant = program.constant(text).orElse(null);
    if (constant instanceof ConstantValue.OfString known) {
      systemCall(Syscall.MARK, () -> a.push(program.words.text(known.value())));
    } else {
      body.expressions.texts().marker(text);
      stand();
      a.emit(Op.MARK);
    }
    return certain(this::nothing);
  }

  private Outcome qos(Arguments arguments) {
    if (arguments.optional(0) == null) {
      return certain(() -> a.emit(Op.QOS));
    }
    return failing(Syscall.QOS_GET, () -> a.emit(Op.RESULT), arguments.prepare(Type.TASK).get(0));
  }

  /** The task that a call is about: the one given, or the one that runs. */
  private Runnable target(List<Runnable> prepared, int place, Arguments arguments) {
    return arguments.optional(place) == null ? () -> a.emit(Op.SELF) : prepared.get(place);
  }

  /** Asks something of a task. */
  private Outcome of(Syscall call, Arguments arguments) {
    return failing(call, () -> a.emit(Op.RESULT), target(arguments.prepare(Type.TASK), 0, arguments));
  }

  /** Sets something of a task. */
  private Outcome set(Syscall call, Arguments arguments, Type type) {
    List<Runnable> all = arguments.prepare(type, Type.TASK);
    return failing(call, this::nothing, target(all, 1, arguments), all.get(0));
  }

  /** Until when a call waits: for ever without a timeout, and not at all in an act of the world. */
  private Runnable deadline(@Nullable Expr timeout, Runnable push) {
    if (program.isAct()) {
      return () -> a.emit(Op.NOW);
    } else if (timeout == null) {
      return () -> a.push(Column.NEVER);
    }
    return () -> {
      a.emit(Op.NOW);
      push.run();
      a.emit(Op.ADD_SATURATED);
    };
  }

  private Outcome send(Arguments arguments) {
    program.sends.add(arguments.given(0), program, body.body());
    List<Runnable> all = arguments.prepare(Type.ENDPOINT, messageType(arguments), Type.DURATION);
    all.get(1).run();
    a.emit(Op.SET_MESSAGE, 0);
    return failing(
        Syscall.SEND,
        this::nothing,
        all.get(0),
        deadline(arguments.optional(2), all.get(2)),
        () -> a.push(VALUE_BYTES));
  }

  private Outcome receive(Arguments arguments, boolean tellEnd) {
    program.receives.add(arguments.given(0), program, body.body());
    List<Runnable> all = arguments.prepare(Type.ENDPOINT, Type.DURATION);
    Outcome outcome =
        failing(
            Syscall.RECV,
            () -> a.emit(Op.MESSAGE, 0),
            all.get(0),
            deadline(arguments.optional(1), all.get(1)),
            () -> a.push(ANY_MESSAGE),
            () -> a.push(tellEnd ? Syscall.TELL_END : 0));
    // It may be answered later, when other messages have come and gone.
    a.emit(Op.KEEP_CALLER, program.replyToken());
    return outcome;
  }

  private Outcome call(Arguments arguments) {
    program.sends.add(arguments.given(0), program, body.body());
    List<Runnable> all = arguments.prepare(Type.ENDPOINT, messageType(arguments), Type.DURATION);
    all.get(1).run();
    a.emit(Op.SET_MESSAGE, 0);
    return failing(
        Syscall.CALL,
        () -> a.emit(Op.MESSAGE, 0),
        all.get(0),
        deadline(arguments.optional(2), all.get(2)),
        () -> a.push(VALUE_BYTES));
  }

  private Type messageType(Arguments arguments) {
    return program.typing.wantedType(arguments.given(1));
  }

  private Outcome reply(Arguments arguments) {
    Expr value = arguments.given(0);
    arguments.prepare(program.typing.wantedType(value)).get(0).run();
    a.emit(Op.SET_MESSAGE, 0);
    Outcome outcome =
        failing(
            Syscall.REPLY, this::nothing, () -> a.emit(Op.LOAD, program.replyToken()), () -> a.push(VALUE_BYTES));
    // Answered once; a second reply has nobody to go to.
    a.push(0);
    a.emit(Op.STORE, program.replyToken());
    return outcome;
  }

  /** A call that waits for an object, for a while where it says so. */
  private Outcome waiting(Syscall call, Type type, Arguments arguments) {
    List<Runnable> all = arguments.prepare(type, Type.DURATION);
    return failing(call, this::nothing, all.get(0), deadline(arguments.optional(1), all.get(1)));
  }

  private Outcome signal(Arguments arguments, Syscall call) {
    program.signals.add(arguments.given(0), program, body.body());
    return failing(call, this::nothing, arguments.prepare(Type.EVENT).get(0));
  }

  private Outcome start(Arguments arguments) {
    return failing(Syscall.START, this::nothing, arguments.prepare(Type.TASK).get(0));
  }

  private Outcome inject(Arguments arguments) {
    BoundCall injected = program.typing.call((Expr.Call) arguments.given(0));
    FaultCall fault = (FaultCall) injected.target();
    program.lowering.injects();
    Runnable operand = this::nothing;
    for (int i = 0; i < fault.parameters().size(); i++) {
      Expr value = ExprLowering.given(injected.arguments().get(i), arguments.given(0));
      operand = body.prepare(List.of(value), List.of(fault.parameters().get(i).type())).get(0);
    }
    return failing(Syscall.INJECT, this::nothing, () -> a.push(fault.fault().ordinal()), operand);
  }

  /** Spawns: the arguments of the program become a list, which the kernel puts into the first words of the task. */
  private Outcome spawn(Arguments arguments) {
    BoundCall call = program.typing.call((Expr.Call) arguments.given(0));
    ProgramSymbol spawned = (ProgramSymbol) call.target();
    List<Expr> operands = new ArrayList<>();
    List<Type> types = new ArrayList<>();
    for (int i = 0; i < spawned.parameterTypes().size(); i++) {
      operands.add(ExprLowering.given(call.arguments().get(i), arguments.expr));
      types.add(spawned.parameterTypes().get(i));
    }
    Expr qos = arguments.optional(1);
    Expr name = arguments.optional(2);
    if (qos != null) {
      operands.add(qos);
      types.add(Type.QOS);
    }
    if (name != null) {
      operands.add(name);
      types.add(Type.STRING);
    }
    List<Runnable> pushes = new ArrayList<>(body.prepare(operands, types));
    Runnable namePush = name == null ? () -> a.push(-1) : pushes.remove(pushes.size() - 1);
    Runnable qosPush = qos == null ? () -> a.push(-1) : pushes.remove(pushes.size() - 1);
    program.site(arguments.expr.span(), Site.Kind.CALL);
    int number = program.lowering.spawnNumber(spawned);
    return failing(
        Syscall.SPAWN,
        () -> a.emit(Op.RESULT),
        () -> a.push(number),
        qosPush,
        namePush,
        () -> body.expressions.list(pushes));
  }

  private Outcome random(Arguments arguments) {
    Expr range = arguments.given(0);
    Type type = program.typing.typeOf(range) instanceof Type.RangeOf of ? of.element() : Type.INT;
    return certain(() -> {
      pushRandom(range, type);
      program.site(arguments.expr.span(), Site.Kind.CALL);
    });
  }

  /** A list of the values, of which one is drawn. */
  private Outcome choose(Arguments arguments) {
    int count = arguments.call.arguments().size();
    Type[] types = new Type[count];
    for (int i = 0; i < count; i++) {
      types[i] = program.typing.wantedType(arguments.given(i));
    }
    List<Runnable> values = arguments.prepare(types);
    return certain(() -> {
      values.forEach(Runnable::run);
      a.emit(Op.LIST_NEW, count);
      a.push(0);
      a.push(count);
      a.emit(Op.RANDOM);
      a.emit(Op.LIST_GET);
    });
  }

  private void pushRandom(Expr range, Type element) {
    RangeParts parts = RangeParts.of(body, range, element);
    program.site(range.span(), Site.Kind.EXPRESSION);
    parts.from().run();
    parts.pushBehind(a);
    a.emit(Op.RANDOM);
    parts.release();
  }

  /** Looks, and spins until something has happened before it looks again. */
  private Outcome busyUntil(Arguments arguments) {
    Assembler.Label again = a.label();
    Assembler.Label end = a.label();
    a.place(again);
    body.expressions.push(arguments.given(0));
    a.jump(Op.JUMP_IF, end);
    stand();
    a.emit(Op.SPIN);
    a.jump(Op.JUMP, again);
    a.place(end);
    return certain(this::nothing);
  }
}
