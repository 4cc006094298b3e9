// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import org.jspecify.annotations.Nullable;

/** The command line makes no sense, or asks for something that is not there; the message is one line for its author. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Code code;
  private final Exit exit;

  private UsageException(Code code, Exit exit, String message) {
    super(message);
    this.code = code;
    this.exit = exit;
  }

  static UsageException badUsage(String message) {
    return new UsageException(Code.BAD_USAGE, Exit.USAGE, message);
  }

  /** Says what is wrong and, where one is close, the word that was probably meant. */
  static UsageException badUsage(String message, @Nullable String meant) {
    return badUsage(meant == null ? message : message + ", did you mean `" + meant + "`?");
  }

  static UsageException nothingMatched(String message) {
    return new UsageException(Code.NOTHING_MATCHED, Exit.OPEN, message);
  }

  Exit exit() {
    return exit;
  }

  /** The message as it is printed, one line. */
  String render(Renderer renderer) {
    String message = getMessage();
    return renderer.render(Diagnostic.error(code, message == null ? "" : message).build());
  }
}
