// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.Session;
import dev.nxs.kernel.Position;
import dev.nxs.syntax.Source;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The prompt at a terminal. This class alone leads to the terminal's library, which nothing else loads. */
public final class Prompt {
  private final Session session;
  private final boolean colored;
  private final BooleanSupplier interrupted;
  private final Function<String, Source> reader;
  private final Consumer<Shell> made;
  private final @Nullable Position place;

  /**
   * A prompt for a session.
   *
   * @param reader reads a file by its name
   * @param made takes the shell before anything is run in it
   * @param place where to go first, null for the start
   */
  public Prompt(
      Session session,
      boolean colored,
      BooleanSupplier interrupted,
      Function<String, Source> reader,
      Consumer<Shell> made,
      @Nullable Position place) {
    this.session = session;
    this.colored = colored;
    this.interrupted = interrupted;
    this.reader = reader;
    this.made = made;
    this.place = place;
  }

  /**
   * Reads and runs lines until somebody leaves.
   *
   * @param banner printed first
   * @return the exit code
   */
  public int run(String banner) {
    try (TerminalLoop loop = TerminalLoop.open(session, colored, reader, made)) {
      if (place != null) {
        session.goTo(place);
      }
      return loop.run(banner, interrupted);
    }
  }
}
