// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Durations;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line, taken apart by picocli. Options may stand anywhere behind the command, as {@code --seed 4},
 * {@code --seed=4}, {@code -j4} or {@code -j 4}; {@code --} ends them. Nothing is guessed and nothing is ignored: what a
 * command does not take is an error, told in the words of this program.
 */
final class Arguments {
  private final Command command;
  private final ParseResult parsed;

  private Arguments(Command command, ParseResult parsed) {
    this.command = command;
    this.parsed = parsed;
  }

  /** Reads the words behind {@code nxs}, of which there is one at least. */
  static Arguments parse(List<String> words) throws UsageException {
    Command command = command(words.get(0));
    CommandLine line = CommandLines.of(command);
    try {
      return new Arguments(command, line.parseArgs(words.subList(1, words.size()).toArray(String[]::new)));
    } catch (ParameterException e) {
      throw mistake(command, words, e);
    }
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

  /** What picocli found wrong, in our words. */
  private static UsageException mistake(Command command, List<String> words, ParameterException found) {
    if (found instanceof UnmatchedArgumentException unmatched) {
      return unknown(command, unmatched.getUnmatched().get(0));
    }
    if (found instanceof OverwrittenOptionException twice) {
      return UsageException.badUsage("`" + name(twice.getOverwritten()) + "` is given twice");
    }
    if (found instanceof MissingParameterException missing) {
      ArgSpec option = missing.getMissing().get(0);
      return UsageException.badUsage(
          "`" + name(option) + "` needs a value: `" + name(option) + " " + option.paramLabel() + "`");
    }
    // What is left: an option that stands alone was given a value, and only the words tell which.
    for (String word : words) {
      int equals = word.indexOf('=');
      OptionSpec option = equals < 0 ? null : found.getCommandLine().getCommandSpec().findOption(word.substring(0, equals));
      if (option != null && option.arity().max() == 0) {
        return UsageException.badUsage("`" + option.longestName() + "` takes no value");
      }
    }
    return UsageException.badUsage(String.valueOf(found.getMessage()));
  }

  private static String name(ArgSpec option) {
    return option instanceof OptionSpec spec ? spec.longestName() : option.paramLabel();
  }

  private static UsageException unknown(Command command, String word) {
    int equals = word.indexOf('=');
    String name = word.startsWith("--") ? word.substring(0, equals < 0 ? word.length() : equals) : shortName(word);
    for (Option option : Option.values()) {
      if (option.text().equals(name)) {
        return UsageException.badUsage("`nxs " + command.word() + "` does not take `" + name + "`");
      }
    }
    if (Command.LATER_OPTIONS.contains(name)) {
      return UsageException.badUsage("the option `" + name + "` is not in this version");
    }
    List<String> candidates = new ArrayList<>();
    for (Option option : Option.values()) {
      if (command.takes(option) && !option.isShort()) {
        candidates.add(option.text());
      }
    }
    String message = "`nxs " + command.word() + "` has no option `" + name + "`";
    return UsageException.badUsage(message, Suggest.closest(name, candidates));
  }

  private static String shortName(String word) {
    return word.length() > 2 ? word.substring(0, 2) : word;
  }

  Command command() {
    return command;
  }

  /** The words that are no options. */
  List<String> operands() {
    return parsed.matchedPositionalValue(0, List.of());
  }

  boolean has(Option option) {
    return parsed.hasMatchedOption(option.text());
  }

  /** The value of an option, null without it. */
  @Nullable String text(Option option) {
    List<String> values = texts(option);
    return values.isEmpty() ? null : values.get(0);
  }

  /** The values of an option that may be repeated. */
  List<String> texts(Option option) {
    return has(option) ? parsed.matchedOption(option.text()).stringValues() : List.of();
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

  /** A position of a run; null without the option. */
  @Nullable Position position(Option option) throws UsageException {
    String text = text(option);
    Position position = text == null ? null : Position.parse(text);
    if (text != null && position == null) {
      throw UsageException.badUsage(
          "`" + option.text() + "` needs a position such as `8ms#41`, not `" + text + "`");
    }
    return position;
  }
}
