// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.ObservingScope;
import dev.nxs.compile.Observed;
import dev.nxs.compile.Type;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.syntax.ast.Condition;
import dev.nxs.syntax.ast.Expr;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A condition that somebody outside looks for while a run goes on, such as a breakpoint. Unlike a monitor it has no words
 * in the state, so it can come and go without changing anything.
 */
public final class Probe {
  private final @Nullable EventMatcher event;
  private final @Nullable Observed state;
  private final @Nullable EventKind kind;
  private final int onHart;
  private final int byPid;
  private final Occurrence occurrence = new Occurrence();

  private Probe(@Nullable EventMatcher event, @Nullable Observed state) {
    this.event = event;
    this.state = state;
    kind = null;
    onHart = -1;
    byPid = 0;
  }

  private Probe(EventKind kind, int onHart, int byPid) {
    event = null;
    state = null;
    this.kind = kind;
    this.onHart = onHart;
    this.byPid = byPid;
  }

  /**
   * The probe of all events of a kind.
   *
   * @param onHart the only hart, −1 for any
   * @param byPid the only task, 0 for any
   */
  public static Probe of(EventKind kind, int onHart, int byPid) {
    return new Probe(kind, onHart, byPid);
  }

  /** The probe of a condition; null after a diagnostic of the scope. */
  public static @Nullable Probe of(Condition condition, ObservingScope scope) {
    if (condition instanceof Condition.Event happens) {
      EventCompiler compiler =
          new EventCompiler(scope, (expr, captures) -> scope.observe(expr, Type.BOOL, captures));
      EventMatcher matcher = compiler.compile(happens.event());
      return matcher == null ? null : new Probe(matcher, null);
    }
    Expr expr = ((Condition.State) condition).expr();
    Observed observed = scope.observe(expr, Type.BOOL, Map.of());
    return observed == null ? null : new Probe(null, observed);
  }

  /** The probe of a value of any type, which is looked at for changes. */
  public static Probe of(Observed value) {
    return new Probe(null, value);
  }

  /** What it looks at between events; null where it looks for an event. */
  public @Nullable Observed state() {
    return state;
  }

  /** The bits of the kinds of events that can be it. */
  public long interest() {
    EventKind wanted = event == null ? kind : event.kind();
    return wanted == null ? 0 : wanted.bit();
  }

  /**
   * Whether an event is what is looked for.
   *
   * @param text of a line, null for other events
   */
  public boolean occurs(
      Watched watched,
      EventKind kind,
      long timeNs,
      long step,
      int hart,
      int pid,
      long first,
      long second,
      long third,
      @Nullable String text) {
    if (this.kind != null) {
      return kind == this.kind && (onHart < 0 || hart == onHart) && (byPid == 0 || pid == byPid);
    }
    if (event == null || event.kind() != kind) {
      return false;
    }
    occurrence.kind = kind;
    occurrence.timeNs = timeNs;
    occurrence.step = step;
    occurrence.hart = hart;
    occurrence.pid = pid;
    occurrence.first = first;
    occurrence.second = second;
    occurrence.third = third;
    occurrence.text = text;
    return event.matches(occurrence, watched, new long[event.captures().size()]);
  }
}
