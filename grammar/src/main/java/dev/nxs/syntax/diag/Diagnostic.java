// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import dev.nxs.syntax.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a file, said in its author's words: lower case, no full stop, names in backquotes, the
 * fact first. Advice goes into {@code help}.
 *
 * @param primary where it is; null for what has no place in a text, such as a file that cannot be read
 * @param secondary other places that explain it: where the name was first used, where the brace was opened
 * @param notes facts that help to understand it
 * @param help what to do, null where nothing sensible can be said
 */
public record Diagnostic(
    Code code,
    Severity severity,
    String message,
    @Nullable Label primary,
    List<Label> secondary,
    List<String> notes,
    @Nullable String help) {

  /** Starts an error at a place. */
  public static Builder error(Code code, Span span, String message) {
    return new Builder(code, Severity.ERROR, message, new Label(span, ""));
  }

  /** Starts a warning at a place. */
  public static Builder warning(Code code, Span span, String message) {
    return new Builder(code, Severity.WARNING, message, new Label(span, ""));
  }

  /** Starts an error that has no place in a text. */
  public static Builder error(Code code, String message) {
    return new Builder(code, Severity.ERROR, message, null);
  }

  /** Collects the parts of a diagnostic. */
  public static final class Builder {
    private final Code code;
    private final Severity severity;
    private final String message;
    private @Nullable Label primary;
    private final List<Label> secondary = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable String help;

    private Builder(Code code, Severity severity, String message, @Nullable Label primary) {
      this.code = code;
      this.severity = severity;
      this.message = message;
      this.primary = primary;
    }

    /** The word at the marks of the primary place. */
    public Builder label(String text) {
      if (primary != null) {
        primary = new Label(primary.span(), text);
      }
      return this;
    }

    public Builder also(Span span, String text) {
      secondary.add(new Label(span, text));
      return this;
    }

    public Builder note(String note) {
      notes.add(note);
      return this;
    }

    public Builder help(@Nullable String text) {
      help = text;
      return this;
    }

    public Diagnostic build() {
      return new Diagnostic(code, severity, message, primary, List.copyOf(secondary), List.copyOf(notes), help);
    }
  }
}
