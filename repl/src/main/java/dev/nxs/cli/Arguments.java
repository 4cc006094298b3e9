// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.kernel.Position;
import dev.nxs.kernel.user.Durations;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A command line, taken apart. Options may stand anywhere behind the command, as {@code --seed 4}, {@code --seed=4},
 * {@code -j4} or {@code -j 4}; {@code --} ends them. Nothing is guessed and nothing is ignored: what a command does not
 * take is an error.
 */
final class Arguments {
  private final Command command;
  private final Map<Option, List<String>> options = new EnumMap<>(Option.class);
  private final List<String> operands = new ArrayList<>();

  private Arguments(Command command) {
    this.command = command;
  }

  /** Reads the words behind {@code nxs}; none at all ask for help. */
  static Arguments parse(List<String> words) throws UsageException {
    if (words.isEmpty()) {
      return new Arguments(Command.HELP);
    }
    Arguments arguments = new Arguments(command(words.get(0)));
    arguments.read(words.subList(1, words.size()));
    return arguments;
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

  private void read(List<String> words) throws UsageException {
    boolean onlyOperands = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (onlyOperands || !word.startsWith("-") || word.equals("-")) {
        operands.add(word);
      } else if (word.equals("--")) {
        onlyOperands = true;
      } else {
        String next = i + 1 < words.size() ? words.get(i + 1) : null;
        i += option(word, next) ? 1 : 0;
      }
    }
  }

  /** Takes an option; answers whether the next word was its value. */
  private boolean option(String word, @Nullable String next) throws UsageException {
    int equals = word.indexOf('=');
    String name = word.startsWith("--") ? (equals < 0 ? word : word.substring(0, equals)) : shortName(word);
    String attached = name.length() == word.length() ? null : word.substring(name.length());
    if (attached != null && attached.startsWith("=")) {
      attached = attached.substring(1);
    }
    Option option = name.equals("-h") ? Option.HELP : find(name);
    if (option == null || !command.takes(option)) {
      throw unknown(name, option);
    }
    if (options.containsKey(option) && !option.isRepeatable()) {
      throw UsageException.badUsage("`" + name + "` is given twice");
    }
    List<String> values = options.computeIfAbsent(option, o -> new ArrayList<>());
    String wanted = option.value();
    if (wanted == null) {
      if (attached != null) {
        throw UsageException.badUsage("`" + name + "` takes no value");
      }
      values.add("");
      return false;
    }
    String value = attached == null ? next : attached;
    if (value == null || (attached == null && value.startsWith("--"))) {
      throw UsageException.badUsage("`" + name + "` needs a value: `" + name + " " + wanted + "`");
    }
    values.add(value);
    return attached == null;
  }

  private static String shortName(String word) {
    return word.length() > 2 ? word.substring(0, 2) : word;
  }

  private static @Nullable Option find(String name) {
    for (Option option : Option.values()) {
      if (option.text().equals(name)) {
        return option;
      }
    }
    return null;
  }

  private UsageException unknown(String name, @Nullable Option known) {
    if (known != null) {
      return UsageException.badUsage("`nxs " + command.word() + "` does not take `" + name + "`");
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
    List<String> values = options.get(option);
    return values == null ? null : values.get(0);
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
