// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The type of a value. Types are equal by value; the order of a record's fields counts, because it is the order in
 * which they are kept.
 */
public sealed interface Type {
  Type INT = Simple.INT;
  Type FLOAT = Simple.FLOAT;
  Type DURATION = Simple.DURATION;
  Type BOOL = Simple.BOOL;
  Type STRING = Simple.STRING;
  Type QOS = Simple.QOS;
  Type ERRNO = Simple.ERRNO;
  Type TASK = Simple.TASK;
  Type HART = Simple.HART;
  Type ENDPOINT = Simple.ENDPOINT;
  Type MUTEX = Simple.MUTEX;
  Type EVENT = Simple.EVENT;
  Type BARRIER = Simple.BARRIER;
  Type TIMER = Simple.TIMER;
  Type PATTERN = Simple.PATTERN;
  Type DISTRIBUTION = Simple.DISTRIBUTION;
  Type VOID = Simple.VOID;
  Type ANY = Simple.ANY;
  Type ERROR = Simple.ERROR;

  /** The types without a structure. */
  enum Simple implements Type {
    INT("int"),
    FLOAT("float"),
    DURATION("duration"),
    BOOL("bool"),
    STRING("string"),
    QOS("qos"),
    ERRNO("errno"),
    TASK("task"),
    HART("hart"),
    ENDPOINT("endpoint"),
    MUTEX("mutex"),
    EVENT("event"),
    BARRIER("barrier"),
    TIMER("timer"),
    /** {@code r"…"} and {@code p"…"}. */
    PATTERN("pattern"),
    /** What {@code wake_latency(t)} gives; its members are durations, and a count. */
    DISTRIBUTION("distribution"),
    /** What a call without a value gives. */
    VOID("nothing"),
    /** Of a parameter: takes every value. Of a list's element: the list is empty and fits every list. */
    ANY("any value"),
    /** Something is wrong here and has been reported; fits everything, so that one mistake gives one message. */
    ERROR("unknown");

    private final String text;

    Simple(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  /** {@code list<T>}. */
  record ListOf(Type element) implements Type {
    @Override
    public String text() {
      return element == ANY ? "empty list" : "list<" + element.text() + ">";
    }
  }

  /** {@code range<T>} of int, duration or float. */
  record RangeOf(Type element) implements Type {
    @Override
    public String text() {
      return "range<" + element.text() + ">";
    }
  }

  /** {@code {name: value}}: names and types in the order in which they were written. */
  record RecordOf(Map<String, Type> fields) implements Type {
    public RecordOf {
      // By name, so that equal records have equal words in whatever order they were written.
      fields = new LinkedHashMap<>(new TreeMap<>(fields));
    }

    @Override
    public Map<String, Type> fields() {
      return new LinkedHashMap<>(fields);
    }

    @Override
    public String text() {
      return fields.entrySet().stream()
          .map(field -> field.getKey() + ": " + field.getValue().text())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** The type as authors write it: {@code list<int>}. */
  String text();
}
