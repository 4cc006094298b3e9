// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.RunTrace;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all events of a run in memory, so that they can be told again, as often as wanted, to any sink: a run is paid once
 * and looked at in many ways. An event takes 16 bytes and 8 for each operand up to the last that is not 0. Beyond a bound
 * the oldest events go.
 *
 * <p>One thread records; what is recorded may be told by any once the run is over.
 */
public final class EventLog implements RunTrace {
  /** The least bound: two pieces of memory, so that there are always events left when the older one goes. */
  public static final long MIN_BYTES = 2L * Chunk.WORDS * Long.BYTES;

  private static final EventKind[] KINDS = EventKind.values();

  // The first word of an event: kind, hart + 1, pid, steps since the event before, number of operands.
  private static final int KIND_BITS = 6;
  private static final int HART_BITS = 11;
  private static final int PID_BITS = 20;
  private static final int STEPS_BITS = 25;
  private static final int HART_SHIFT = KIND_BITS;
  private static final int PID_SHIFT = HART_SHIFT + HART_BITS;
  private static final int STEPS_SHIFT = PID_SHIFT + PID_BITS;
  private static final int OPERANDS_SHIFT = STEPS_SHIFT + STEPS_BITS;
  private static final int MAX_WORDS = 5;

  private final int maxChunks;
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private Chunk last;
  private long lastStep;
  private long events;
  private long dropped;
  private @Nullable Traced run;
  private long endNs = -1;

  /** A piece of the log that can be read without those before it. */
  private static final class Chunk {
    static final int WORDS = 1 << 13;

    final long[] words = new long[WORDS];
    final List<String> texts = new ArrayList<>();
    int used;
    int events;
    long firstStep;
  }

  /**
   * An empty log.
   *
   * @param maxBytes how much memory events may take, at least {@link #MIN_BYTES}; lines take their texts on top of that
   * @throws IllegalArgumentException if that is too little
   */
  public EventLog(long maxBytes) {
    if (maxBytes < MIN_BYTES) {
      throw new IllegalArgumentException("a log of events takes at least " + MIN_BYTES + " bytes: maxBytes=" + maxBytes);
    }
    maxChunks = (int) Math.min(Integer.MAX_VALUE, maxBytes / ((long) Chunk.WORDS * Long.BYTES));
    last = new Chunk();
    chunks.add(last);
  }

  @Override
  public long interest() {
    return (1L << KINDS.length) - 1;
  }

  /** Begins anew: what was there of another run is gone. */
  @Override
  public void begin(Traced traced) {
    chunks.clear();
    last = new Chunk();
    chunks.add(last);
    lastStep = 0;
    events = 0;
    dropped = 0;
    run = traced;
    endNs = -1;
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    int operands = third != 0 ? 3 : second != 0 ? 2 : first != 0 ? 1 : 0;
    Chunk chunk = room(step);
    long[] words = chunk.words;
    int at = chunk.used;
    words[at] = head(kind, step, hart, pid) | (long) operands << OPERANDS_SHIFT;
    words[at + 1] = timeNs;
    // Written whether needed or not: the next event covers what was not.
    words[at + 2] = first;
    words[at + 3] = second;
    words[at + 4] = third;
    chunk.used = at + 2 + operands;
    chunk.events++;
    events++;
    lastStep = step;
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    Chunk chunk = room(step);
    chunk.words[chunk.used] = head(kind, step, hart, pid);
    chunk.words[chunk.used + 1] = timeNs;
    chunk.used += 2;
    chunk.texts.add(text);
    chunk.events++;
    events++;
    lastStep = step;
  }

  @Override
  public void end(long timeNs) {
    endNs = timeNs;
  }

  private long head(EventKind kind, long step, int hart, int pid) {
    return kind.ordinal() | (long) (hart + 1) << HART_SHIFT | (long) pid << PID_SHIFT | (step - lastStep) << STEPS_SHIFT;
  }

  private static int field(long head, int shift, int bits) {
    return (int) (head >>> shift) & ((1 << bits) - 1);
  }

  /** A chunk with room for an event, which knows the step before it well enough. */
  private Chunk room(long step) {
    Chunk chunk = last;
    if (chunk.used > Chunk.WORDS - MAX_WORDS || (step - lastStep) >>> STEPS_BITS != 0) {
      chunk = next();
      lastStep = step;
      chunk.firstStep = step;
    }
    return chunk;
  }

  private Chunk next() {
    Chunk chunk;
    if (chunks.size() == maxChunks) {
      // The oldest is used again, so that a full log allocates nothing.
      chunk = chunks.remove();
      dropped += chunk.events;
      chunk.used = 0;
      chunk.events = 0;
      chunk.texts.clear();
    } else {
      chunk = new Chunk();
    }
    chunks.add(chunk);
    last = chunk;
    return chunk;
  }

  /** How many events happened in all. */
  public long events() {
    return events;
  }

  /** How many of them are gone, the oldest ones. */
  public long dropped() {
    return dropped;
  }

  /** How much memory the events take, in bytes, without the texts of lines. */
  public long bytes() {
    return (long) chunks.size() * Chunk.WORDS * Long.BYTES;
  }

  /**
   * Tells what is kept, oldest first, to a sink that sees a whole run: where it begins, the events that it is interested in,
   * and where it ends if it has.
   *
   * @throws IllegalStateException if no run has begun
   */
  public void replay(RunTrace trace) {
    if (run == null) {
      throw new IllegalStateException("nothing is recorded yet: pass the log to a run first");
    }
    trace.begin(run);
    replay((TraceSink) trace);
    if (endNs >= 0) {
      trace.end(endNs);
    }
  }

  /** Tells the events that are kept, oldest first, as far as the sink is interested in their kinds. */
  public void replay(TraceSink sink) {
    long interest = sink.interest();
    for (Chunk chunk : chunks) {
      long step = chunk.firstStep;
      int text = 0;
      long[] words = chunk.words;
      int at = 0;
      while (at < chunk.used) {
        long head = words[at];
        EventKind kind = KINDS[field(head, 0, KIND_BITS)];
        int hart = field(head, HART_SHIFT, HART_BITS) - 1;
        int pid = field(head, PID_SHIFT, PID_BITS);
        step += field(head, STEPS_SHIFT, STEPS_BITS);
        int operands = (int) (head >>> OPERANDS_SHIFT);
        boolean line = kind == EventKind.MARKER || kind == EventKind.AUDIT;
        boolean wanted = (interest & kind.bit()) != 0;
        if (line) {
          String told = chunk.texts.get(text++);
          if (wanted) {
            sink.line(kind, words[at + 1], step, hart, pid, told);
          }
        } else if (wanted) {
          sink.event(
              kind,
              words[at + 1],
              step,
              hart,
              pid,
              operands > 0 ? words[at + 2] : 0,
              operands > 1 ? words[at + 3] : 0,
              operands > 2 ? words[at + 4] : 0);
        }
        at += 2 + operands;
      }
    }
  }
}
