// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.QosClass;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A value that is known before anything runs. Immutable, equal by value. */
public sealed interface ConstantValue {

  /** {@code 42}. */
  record OfInt(long value) implements ConstantValue {}

  /** {@code 0.5}. */
  record OfFloat(double value) implements ConstantValue {
    public OfFloat {
      // There is one zero, so that values that are equal as numbers are equal as values.
      value += 0.0;
    }
  }

  /** {@code 5ms}, in nanoseconds. */
  record OfDuration(long ns) implements ConstantValue {}

  /** {@code true}. */
  record OfBool(boolean value) implements ConstantValue {}

  /** {@code "text"}. */
  record OfString(String value) implements ConstantValue {}

  /** {@code perfburst}. */
  record OfQos(QosClass value) implements ConstantValue {}

  /** {@code EPERM}. */
  record OfErrno(Errno value) implements ConstantValue {}

  /** A hart by number. */
  record OfHart(int value) implements ConstantValue {}

  /** A task by pid and name. */
  record OfTask(int pid, String name) implements ConstantValue {}

  /** A declared endpoint, event, mutex, barrier or timer. */
  record OfObject(ObjectSymbol object) implements ConstantValue {}

  /** {@code a..b}, {@code a..=b}; both ends are int, duration or float. */
  record OfRange(ConstantValue from, ConstantValue to, boolean inclusive) implements ConstantValue {}

  /** {@code [a, b]}. */
  record OfList(List<ConstantValue> elements) implements ConstantValue {
    public OfList {
      elements = List.copyOf(elements);
    }
  }

  /** {@code {name: value}}, in the order of the type's fields. */
  record OfRecord(Map<String, ConstantValue> fields) implements ConstantValue {
    public OfRecord {
      // By name, as in the type.
      fields = new LinkedHashMap<>(new TreeMap<>(fields));
    }

    @Override
    public Map<String, ConstantValue> fields() {
      return new LinkedHashMap<>(fields);
    }
  }
}
