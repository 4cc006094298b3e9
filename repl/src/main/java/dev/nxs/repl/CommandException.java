// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import org.jspecify.annotations.Nullable;

/** A line that cannot be done, with the exit code that it means for a script. */
final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A command line, a file or a text that makes no sense. */
  static final int USAGE = 2;

  /** Something that was asserted or waited for is not so. */
  static final int FAILED = 1;

  private final int exit;
  private final transient @Nullable Diagnostic diagnostic;

  private CommandException(int exit, String message, @Nullable Diagnostic diagnostic) {
    super(message);
    this.exit = exit;
    this.diagnostic = diagnostic;
  }

  /** A mistake in what was typed. */
  static CommandException usage(String typed, String message, @Nullable String help) {
    Source source = Source.of("input", typed);
    Diagnostic diagnostic =
        Diagnostic.error(Code.BAD_COMMAND, new Span(source, 0, typed.length()), message).help(help).build();
    return new CommandException(USAGE, message, diagnostic);
  }

  /** Something that is not so; the message has been printed. */
  static CommandException failed(String message) {
    return new CommandException(FAILED, message, null);
  }

  int exit() {
    return exit;
  }

  /** What is wrong, null where it has been printed. */
  @Nullable Diagnostic diagnostic() {
    return diagnostic;
  }
}
