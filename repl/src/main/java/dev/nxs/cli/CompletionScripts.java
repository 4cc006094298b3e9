// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.Reference;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;

/**
 * Scripts that complete commands, options and topics in a shell. Those of bash and zsh are one, which picocli writes; that
 * of fish is ours.
 */
final class CompletionScripts {
  private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

  private CompletionScripts() {}

  /**
   * The script of a shell.
   *
   * @throws UsageException if there is none for it
   */
  static String of(String shell) throws UsageException {
    return switch (shell) {
      case "bash", "zsh" -> AutoComplete.bash("nxs", CommandLines.forCompletion());
      case "fish" -> fish();
      case "" -> throw UsageException.badUsage("`nxs completion` needs a shell: bash, zsh or fish");
      default ->
          throw UsageException.badUsage("there is no completion for the shell `" + shell + "`", Suggest.closest(shell, SHELLS));
    };
  }

  /** The words of which a command takes one; empty where it takes something else, such as files. */
  static List<String> operands(Command command) {
    return switch (command) {
      case COMPLETION -> SHELLS;
      case HELP -> List.of(Command.values()).stream().map(Command::word).toList();
      case EXPLAIN -> {
        List<String> topics = new ArrayList<>();
        for (Code code : Code.values()) {
          topics.add(code.id());
        }
        topics.addAll(Reference.create().names());
        yield topics;
      }
      case IMPORT -> List.of("proof-manifest");
      case EXPORT -> List.of("log", "trace");
      case TEST, RUN, CHECK, DIFF, FMT, LINT, REPL, VERSION -> List.of();
    };
  }

  private static String fish() {
    StringBuilder out = new StringBuilder("# Completion of nxs for fish, printed by `nxs completion fish`.\n");
    for (Command command : Command.values()) {
      out.append("complete -c nxs -f -n __fish_use_subcommand -a ")
          .append(command.word()).append(" -d ").append(quoted(command.meaning())).append('\n');
    }
    for (Command command : Command.values()) {
      String behind = "complete -c nxs -n '__fish_seen_subcommand_from " + command.word() + "'";
      List<String> operands = operands(command);
      if (!operands.isEmpty()) {
        out.append(behind).append(" -f -a ").append(quoted(String.join(" ", operands))).append('\n');
      }
      for (Option option : Option.values()) {
        if (command.takes(option)) {
          out.append(behind);
          for (String name : option.names()) {
            out.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
          }
          out.append(option.value() == null ? "" : " -r").append(" -d ").append(quoted(option.meaning())).append('\n');
        }
      }
    }
    return out.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
