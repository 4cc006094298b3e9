// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.NxsException;
import dev.nxs.Positions;
import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Durations;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A command line, taken apart: a command, its options by name, and the words that are none. */
final class Arguments {
  private final Command command;
  private final Map<Option, List<String>> options;
  private final List<String> operands;

  /**
   * What a command was given.
   *
   * @param options the values of each, as they were written; an option that stands alone has none
   */
  Arguments(Command command, Map<Option, List<String>> options, List<String> operands) {
    this.command = command;
    this.options = options;
    this.operands = List.copyOf(operands);
  }

  /** Reads the words behind {@code nxs}, of which there is one at least. */
  static Arguments parse(List<String> words) throws UsageException {
    Command command = command(words.get(0));
    List<String> rest = words.subList(1, words.size());
    // Where there is nothing to take apart, starting picocli would cost a third of a short run.
    boolean plain = rest.stream().noneMatch(word -> word.startsWith("-"));
    return plain ? new Arguments(command, Map.of(), rest) : OptionReader.read(command, rest);
  }

  static Command command(String word) throws UsageException {
    Command command =
        switch (word) {
          case "-h", "--help" -> Command.HELP;
          case "-V", "--version" -> Command.VERSION;
          default -> Command.of(word);
        };
    if (command != null) {
      return command;
    }
    if (Command.LATER.contains(word)) {
      throw UsageException.badUsage("`nxs " + word + "` is not in this version");
    }
    if (word.startsWith("-")) {
      throw UsageException.badUsage("a command stands before the options, as in `nxs test " + word + "`");
    }
    if (word.endsWith(".nxs")) {
      throw UsageException.badUsage("a command stands before the files, as in `nxs test " + word + "`");
    }
    List<String> known = new ArrayList<>(Command.LATER);
    for (Command candidate : Command.values()) {
      known.add(candidate.word());
    }
    throw UsageException.badUsage("there is no command `" + word + "`", Suggest.closest(word, known));
  }

  Command command() {
    return command;
  }

  /** The words that are no options. */
  List<String> operands() {
    return operands;
  }

  boolean has(Option option) {
    return options.containsKey(option);
  }

  /** The value of an option, null without it. */
  @Nullable String text(Option option) {
    List<String> values = texts(option);
    return values.isEmpty() ? null : values.get(0);
  }

  /** The values of an option that may be repeated. */
  List<String> texts(Option option) {
    return options.getOrDefault(option, List.of());
  }

  /** A whole number; empty without the option. */
  OptionalLong number(Option option, long least, long greatest) throws UsageException {
    String text = text(option);
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= greatest) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for everything that is no such number.
    }
    String bounds =
        least == Long.MIN_VALUE ? "a whole number" : "a whole number from " + least + " to " + greatest;
    throw UsageException.badUsage("`" + option.text() + "` needs " + bounds + ", not `" + text + "`");
  }

  /** A duration in nanoseconds; empty without the option. */
  OptionalLong durationNs(Option option) throws UsageException {
    String text = text(option);
    OptionalLong ns = text == null ? OptionalLong.empty() : Durations.parse(text);
    if (text != null && ns.isEmpty()) {
      throw UsageException.badUsage(
          "`" + option.text() + "` needs a duration such as `5ms`, not `" + text + "`");
    }
    return ns;
  }

  /** A position of a run, with the last step for an instant alone; null without the option. */
  @Nullable Position position(Option option) throws UsageException {
    String text = text(option);
    try {
      return text == null ? null : Positions.parse(text);
    } catch (NxsException e) {
      throw UsageException.badUsage(
          "`" + option.text() + "` needs a position such as `8ms#41` or `8ms`, not `" + text + "`");
    }
  }
}
