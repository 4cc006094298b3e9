// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands and their options as picocli knows them: made from {@link Command} and {@link Option} by its model rather
 * than by annotations, whose reading takes a good part of a short run.
 */
final class CommandLines {
  private static final int WIDTH = 100;
  private static final int NAME_WIDTH = 28;

  private CommandLines() {}

  /** {@code nxs} with all of its commands, for help and completion. */
  static CommandLine all() {
    CommandSpec spec = CommandSpec.create().name("nxs");
    spec.usageMessage()
        .width(WIDTH)
        .synopsisHeading("usage: ")
        .customSynopsis("nxs COMMAND [OPTIONS] [OPERANDS]")
        .header("nxs runs scripts that describe a machine and what is expected of it.", "")
        .commandListHeading("%n")
        .footer(
            "",
            "`nxs help COMMAND` tells the options of a command.",
            "exit codes: 0 passed, 1 an expectation failed, 2 wrong usage or file, 3 stopped by a limit,",
            "            4 undecided or nothing matched, 70 a bug of nxs, 130 interrupted");
    for (Command command : Command.values()) {
      spec.addSubcommand(command.word(), spec(command));
    }
    return new CommandLine(spec);
  }

  /** {@code nxs} with all of its commands, and with what may stand behind those that take one of some words. */
  static CommandLine forCompletion() {
    CommandLine line = all();
    line.getSubcommands().forEach((word, each) -> {
      List<String> operands = CompletionScripts.operands(Command.valueOf(word.toUpperCase(Locale.ROOT)));
      if (!operands.isEmpty()) {
        CommandSpec spec = each.getCommandSpec();
        List.copyOf(spec.positionalParameters()).forEach(spec::remove);
        spec.addPositional(
            PositionalParamSpec.builder().index("0").type(String.class).completionCandidates(operands).build());
      }
    });
    return line;
  }

  /** One command alone. */
  static CommandLine of(Command command) {
    return new CommandLine(spec(command));
  }

  /** The page of {@code nxs} or of a command. */
  static String page(CommandLine line) {
    return line.getUsageMessage(Ansi.OFF);
  }

  private static CommandSpec spec(Command command) {
    CommandSpec spec = CommandSpec.create().name("nxs " + command.word());
    // Values are taken as they are: no files of arguments, no variables, no quotes.
    spec.parser()
        .expandAtFiles(false)
        .overwrittenOptionsAllowed(false)
        .allowOptionsAsOptionParameters(false);
    spec.interpolateVariables(false);
    String operands = command.operands().isEmpty() ? "" : " " + command.operands();
    spec.usageMessage()
        .width(WIDTH)
        .longOptionsMaxWidth(NAME_WIDTH)
        .sortOptions(false)
        .synopsisHeading("usage: ")
        .customSynopsis("nxs " + command.word() + " [OPTIONS]" + operands)
        .description("  " + command.meaning(), "")
        .footer(examples(command));
    for (Option option : Option.values()) {
      if (command.takes(option)) {
        spec.addOption(spec(option));
      }
    }
    // Any number of them, so that a command can say in its own words how many it takes.
    spec.addPositional(
        PositionalParamSpec.builder()
            .index("0..*")
            .paramLabel(command.operands())
            .hidden(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    return spec;
  }

  private static String[] examples(Command command) {
    List<String> examples = command.examples();
    String[] lines = new String[examples.isEmpty() ? 0 : examples.size() + 2];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i < 2 ? (i == 0 ? "" : "examples:") : "  nxs " + command.word() + " " + examples.get(i - 2);
    }
    return lines;
  }

  private static OptionSpec spec(Option option) {
    OptionSpec.Builder builder = OptionSpec.builder(option.names()).description(option.meaning());
    String value = option.value();
    if (value == null) {
      return builder.arity("0").type(boolean.class).build();
    }
    builder.arity("1").paramLabel(value);
    return option.isRepeatable()
        ? builder.type(List.class).auxiliaryTypes(String.class).build()
        : builder.type(String.class).build();
  }
}
