// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.LogText;
import dev.nxs.NxsException;
import dev.nxs.RunOptions;
import dev.nxs.log.LogDiff;
import dev.nxs.syntax.diag.Renderer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code nxs diff}: compares the lines of two logs, or of runs, which a file of the language stands for. Shows what is extra,
 * missing or reordered; that much is exact stands in the last line.
 */
final class DiffCommand {
  private final Arguments arguments;
  private final Surroundings surroundings;

  DiffCommand(Arguments arguments, Surroundings surroundings) {
    this.arguments = arguments;
    this.surroundings = surroundings;
  }

  Exit run() throws UsageException {
    List<String> words = arguments.operands();
    if (words.size() != 2) {
      throw UsageException.badUsage("`nxs diff` needs two logs or files of the language, as in `nxs diff boot.nxs uart.log`");
    }
    try {
      List<String> left = lines(words.get(0));
      List<String> right = lines(words.get(1));
      return print(words, LogDiff.of(left, right));
    } catch (NxsException e) {
      surroundings.err().print(Renderer.plain().render(e.diagnostics()));
      return Exit.USAGE;
    }
  }

  private List<String> lines(String word) throws UsageException {
    if (word.endsWith(".nxs")) {
      List<String> lines = new ArrayList<>();
      RunOptions options = Settings.of(arguments, surroundings).all().listener(line -> lines.add(line.text()));
      OneRun.of(OneRun.file(word, arguments), arguments, options).run();
      return lines;
    }
    try (InputStream in = word.equals("-") ? surroundings.in() : open(word)) {
      return LogText.bodies(in, arguments.has(Option.RAW));
    } catch (IOException e) {
      throw UsageException.badUsage("the log `" + word + "` cannot be read: " + Reason.of(e));
    }
  }

  private static InputStream open(String word) throws IOException, UsageException {
    try {
      Path path = Path.of(word);
      if (Files.isDirectory(path)) {
        throw UsageException.badUsage("the log `" + word + "` cannot be read: it is a folder");
      }
      return Files.newInputStream(path);
    } catch (InvalidPathException e) {
      throw UsageException.badUsage("the log `" + word + "` cannot be read: " + Reason.of(e));
    }
  }

  private Exit print(List<String> words, List<LogDiff.Entry> entries) {
    Map<LogDiff.Kind, Integer> counts = new EnumMap<>(LogDiff.Kind.class);
    for (LogDiff.Entry entry : entries) {
      counts.merge(entry.kind(), 1, Integer::sum);
      boolean shown = entry.kind() != LogDiff.Kind.EXACT || arguments.has(Option.VERBOSE);
      if (shown && !arguments.has(Option.QUIET)) {
        surroundings.out().print(line(entry));
      }
    }
    StringBuilder summary = new StringBuilder("# ");
    summary.append(Renderer.visible(words.get(0))).append(' ').append(Renderer.visible(words.get(1))).append(": ");
    List<String> parts = new ArrayList<>();
    for (LogDiff.Kind kind : LogDiff.Kind.values()) {
      int count = counts.getOrDefault(kind, 0);
      parts.add(count + " " + kind.name().toLowerCase(Locale.ROOT));
    }
    surroundings.out().print(summary.append(String.join(", ", parts)).append('\n').toString());
    return counts.keySet().stream().allMatch(kind -> kind == LogDiff.Kind.EXACT) ? Exit.PASSED : Exit.FAILED;
  }

  private static String line(LogDiff.Entry entry) {
    String places =
        switch (entry.kind()) {
          case EXACT, REORDERED -> (entry.left() + 1) + " -> " + (entry.right() + 1);
          case EXTRA -> "-> " + (entry.right() + 1);
          case MISSING -> (entry.left() + 1) + " ->";
        };
    return Outcome.padded(entry.kind().name().toLowerCase(Locale.ROOT), 9) + " " + Outcome.padded(places, 12) + " "
        + Renderer.visible(entry.text()) + "\n";
  }
}
