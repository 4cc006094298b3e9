// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.Session;
import dev.nxs.kernel.Position;
import dev.nxs.syntax.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;
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

  /**
   * Types lines at terminals that nobody sees, so that the classes of a terminal are known before one is opened.
   *
   * @param typed the lines
   * @throws IOException if no terminal can be made
   */
  public static void rehearse(Session session, String typed) throws IOException {
    ByteArrayInputStream keys = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream nowhere = new ByteArrayOutputStream();
    DumbTerminal dumb = new DumbTerminal("nxs", "ansi", keys, nowhere, StandardCharsets.UTF_8);
    dumb.setSize(Size.of(80, 24));
    try (TerminalLoop loop = TerminalLoop.on(dumb, session, true, Prompt::nothing, shell -> {})) {
      int unused = loop.run("", () -> false);
    }
    // The classes of the system's own terminals are not those of the simplest one.
    ByteArrayInputStream noKeys = new ByteArrayInputStream(new byte[0]);
    try (Terminal own =
        TerminalBuilder.builder().name("nxs").system(false).streams(noKeys, nowhere).graphemeCluster(false).build()) {
      own.flush();
    }
  }

  private static Source nothing(String name) {
    return Source.of(name, "");
  }
}
