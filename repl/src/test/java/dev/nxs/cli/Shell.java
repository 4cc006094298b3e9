// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs lines such as {@code nxs test examples} in this process. */
final class Shell {
  private Shell() {}

  private static final Pattern HASH = Pattern.compile("\\bhash [0-9a-f]{8}\\b");

  /** What a command printed, and its exit code. */
  record Result(int code, String out, String err) {}

  static Result run(String... words) {
    Sink out = new Sink();
    Sink err = new Sink();
    Exit exit = new Cli(Surroundings.plain(out.stream(), err.stream())).run(List.of(words));
    return new Result(exit.code(), out.text(), err.text());
  }

  /** Runs a line with both streams on one screen; the hashes stay. */
  static Result onScreen(String line) {
    Sink screen = new Sink();
    Exit exit = new Cli(Surroundings.plain(screen.stream(), screen.stream())).run(words(line));
    return new Result(exit.code(), timeless(screen.bytes.toString(StandardCharsets.UTF_8)), "");
  }

  static Result run(String line) {
    return run(words(line).toArray(String[]::new));
  }

  /** Takes a line apart as a shell does, as far as quotes and the name of the command go. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    char quote = ' ';
    for (char c : (line + " ").toCharArray()) {
      if (quote == ' ' && c == ' ') {
        if (open) {
          words.add(word.toString());
        }
        word.setLength(0);
        open = false;
      } else if (quote == c) {
        quote = ' ';
      } else if (quote == ' ' && (c == '"' || c == '\'')) {
        quote = c;
        open = true;
      } else {
        word.append(c);
        open = true;
      }
    }
    String command = words.remove(0);
    if (!command.equals("nxs") && !command.equals("./nxs")) {
      throw new IllegalArgumentException("only nxs can be run: line=" + line);
    }
    return words;
  }

  /** A text without the one thing that differs between runs, the duration. */
  static String timeless(String text) {
    return text.replaceAll("(?m)^# \\d+\\.\\d\\ds$", "# 0.00s");
  }

  /**
   * A text without durations and without hashes, which differ with every change of what a machine consists of: there are
   * too many of them in transcripts to read each anew.
   */
  static String plain(String text) {
    return HASH.matcher(timeless(text)).replaceAll("hash 00000000");
  }

  private static final class Sink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PrintStream stream() {
      return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    String text() {
      return plain(bytes.toString(StandardCharsets.UTF_8));
    }
  }
}
