// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import dev.nxs.RunTrace;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.QosClass;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run as the text that Linux has in {@code /sys/kernel/tracing/trace}: switches, wakeups, migrations, interrupts
 * between processors, timers, and markers as {@code tracing_mark_write}. Names lose what would break the fields apart.
 */
public final class FtraceText implements RunTrace, Closeable {
  private static final long NS_PER_S = 1_000_000_000;
  private static final int COMMAND_WIDTH = 16;
  private static final int PID_WIDTH = 7;

  /** Priorities by class: below 100 real time, 120 a normal task, more than that nicer. */
  private static final int[] PRIORITIES = {139, 120, 110, 89};

  private final OutputStream out;
  private final Lanes lanes = new Lanes();
  private byte[] states = new byte[16];
  private int[] previous = new int[0];
  private @Nullable Traced run;
  private @Nullable IOException failure;

  /**
   * Begins a text.
   *
   * @param out is left open
   */
  public FtraceText(OutputStream out) {
    this.out = out;
    print("# tracer: nop\n#\n#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION\n#              | |         |   |||||     |         |\n");
  }

  @Override
  public long interest() {
    return Lanes.INTEREST
        | EventKind.MARKER.bit()
        | EventKind.IPI.bit()
        | EventKind.IPI_REQUEST.bit()
        | EventKind.EXPIRE.bit();
  }

  @Override
  public void begin(Traced traced) {
    run = traced;
    lanes.begin(traced.harts());
    previous = new int[traced.harts()];
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    int on = Math.max(0, hart);
    if ((kind.bit() & Lanes.INTEREST) != 0) {
      scheduling(kind, timeNs, hart, pid, first, second);
      return;
    }
    switch (kind) {
      case IPI -> event(on, timeNs, "ipi_entry: (Rescheduling interrupts)");
      case IPI_REQUEST -> {
        if (second == 1) {
          event(on, timeNs, "ipi_raise: target_mask=" + mask((int) first) + " (Rescheduling interrupts)");
        }
      }
      default -> event(on, timeNs, "hrtimer_expire_entry: hrtimer=0x" + Long.toHexString(first) + " function="
          + command(pid) + " now=" + timeNs);
    }
  }

  private void scheduling(EventKind kind, long timeNs, int hart, int pid, long first, long second) {
    if (pid >= states.length) {
      states = Arrays.copyOf(states, Math.max(pid + 1, states.length * 2));
    }
    switch (kind) {
      case WAKE -> {
        lanes.event(kind, hart, pid, first, second);
        String who = "comm=" + command(pid) + " pid=" + pid + " prio=" + priority(pid) + " target_cpu=" + digits(second, 3);
        event(Math.max(0, hart), timeNs, "sched_waking: " + who);
        event(Math.max(0, hart), timeNs, "sched_wakeup: " + who);
      }
      case MIGRATE -> {
        lanes.event(kind, hart, pid, first, second);
        event(Math.max(0, hart), timeNs, "sched_migrate_task: comm=" + command(pid) + " pid=" + pid + " prio="
            + priority(pid) + " orig_cpu=" + first + " dest_cpu=" + second);
      }
      case DISPATCH, IDLE -> {
        int before = previous[hart];
        lanes.event(kind, hart, pid, first, second);
        int now = kind == EventKind.IDLE ? 0 : pid;
        if (before != now) {
          event(hart, timeNs, change(hart, before, now));
          previous[hart] = now;
        }
      }
      default -> {
        states[pid] = (byte) (kind == EventKind.BLOCK ? 'S' : kind == EventKind.EXIT ? 'X' : 'R');
        lanes.event(kind, hart, pid, first, second);
      }
    }
    if (kind == EventKind.WAKE || kind == EventKind.DISPATCH) {
      states[pid] = 'R';
    }
  }

  private String change(int hart, int before, int now) {
    String state = before == 0 || states[before] == 0 ? "R" : String.valueOf((char) states[before]);
    return "sched_switch: prev_comm=" + who(hart, before) + " prev_pid=" + before + " prev_prio=" + priority(before)
        + " prev_state=" + state + " ==> next_comm=" + who(hart, now) + " next_pid=" + now + " next_prio=" + priority(now);
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    event(Math.max(0, hart), timeNs, "tracing_mark_write: I|" + pid + "|" + text.replaceAll("\\p{Cntrl}", " "));
  }

  /** The line of an event; what ran on the hart stands in front. */
  private void event(int hart, long timeNs, String text) {
    int pid = previous[hart];
    String task = who(hart, pid);
    print(
        " ".repeat(Math.max(0, COMMAND_WIDTH - task.length())) + task + "-" + padded(pid) + " [" + digits(hart, 3) + "] d..2. "
            + time(timeNs) + ": " + text + "\n");
  }

  private static String padded(int pid) {
    String text = Integer.toString(pid);
    return text + " ".repeat(Math.max(0, PID_WIDTH - text.length()));
  }

  private static String time(long ns) {
    String seconds = Long.toString(ns / NS_PER_S);
    return " ".repeat(Math.max(0, 5 - seconds.length())) + seconds + "." + digits(ns % NS_PER_S, 9);
  }

  private static String digits(long number, int width) {
    String text = Long.toString(number);
    return "0".repeat(Math.max(0, width - text.length())) + text;
  }

  private static String mask(int hart) {
    StringBuilder mask = new StringBuilder();
    for (int word = hart / 32; word >= 0; word--) {
      mask.append(String.format(Locale.ROOT, "%08x", word == hart / 32 ? 1 << (hart % 32) : 0));
      mask.append(word == 0 ? "" : ",");
    }
    return mask.toString();
  }

  private String who(int hart, int pid) {
    return pid == 0 ? "swapper/" + hart : command(pid);
  }

  private String command(int pid) {
    return run == null ? "" : run.names().apply(pid).replaceAll("[\\s=>|:]|\\p{Cntrl}", "_");
  }

  private int priority(int pid) {
    int of = pid == 0 ? QosClass.NORMAL.ordinal() : lanes.classOf(pid);
    return of >= 0 && of < PRIORITIES.length ? PRIORITIES[of] : PRIORITIES[QosClass.NORMAL.ordinal()];
  }

  private void print(String text) {
    if (failure == null) {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  @Override
  public void end(long timeNs) {
    // The text needs no last line.
  }

  @Override
  public void close() throws IOException {
    if (failure != null) {
      throw failure;
    }
    out.flush();
  }
}
