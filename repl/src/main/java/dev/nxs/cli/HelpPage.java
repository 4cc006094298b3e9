// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

/** The pages of {@code nxs help}. */
final class HelpPage {
  private static final int NAME_WIDTH = 20;

  private HelpPage() {}

  /** What there is. */
  static String overview() {
    StringBuilder page = new StringBuilder();
    page.append("nxs runs scripts that describe a machine with harts, tasks and timers, and what is expected of them.\n\n");
    page.append("usage: nxs COMMAND [OPTIONS] [OPERANDS]\n\n");
    for (Command command : Command.values()) {
      row(page, command.word() + " " + command.operands(), command.meaning());
    }
    page.append(
        """

        `nxs help COMMAND` tells the options of a command.
        exit codes: 0 passed, 1 an expectation failed, 2 wrong usage or file, 3 stopped by a limit,
                    4 undecided or nothing matched, 70 a bug of nxs, 130 interrupted
        """);
    return page.toString();
  }

  /** What one command takes. */
  static String of(Command command) {
    StringBuilder page = new StringBuilder();
    String operands = command.operands().isEmpty() ? "" : " " + command.operands();
    page.append("usage: nxs ").append(command.word()).append(" [OPTIONS]").append(operands).append('\n');
    page.append("  ").append(command.meaning()).append("\n\n");
    for (Option option : Option.values()) {
      if (command.takes(option)) {
        String value = option.value() == null ? "" : " " + option.value();
        row(page, option.text() + value, option.meaning());
      }
    }
    String lead = "\nexamples:\n";
    for (String example : command.examples()) {
      page.append(lead).append("  nxs ").append(command.word()).append(' ').append(example).append('\n');
      lead = "";
    }
    return page.toString();
  }

  private static void row(StringBuilder page, String name, String meaning) {
    page.append("  ").append(Outcome.padded(name, NAME_WIDTH)).append("  ").append(meaning).append('\n');
  }
}
