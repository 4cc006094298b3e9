// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.ast;

import dev.nxs.syntax.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event, narrowed by {@code on hart}, {@code by task} and {@code where}.
 *
 * @param hart null: on any hart
 * @param task null: by any task
 * @param where null: without a further condition; the captures of the pattern are names in it
 */
public record EventPattern(Atom atom, @Nullable Expr hart, @Nullable Expr task, @Nullable Expr where, Span span)
    implements Node {

  /** What kind of event. */
  public sealed interface Atom extends Node {
    <R> R accept(Visitor<R> visitor);
  }

  /** {@code marker "text"}, {@code marker contains "…"}, {@code marker starts "…"}, {@code marker r"…"}, {@code marker p"…"}. */
  public record Marker(Match match, Expr text, Span span) implements Atom {
    /** How the body of a line is compared with the text. */
    public enum Match {
      EXACT,
      CONTAINS,
      STARTS,
      REGEX,
      TEMPLATE
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.marker(this);
    }
  }

  /**
   * An event of the machine by its name: {@code dispatch preempt wake block exit migrate expire steal ipi syscall
   * fails}, with what stands in its parentheses.
   */
  public record Kernel(Name kind, List<Argument> arguments, Span span) implements Atom {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.kernel(this);
    }
  }

  /** {@code audit r"…"}. */
  public record Audit(Marker.Match match, Expr text, Span span) implements Atom {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.audit(this);
    }
  }

  /** One method for each kind of event. */
  public interface Visitor<R> {
    R marker(Marker atom);

    R kernel(Kernel atom);

    R audit(Audit atom);
  }
}
