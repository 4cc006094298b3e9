// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.nxs.kernel.user.QosClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Replays vectors of kind {@code timed}: coalescing, and the table of alarms with its limits and ids. */
final class RegistryReplay implements ConformanceTest.Replay {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int SOMEBODY = 1;

  private final TimedConfig config;
  private final TimerTable timers;
  private final TimedMemory layout;
  private FakeUser user;
  private String scenario = "";
  private int operations;

  RegistryReplay(JsonNode header) {
    int total = header.get("max_total").asInt();
    config = TimedConfig.builder(0).cap(header.get("max_per_owner").asInt()).total(total).owners(total).sleepers(0).build();
    timers = new TimerTable(config);
    layout = new TimedMemory(config);
    user = new FakeUser(timers.tables());
  }

  @Override
  public int operations() {
    return operations;
  }

  @Override
  public String apply(JsonNode line) {
    String op = line.get("op").asText();
    if (op.equals("reset")) {
      scenario = line.get("scenario").asText();
      user = new FakeUser(timers.tables());
      return "";
    }
    if (scenario.equals("id-collision")) {
      return "";
    }
    operations++;
    return switch (op) {
      case "window" -> windows(line);
      case "coalesce" -> coalesced(line);
      case "register" -> differs(line.get("outcome"), register(unsigned(line, "owner"), unsigned(line, "deadline")));
      case "register_many" -> differs(line.get("outcome"), registerMany(line));
      case "cancel" -> differs(line.get("outcome"), JSON.booleanNode(cancel(line)));
      case "count" -> differs(line.get("outcome"), JSON.numberNode(timers.count(user, unsigned(line, "owner"))));
      case "set_next_id" -> setNextId(line.get("next_id").asLong());
      case "dump" -> dump(line);
      default -> "unknown operation";
    };
  }

  private String windows(JsonNode line) {
    for (int value = line.get("qos_from").asInt(); value <= line.get("qos_to").asInt(); value++) {
      QosClass qos = QosClass.ofWire(value);
      String found = differs(line.get("outcome"), qos == null ? NullNode.instance : text(config.windowNs(qos)));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  private String coalesced(JsonNode line) {
    QosClass qos = QosClass.ofWire(line.get("qos").asInt());
    var found = JSON.arrayNode();
    for (JsonNode deadline : line.get("deadlines")) {
      long deadlineNs = Long.parseUnsignedLong(deadline.asText());
      if (qos == null || Coalescing.overflows(deadlineNs, config.windowNs(qos))) {
        found.addNull();
      } else {
        found.add(text(Coalescing.bucketNs(deadlineNs, config.windowNs(qos))));
      }
    }
    return differs(line.get("outcome"), found);
  }

  private JsonNode register(long owner, long deadlineNs) {
    return switch (timers.admit(user, owner)) {
      case OVER_LIMIT -> JSON.textNode("over_limit");
      case NO_SPACE -> JSON.textNode("no_space");
      case ADMITTED -> JSON.numberNode(timers.register(user, owner, SOMEBODY, deadlineNs, deadlineNs));
    };
  }

  private JsonNode registerMany(JsonNode line) {
    long owner = unsigned(line, "owner");
    long deadlineNs = unsigned(line, "deadline");
    int accepted = 0;
    JsonNode first = NullNode.instance;
    JsonNode last = NullNode.instance;
    JsonNode reject = NullNode.instance;
    for (int i = 0; i < line.get("count").asInt(); i++) {
      JsonNode outcome = register(owner, deadlineNs + i);
      if (outcome.isTextual()) {
        reject = outcome;
      } else {
        accepted++;
        first = first.isNull() ? outcome : first;
        last = outcome;
      }
    }
    var found = JSON.objectNode();
    found.put("accepted", accepted);
    found.set("first_id", first);
    found.set("last_id", last);
    found.set("reject", reject);
    return found;
  }

  private boolean cancel(JsonNode line) {
    int row = timers.find(user, unsigned(line, "owner"), line.get("id").asLong());
    if (row == TimerTable.NONE) {
      return false;
    }
    timers.remove(user, row);
    return true;
  }

  private String setNextId(long next) {
    user.store(TimedMemory.LAST_ID, next - 1);
    return "";
  }

  private String dump(JsonNode line) {
    long last = user.load(TimedMemory.LAST_ID);
    String found = differs(line.get("next_id"), JSON.numberNode(last == TimerTable.LAST_ID ? 1 : last + 1));
    if (!found.isEmpty()) {
      return found;
    }
    List<long[]> live = new ArrayList<>();
    for (int row = 1; row <= user.load(TimedMemory.USED); row++) {
      if (timers.id(user, row) != 0) {
        long owner = user.load(layout.alarm(row, TimedMemory.OWNER));
        live.add(new long[] {owner, timers.id(user, row), timers.coalescedNs(user, row)});
      }
    }
    live.sort(
        Comparator.<long[], Long>comparing(entry -> entry[0], Long::compareUnsigned).thenComparing(entry -> entry[1]));
    var entries = JSON.arrayNode();
    for (long[] entry : live) {
      entries.add(JSON.arrayNode().add(text(entry[0])).add(entry[1]).add(text(entry[2])));
    }
    return differs(line.get("live"), entries);
  }

  private static JsonNode text(long unsigned) {
    return JSON.textNode(Long.toUnsignedString(unsigned));
  }

  private static long unsigned(JsonNode line, String field) {
    return Long.parseUnsignedLong(line.get(field).asText());
  }

  private static String differs(JsonNode expected, JsonNode found) {
    return expected.toString().equals(found.toString()) ? "" : "got " + found;
  }
}
