// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The process of the {@code nxs} command. */
public final class Main {
  private static final int BUFFER = 1 << 14;

  private Main() {}

  /** Runs the command of the words, and ends the process with its exit code. */
  public static void main(String[] words) {
    Exit exit = run(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), List.of(words));
    System.exit(exit.code());
  }

  static Exit run(OutputStream out, OutputStream err, List<String> words) {
    Interruption interruption = Interruption.install();
    Surroundings surroundings =
        new Surroundings(
            System.in,
            stream(out),
            stream(err),
            Main::isColorful,
            isWatched(),
            System::getenv,
            interruption::isRequested,
            Main::isInteractive);
    Exit exit = new Cli(surroundings).run(words);
    interruption.finish();
    return exit;
  }

  /** UTF-8 and line feeds, whatever the place: equal runs give equal bytes everywhere. */
  private static PrintStream stream(OutputStream bytes) {
    return new PrintStream(new BufferedOutputStream(bytes, BUFFER), false, StandardCharsets.UTF_8);
  }

  private static boolean isWatched() {
    return Boolean.getBoolean("nxs.progress") && !"dumb".equals(System.getenv("TERM"));
  }

  /** Somebody types, and sees what is printed. A console that is not one of a terminal exists from Java 22 on. */
  @SuppressWarnings("SystemConsoleNull") // on 17 it tells, and from 22 on the console itself does
  private static boolean isInteractive() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** The launcher looks at the streams, since Java only knows a console that is used for input, too. */
  private static boolean isColorful() {
    String noColor = System.getenv("NO_COLOR");
    String terminal = System.getenv("TERM");
    boolean wanted = noColor == null || noColor.isEmpty();
    return wanted && terminal != null && !terminal.equals("dumb") && Boolean.getBoolean("nxs.terminal");
  }
}
