// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.Engine;
import dev.nxs.RunOptions;
import dev.nxs.Session;
import dev.nxs.repl.Prompt;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Does what commands do, so that the classes they need are known: the launcher runs it once and keeps an archive of them,
 * from which later starts take them ready-made.
 */
final class WarmUp {
  private WarmUp() {}

  /** Runs commands over the scripts of two folders, of examples and of mistakes; what comes of them is of no interest. */
  public static void main(String[] folders) {
    String examples = folders[0];
    String mistakes = folders[1];
    run("version");
    run("help", "test");
    run("explain", "NXS1109");
    run("test", "--verbose", "--color", "always", "-j", "2", examples, mistakes);
    run("run", "--seed", "1", mistakes + "/failing.nxs");
    run("check", mistakes + "/boot.nxs", "--log", mistakes + "/boot.txt");
    run("repl", mistakes + "/failing.nxs", "-e", "run", "-e", "info tasks", "-e", "back 1", "-e", "print now()");
    run("tset");
    terminal(mistakes + "/failing.nxs");
  }

  private static void terminal(String file) {
    try {
      Source source = Source.of(file, Files.readString(Path.of(file)));
      try (Session session = Engine.create().compile(source).scenarios().get(0).open(RunOptions.defaults())) {
        Prompt.rehearse(session, "info tasks\nru\t\nprint now(\n1 + 1\nquit\n");
      }
    } catch (IOException e) {
      // Then the first prompt comes a little later.
      return;
    }
  }

  private static void run(String... words) {
    Main.run(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), List.of(words));
  }
}
