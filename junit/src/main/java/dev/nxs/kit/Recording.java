// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import dev.nxs.kernel.Position;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import java.util.ArrayList;
import java.util.List;

/** Everything that a machine told, to be held against what another told. */
final class Recording implements TraceSink {
  /**
   * An event, or a line with its text.
   *
   * @param text empty for an event
   */
  private record Told(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third, String text) {}

  private final List<Told> told = new ArrayList<>();

  @Override
  public long interest() {
    return -1L;
  }

  @Override
  public void event(
      EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
    told.add(new Told(kind, timeNs, step, hart, pid, first, second, third, ""));
  }

  @Override
  public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
    told.add(new Told(kind, timeNs, step, hart, pid, 0, 0, 0, text));
  }

  /** Forgets what was told behind a step, as a machine that is put back there has not told it. */
  void back(long step) {
    told.removeIf(each -> each.step() > step);
  }

  /** Where another differs first, empty where it does not. */
  String difference(Recording other) {
    int common = Math.min(told.size(), other.told.size());
    for (int i = 0; i < common; i++) {
      if (!told.get(i).equals(other.told.get(i))) {
        return "at " + place(told.get(i)) + ": " + text(told.get(i)) + ", and the other time " + text(other.told.get(i));
      }
    }
    if (told.size() == other.told.size()) {
      return "";
    }
    Told more = told.size() > common ? told.get(common) : other.told.get(common);
    return "at " + place(more) + ": " + text(more) + " takes place one time only";
  }

  private static String place(Told event) {
    return new Position(event.timeNs(), event.step()).text();
  }

  private static String text(Told event) {
    return event.kind() + " by " + event.pid() + " on " + event.hart() + " (" + event.first() + ", " + event.second() + ")"
        + (event.text().isEmpty() ? "" : " \"" + event.text() + "\"");
  }
}
