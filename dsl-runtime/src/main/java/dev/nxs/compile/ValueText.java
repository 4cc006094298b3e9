// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Floats;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Values as text: durations in their largest unit that is at least 1, classes and errors by name, harts by number, tasks
 * and declared objects by name. It is how programs themselves write values into markers.
 */
public final class ValueText {
  private final List<String> tasks;
  private final List<String> endpoints;
  private final List<String> events;
  private final List<String> mutexes;
  private final List<String> barriers;

  ValueText(MachineParts machine) {
    this.tasks = machine.taskNames();
    this.endpoints = machine.endpointNames();
    this.events = machine.eventNames();
    this.mutexes = machine.mutexNames();
    this.barriers = machine.barrierNames();
  }

  /** The text of a word of a type. */
  public String show(long word, Type type, ValuePool pool) {
    if (type instanceof Type.ListOf list) {
      return list(word, list.element(), pool);
    }
    if (type instanceof Type.RecordOf fields) {
      return fields(word, fields, pool);
    }
    if (type instanceof Type.RangeOf range) {
      String dots = pool.word(word, Words.RANGE_INCLUSIVE) != 0 ? "..=" : "..";
      return show(pool.word(word, Words.RANGE_FROM), range.element(), pool)
          + dots
          + show(pool.word(word, Words.RANGE_TO), range.element(), pool);
    }
    return simple(word, (Type.Simple) type, pool);
  }

  private String simple(long word, Type.Simple type, ValuePool pool) {
    return switch (type) {
      case FLOAT -> Floats.text(Double.longBitsToDouble(word));
      case DURATION -> Durations.text(word);
      case BOOL -> Boolean.toString(word != 0);
      case STRING -> pool.text(word);
      case QOS -> {
        QosClass qos = QosClass.ofWire(word);
        yield qos == null ? Long.toString(word) : qos.label();
      }
      case ERRNO -> {
        Errno errno = Errno.ofNumber(word);
        yield errno == null ? Long.toString(word) : errno.name();
      }
      case TASK -> name(tasks, word);
      case ENDPOINT -> name(endpoints, word);
      case EVENT -> name(events, word);
      case MUTEX -> name(mutexes, word);
      case BARRIER -> name(barriers, word);
      case INT, HART, TIMER, PATTERN, DISTRIBUTION, VOID, ANY, ERROR -> Long.toString(word);
    };
  }

  private static String name(List<String> names, long number) {
    return number >= 0 && number < names.size() ? names.get((int) number) : Long.toString(number);
  }

  private String list(long word, Type element, ValuePool pool) {
    List<String> shown = new ArrayList<>();
    for (long value : pool.words(word)) {
      shown.add(nested(value, element, pool));
    }
    return "[" + String.join(", ", shown) + "]";
  }

  /** A text within a list or a record stands in quotes, so that its commas are not theirs. */
  private String nested(long word, Type type, ValuePool pool) {
    String text = show(word, type, pool);
    return type == Type.STRING ? '"' + text + '"' : text;
  }

  private String fields(long word, Type.RecordOf type, ValuePool pool) {
    List<String> shown = new ArrayList<>();
    int index = 0;
    for (Map.Entry<String, Type> field : type.fields().entrySet()) {
      shown.add(field.getKey() + ": " + nested(pool.word(word, index), field.getValue(), pool));
      index++;
    }
    return "{" + String.join(", ", shown) + "}";
  }
}
