// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.Session;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a terminal for a shell: editing, history, completion, colours while typing. Ctrl-C clears the line; while a run
 * is under way it stops that at its next event and keeps the session.
 */
final class TerminalLoop implements AutoCloseable {
  private static final int NARROWEST = 20;
  private static final int WIDTH_IF_UNKNOWN = 80;
  private static final int HEIGHT_IF_UNKNOWN = 24;

  private final Terminal terminal;
  private final LineReader lines;
  private final Shell shell;
  private final PrintStream out;

  private TerminalLoop(
      Terminal terminal,
      Session session,
      boolean colored,
      Function<String, Source> reader,
      Consumer<Shell> made,
      @Nullable Path history) {
    this.terminal = terminal;
    out = new PrintStream(terminal.output(), true, StandardCharsets.UTF_8);
    shell = new Shell(session, out, out, colored, this::width, reader);
    made.accept(shell);
    terminal.handle(Terminal.Signal.INT, signal -> session.requestStop());
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("nxs")
            .parser(new TypedLine.Parser())
            .completer(new TypedLine.Completer(shell.completions()))
            // Without this a backslash or an exclamation mark would be taken for a wish to change the line.
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.BRACKETED_PASTE, true)
            .option(LineReader.Option.AUTO_FRESH_LINE, true)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P....> ");
    if (colored) {
      builder.highlighter(new LineColors());
    }
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    lines = builder.build();
  }

  /** Opens the terminal of the process. */
  static TerminalLoop open(
      Session session, boolean colored, Function<String, Source> reader, Consumer<Shell> made) {
    try {
      Terminal terminal =
          TerminalBuilder.builder().name("nxs").system(true).dumb(true).graphemeCluster(false).build();
      sized(terminal);
      return new TerminalLoop(terminal, session, colored, reader, made, history());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A terminal that was given no size, as in some containers, gets a usual one: no line fits into no columns. */
  private static void sized(Terminal terminal) {
    Size size = terminal.getSize();
    if (size.getColumns() <= 0 || size.getRows() <= 0) {
      terminal.setSize(Size.of(WIDTH_IF_UNKNOWN, HEIGHT_IF_UNKNOWN));
    }
  }

  /** For a terminal that is there already; its lines are not remembered. */
  static TerminalLoop on(
      Terminal terminal, Session session, boolean colored, Function<String, Source> reader, Consumer<Shell> made) {
    return new TerminalLoop(terminal, session, colored, reader, made, null);
  }

  private int width() {
    int width = terminal.getSize().getColumns();
    return width < NARROWEST ? WIDTH_IF_UNKNOWN : width;
  }

  /** Where lines are remembered; null where there is no such place. */
  private static @Nullable Path history() {
    String state = System.getenv("XDG_STATE_HOME");
    String home = System.getenv("HOME");
    if ((state == null || state.isEmpty()) && (home == null || home.isEmpty())) {
      return null;
    }
    Path folder = (state == null || state.isEmpty() ? Path.of(home, ".local", "state") : Path.of(state)).resolve("nxs");
    try {
      Files.createDirectories(folder);
      return folder.resolve("history");
    } catch (IOException e) {
      return null;
    }
  }

  /** Reads and runs lines until somebody leaves; the exit code. */
  int run(String banner, BooleanSupplier interrupted) {
    out.print(banner);
    out.flush();
    while (!shell.isDone() && !interrupted.getAsBoolean()) {
      try {
        shell.execute(lines.readLine(shell.prompt()));
      } catch (UserInterruptException e) {
        // The line is gone, as the user wants; the flag of the thread must not end the next one.
        Thread.interrupted();
      } catch (EndOfFileException e) {
        break;
      }
    }
    // What went wrong on the way was seen; only a code that was asked for is one.
    return shell.isDone() ? shell.exit() : 0;
  }

  @Override
  public void close() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
