// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Position;
import org.jspecify.annotations.Nullable;

/**
 * A place of a session with its whole state, and the text that was run. It is good for its session alone, whatever is
 * added to that or changed in it later. Immutable.
 */
public final class Snapshot {
  private final Object session;
  private final Timeline timeline;
  private final SessionText text;
  private final dev.nxs.kernel.Snapshot state;
  private final Position position;
  private final @Nullable End end;

  Snapshot(
      Object session,
      Timeline timeline,
      SessionText text,
      dev.nxs.kernel.Snapshot state,
      Position position,
      @Nullable End end) {
    this.session = session;
    this.timeline = timeline;
    this.text = text;
    this.state = state;
    this.position = position;
    this.end = end;
  }

  public Position position() {
    return position;
  }

  Object session() {
    return session;
  }

  Timeline timeline() {
    return timeline;
  }

  SessionText text() {
    return text;
  }

  dev.nxs.kernel.Snapshot state() {
    return state;
  }

  @Nullable End end() {
    return end;
  }

  /** Two snapshots are equal if every word of their states is: same text, same place, same state. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Snapshot that && timeline == that.timeline && state.equals(that.state);
  }

  @Override
  public int hashCode() {
    return state.hashCode();
  }
}
