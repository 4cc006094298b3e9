// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Takes the words behind a command apart with picocli. Options may stand anywhere, as {@code --seed 4}, {@code --seed=4},
 * {@code -j4} or {@code -j 4}; {@code --} ends them. Nothing is guessed and nothing is ignored: what a command does not
 * take is an error, told in the words of this program.
 */
final class OptionReader {
  private OptionReader() {}

  static Arguments read(Command command, List<String> words) throws UsageException {
    CommandLine line = CommandLines.of(command);
    ParseResult parsed;
    try {
      parsed = line.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException e) {
      throw mistake(command, words, e);
    }
    Map<Option, List<String>> options = new EnumMap<>(Option.class);
    for (Option option : Option.values()) {
      if (parsed.hasMatchedOption(option.text())) {
        options.put(option, option.value() == null ? List.of() : parsed.matchedOption(option.text()).stringValues());
      }
    }
    return new Arguments(command, options, parsed.matchedPositionalValue(0, List.of()));
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
}
