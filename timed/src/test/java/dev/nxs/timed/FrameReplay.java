// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * Replays vectors of kind {@code frames}: request bytes against response bytes, audit lines and coalescing deltas. The
 * reference polls the clock while it sleeps; here the clock is advanced by the vector's step until the sleeper is due.
 */
final class FrameReplay implements ConformanceTest.Replay {
  private static final HexFormat HEX = HexFormat.of();

  private OptionalLong chipNs = OptionalLong.empty();
  private final TimedConfig config =
      TimedConfig.builder(0).classFrom(ClassSource.REQUEST).owners(1024).sleepers(1).wallClock(now -> chipNs).build();
  private final TimerTable timers = new TimerTable(config);
  private final TimedMemory layout = new TimedMemory(config);
  private final TimedRequests requests = new TimedRequests(config, timers);
  private FakeUser user = new FakeUser(timers.tables());
  private int operations;

  @Override
  public int operations() {
    return operations;
  }

  @Override
  public String apply(JsonNode line) {
    if (line.has("rtc")) {
      JsonNode rtc = line.get("rtc");
      chipNs = rtc.isNull() ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(rtc.asText()));
    }
    if (line.has("now")) {
      long nowNs = Long.parseUnsignedLong(line.get("now").asText());
      if (line.get("op").asText().equals("session")) {
        return startSession(nowNs);
      }
      user.nowNs = nowNs;
    }
    if (line.has("clock_fail")) {
      // The wall clock may have been anchored before the clock failed.
      if (line.path("anchored").asBoolean()) {
        requests.anchor(user);
        user.store(TimedMemory.LINE, Line.NONE.ordinal());
      }
      return "";
    }
    operations++;
    if (!line.get("op").asText().equals("frame")) {
      return "an unknown operation";
    }
    return exchange(line);
  }

  private String startSession(long nowNs) {
    user = new FakeUser(timers.tables());
    user.nowNs = nowNs;
    requests.anchor(user);
    user.store(TimedMemory.LINE, 0);
    return "";
  }

  private String exchange(JsonNode line) {
    user.senderService = Long.parseUnsignedLong(line.get("sender").asText());
    user.sender = 2;
    user.token = 1;
    user.receive(HEX.parseHex(line.get("req").asText()));
    long lastId = user.load(TimedMemory.LAST_ID);
    requests.answer(user);
    long yields = 0;
    if (user.load(TimedMemory.REPLY_LENGTH) == 0) {
      yields = sleepOut(line);
    }
    String response = HEX.formatHex(user.sent((int) user.load(TimedMemory.REPLY_LENGTH)));
    String said = said();
    if (!response.equals(line.get("rsp").asText())) {
      return "answered " + response;
    }
    if (!said.equals(line.path("anchored").asBoolean() ? "timed: walltime anchored" : audit(line))) {
      return "said '" + said + "'";
    }
    if (yields != line.path("yields").asLong(0)) {
      return "was due after " + yields + " steps";
    }
    return metric(line, lastId);
  }

  private long sleepOut(JsonNode line) {
    long stepNs = line.path("step").asLong(0);
    int sleeper = sleeper();
    long yields = 0;
    while (!Coalescing.isDue(timers.coalescedNs(user, sleeper), user.nowNs)) {
      user.nowNs = Coalescing.saturatedSum(user.nowNs, stepNs);
      yields++;
    }
    requests.wake(user, sleeper);
    timers.remove(user, sleeper);
    return yields;
  }

  /** The only sleeper; alarms that are due before it stay where they are, for the reference delivers none. */
  private int sleeper() {
    return layout.alarms() + 1;
  }

  private String said() {
    Line line = Line.of(user.load(TimedMemory.LINE));
    user.store(TimedMemory.LINE, Line.NONE.ordinal());
    return line.text();
  }

  private static String audit(JsonNode line) {
    if (!line.has("audit")) {
      return "";
    }
    String[] parts = line.get("audit").asText().split("/", -1);
    return "timed: audit register decision=" + parts[0] + " reason=" + parts[1];
  }

  /** The reference records how far coalescing moved each accepted deadline. */
  private String metric(JsonNode line, long lastId) {
    boolean registered = user.load(TimedMemory.LAST_ID) != lastId;
    if (registered != line.has("metric")) {
      return registered ? "registered" : "did not register";
    }
    if (!registered) {
      return "";
    }
    int row = timers.find(user, user.senderService, user.load(TimedMemory.LAST_ID));
    long deltaNs = timers.coalescedNs(user, row) - timers.requestedNs(user, row);
    String delta = Long.toUnsignedString(deltaNs);
    return delta.equals(line.get("metric").asText()) ? "" : "moved by " + delta;
  }
}
