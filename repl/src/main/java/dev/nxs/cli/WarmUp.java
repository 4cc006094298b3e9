// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.OutputStream;
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
    run("repl", mistakes + "/failing.nxs", "-e", "run", "-e", "info tasks", "-e", "back 1", "-e", "print now()");
    run("tset");
  }

  private static void run(String... words) {
    Main.run(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), List.of(words));
  }
}
