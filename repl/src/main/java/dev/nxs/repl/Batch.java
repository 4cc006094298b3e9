// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;

/**
 * Feeds a shell from a stream that is no terminal: no banner, no prompt. It stops at the first line that cannot be done; a
 * last line without an end is a line, and a block that the text leaves open is a mistake.
 */
public final class Batch {
  private final Shell shell;
  private final PrintStream out;
  private final boolean echo;
  private final boolean keepGoing;

  /**
   * Feeds a shell.
   *
   * @param echo whether each command is printed behind its prompt, as in a transcript
   * @param keepGoing whether to go on behind what cannot be done
   */
  public Batch(Shell shell, PrintStream out, boolean echo, boolean keepGoing) {
    this.shell = shell;
    this.out = out;
    this.echo = echo;
    this.keepGoing = keepGoing;
  }

  /**
   * Runs everything that a stream holds.
   *
   * @return whether to go on with what comes behind it
   */
  public boolean feed(Reader reader, String name) throws IOException {
    BufferedReader lines = new BufferedReader(reader);
    StringBuilder block = new StringBuilder();
    int number = 0;
    int openedAt = 0;
    String line = lines.readLine();
    while (line != null) {
      number++;
      String text = number == 1 && line.startsWith("\ufeff") ? line.substring(1) : line;
      openedAt = block.isEmpty() ? number : openedAt;
      block.append(block.isEmpty() ? "" : "\n").append(text);
      if (!Shell.isOpen(block.toString())) {
        boolean goesOn = run(block.toString());
        block.setLength(0);
        if (!goesOn) {
          return false;
        }
      }
      line = lines.readLine();
    }
    if (!block.isEmpty()) {
      shell.mistake("a block that is opened in line " + openedAt + " of " + name + " is never closed");
      return keepGoing;
    }
    return true;
  }

  /** Runs one command or a text of several; an empty line is nothing here. */
  public boolean run(String text) {
    if (text.isBlank()) {
      return true;
    }
    if (echo) {
      out.print(shell.prompt() + text.strip().replace("\n", "\n....> ") + "\n");
      out.flush();
    }
    int code = shell.execute(text);
    return !shell.isDone() && (code == 0 || keepGoing);
  }
}
