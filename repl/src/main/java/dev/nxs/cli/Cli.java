// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.syntax.diag.Renderer;
import java.util.List;

/** The {@code nxs} command without its process: words in, text and an exit code out. It can be used any number of times. */
public final class Cli {
  private final Surroundings surroundings;

  public Cli(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Does what the words behind {@code nxs} say. Nothing is thrown: even a bug of ours ends as text and a code. */
  public Exit run(List<String> words) {
    try {
      return dispatch(words);
    } catch (UsageException e) {
      surroundings.out().flush();
      surroundings.err().print(e.render(Renderer.plain()));
      return e.exit();
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
      surroundings.out().flush();
      surroundings.err().print(BugText.of("nxs " + String.join(" ", words), e, words.contains("--verbose")));
      return Exit.BUG;
    } finally {
      surroundings.out().flush();
      surroundings.err().flush();
    }
  }

  private Exit dispatch(List<String> words) throws UsageException {
    if (words.isEmpty()) {
      surroundings.err().print(CommandLines.page(CommandLines.all()));
      return Exit.USAGE;
    }
    Arguments arguments = Arguments.parse(words);
    Command command = arguments.command();
    if (arguments.has(Option.HELP)) {
      return print(CommandLines.page(CommandLines.of(command)));
    }
    return switch (command) {
      case TEST -> new TestCommand(arguments, surroundings).run();
      case RUN -> new RunCommand(arguments, surroundings).run();
      case CHECK -> new CheckCommand(arguments, surroundings).run();
      case DIFF -> new DiffCommand(arguments, surroundings).run();
      case IMPORT -> new ImportCommand(arguments, surroundings).run();
      case EXPORT -> new ExportCommand(arguments, surroundings).run();
      case FMT -> new FmtCommand(arguments, surroundings).run();
      case LINT -> new LintCommand(arguments, surroundings).run();
      case REPL -> new ReplCommand(arguments, surroundings).run();
      case EXPLAIN -> {
        String code = operand(arguments);
        yield print(code.isEmpty() ? ErrorPages.list() : ErrorPages.page(code));
      }
      case COMPLETION -> print(CompletionScripts.of(operand(arguments)));
      case HELP -> {
        String word = operand(arguments);
        yield print(word.isEmpty() ? CommandLines.page(CommandLines.all()) : CommandLines.page(CommandLines.of(Arguments.command(word))));
      }
      case VERSION -> {
        if (!arguments.operands().isEmpty()) {
          throw UsageException.badUsage("`nxs version` takes no operands");
        }
        yield print("nxs " + Version.text() + "\n");
      }
    };
  }

  /** The one operand of a command that takes at most one; empty without. */
  private static String operand(Arguments arguments) throws UsageException {
    List<String> operands = arguments.operands();
    if (operands.size() > 1) {
      throw UsageException.badUsage("`nxs " + arguments.command().word() + "` takes one operand");
    }
    return operands.isEmpty() ? "" : operands.get(0);
  }

  private Exit print(String text) {
    surroundings.out().print(text);
    return Exit.PASSED;
  }
}
