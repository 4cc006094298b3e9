// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.NxsException;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.format.Formatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code nxs fmt}: writes files in their canonical form. {@code --check} names those that are not and {@code --diff} shows
 * how they would change; neither writes anything. {@code -} is the standard input, whose form goes to standard output.
 *
 * <p>A file with errors stays as it is, and so does one that is canonical already.
 */
final class FmtCommand {
  private final Surroundings surroundings;
  private final boolean check;
  private final boolean diff;
  private final Renderer renderer;
  private final List<Script> scripts = new ArrayList<>();

  /**
   * Reads the command line.
   *
   * @throws UsageException if it makes no sense
   */
  FmtCommand(Arguments arguments, Surroundings surroundings) throws UsageException {
    this.surroundings = surroundings;
    check = arguments.has(Option.CHECK);
    diff = arguments.has(Option.DIFF);
    renderer = Coloring.of(arguments, surroundings) ? Renderer.colored() : Renderer.plain();
    if (arguments.operands().isEmpty()) {
      throw UsageException.badUsage("`nxs fmt` needs files or folders, as in `nxs fmt .`, or `-` for standard input");
    }
    scripts.addAll(Script.find(arguments.operands(), surroundings));
  }

  Exit run() {
    Exit exit = Exit.PASSED;
    int changed = 0;
    for (Script script : scripts) {
      try {
        String text = format(script.source());
        if (text == null) {
          exit = exit.and(Exit.USAGE);
        } else if (script.isStandardInput() && !check && !diff) {
          surroundings.out().print(text);
        } else if (!script.holds(text)) {
          changed++;
          change(script, text);
        }
      } catch (NxsException e) {
        surroundings.err().print(renderer.render(e.diagnostics()));
        exit = exit.and(Exit.USAGE);
      }
    }
    return check && changed > 0 ? exit.and(Exit.FAILED) : exit;
  }

  private @Nullable String format(Source source) {
    Formatter.Formatted formatted = Formatter.format(source);
    if (formatted.text() == null) {
      surroundings.err().print(renderer.render(formatted.diagnostics()));
    }
    return formatted.text();
  }

  private void change(Script script, String text) {
    if (diff) {
      surroundings.out().print(Diff.unified(script.name(), script.text(), text));
    } else {
      surroundings.out().print(Renderer.visible(script.name()) + "\n");
    }
    if (!check && !diff) {
      script.write(text);
    }
  }
}
