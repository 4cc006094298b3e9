// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.HartId;
import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineView;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.Fault;
import java.util.ArrayList;
import java.util.List;

/** An image on the real machine, with what it writes as lines: {@code 8ms indexer[0]: woke}. */
final class Run implements TraceSink {
  final List<String> lines = new ArrayList<>();
  final Image image;
  final Machine machine;
  final RunEnd end;

  Run(Image image, long untilNs) {
    this.image = image;
    machine = Machine.boot(image.config(List.of()));
    machine.attach(this);
    machine.observer(this::query);
    end = machine.run(untilNs, 1_000_000);
  }

  /** Runs a file for a second. */
  static List<String> of(String text) {
    return new Run(Images.of(text), 1_000_000_000).lines;
  }

  @Override
  public long interest() {
    return EventKind.MARKER.bit() | EventKind.FAULT.bit();
  }

  @Override
  public void event(EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    Fault fault = Fault.values()[(int) (first & 0xff)];
    Site site = image.site((int) (first >> 8));
    StringBuilder values = new StringBuilder();
    long[] words = site.values(second, third, machine.pool());
    for (int i = 0; i < words.length; i++) {
      values.append(' ').append(image.values().show(words[i], site.operandTypes().get(i), machine.pool()));
    }
    String shown = words.length == 0 ? " " + second + " " + third : values.toString();
    add(timeNs, pid, fault + shown + " at " + site.span().text());
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    add(timeNs, pid, text);
  }

  private void add(long timeNs, int pid, String text) {
    lines.add(Durations.text(timeNs) + " " + image.taskNames().get(pid) + ": " + text);
  }

  private long query(int number, long first, long second) {
    MachineView view = machine.view();
    return switch (Query.values()[number]) {
      case EXITED -> view.state(new Pid((int) first)) == dev.nxs.kernel.TaskState.EXITED ? 1 : 0;
      case STATE -> view.state(new Pid((int) first)).ordinal();
      case IDLE -> view.idle(new HartId((int) first)) ? 1 : 0;
      default -> throw new AssertionError("not of these tests: query=" + number);
    };
  }
}
