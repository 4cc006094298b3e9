// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Canon;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the values of the language are kept in words, and what does not fit one in the value pool. */
final class Words {
  /** Places of a range, which is a list of three words. */
  static final int RANGE_FROM = 0;

  static final int RANGE_TO = 1;
  static final int RANGE_INCLUSIVE = 2;

  /** The values that a program names do not fit into the pool. */
  static final class PoolFull extends RuntimeException {
    private PoolFull() {
      super("the pool of values is full", null, false, false);
    }
  }

  private final ValuePool pool;
  private final CheckedScenario scenario;

  Words(ValuePool pool, CheckedScenario scenario) {
    this.pool = pool;
    this.scenario = scenario;
  }

  /** The word of a value where one of that type is needed, which widens an int to a float. */
  long of(ConstantValue value, Type wanted) {
    if (value instanceof ConstantValue.OfInt v) {
      return wanted == Type.FLOAT ? Double.doubleToLongBits((double) v.value()) : v.value();
    } else if (value instanceof ConstantValue.OfFloat v) {
      return Double.doubleToLongBits(v.value());
    } else if (value instanceof ConstantValue.OfDuration v) {
      return v.ns();
    } else if (value instanceof ConstantValue.OfBool v) {
      return v.value() ? 1 : 0;
    } else if (value instanceof ConstantValue.OfString v) {
      return text(v.value());
    } else if (value instanceof ConstantValue.OfQos v) {
      return v.value().wire();
    } else if (value instanceof ConstantValue.OfErrno v) {
      return v.value().number();
    } else if (value instanceof ConstantValue.OfHart v) {
      return v.value();
    } else if (value instanceof ConstantValue.OfTask v) {
      return v.pid();
    } else if (value instanceof ConstantValue.OfObject v) {
      return object(v.object());
    } else if (value instanceof ConstantValue.OfRange v) {
      Type end = wanted instanceof Type.RangeOf range ? range.element() : Type.ANY;
      return list(List.of(of(v.from(), end), of(v.to(), end), v.inclusive() ? 1L : 0L));
    } else if (value instanceof ConstantValue.OfList v) {
      Type element = wanted instanceof Type.ListOf list ? list.element() : Type.ANY;
      return list(v.elements().stream().map(each -> of(each, element)).toList());
    } else {
      return fields((ConstantValue.OfRecord) value, wanted);
    }
  }

  private long fields(ConstantValue.OfRecord value, Type wanted) {
    Map<String, Type> types = wanted instanceof Type.RecordOf type ? type.fields() : Map.of();
    List<Long> words = new ArrayList<>();
    value.fields().forEach((name, field) -> words.add(of(field, types.getOrDefault(name, Type.ANY))));
    return list(words);
  }

  /** The word of a declared object. A declared timer is no handle of a task, so its number is none that timed gives. */
  long object(ObjectSymbol object) {
    return switch (object.kind()) {
      case TASK -> scenario.pids(object)[0];
      case TASK_ARRAY -> {
        List<Long> pids = new ArrayList<>();
        for (int pid : scenario.pids(object)) {
          pids.add((long) pid);
        }
        yield list(pids);
      }
      case ENDPOINT, EVENT, MUTEX, BARRIER -> object.number();
      case TIMER -> handle(object);
    };
  }

  /** What names a declared timer; ids of alarms are positive. */
  static long handle(ObjectSymbol timer) {
    return -1L - timer.number();
  }

  /** A value of a type that a call gives where it failed; nobody should look at it, but it must be one. */
  long fallback(Type type) {
    if (type instanceof Type.ListOf) {
      return ValuePool.EMPTY_LIST;
    }
    if (type instanceof Type.RangeOf) {
      return list(List.of(0L, 0L, 0L));
    }
    if (type instanceof Type.RecordOf fields) {
      return list(fields.fields().values().stream().map(this::fallback).toList());
    }
    if (type == Type.STRING) {
      return text("");
    }
    return type == Type.ERRNO ? Errno.OK.number() : 0;
  }

  int text(String text) {
    return kept(pool.intern(text));
  }

  int names(List<String> names) {
    return list(names.stream().map(name -> (long) text(name)).toList());
  }

  int list(List<Long> words) {
    return kept(pool.intern(words.stream().mapToLong(Long::longValue).toArray()));
  }

  private static int kept(int number) {
    if (number < 0) {
      throw new PoolFull();
    }
    return number;
  }

  /** How a word of a type enters the hash of the state. */
  static Canon canon(Type type) {
    boolean pooled =
        type == Type.STRING
            || type instanceof Type.ListOf
            || type instanceof Type.RangeOf
            || type instanceof Type.RecordOf;
    return pooled ? Canon.VALUE : Canon.EXACT;
  }
}
