// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.CompiledFile;
import dev.nxs.NxsException;
import dev.nxs.RunOptions;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Label;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.lint.Finding;
import dev.nxs.syntax.lint.Linter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@code nxs lint}: tells what is suspicious in files, the warnings of the checker included. {@code --fix} mends what can be
 * mended without changing any run, until nothing is left to mend, and tells the rest.
 */
final class LintCommand {
  /** Each round mends something, so this many are never needed by an honest file. */
  private static final int MOST_ROUNDS = 100;

  private final Surroundings surroundings;
  private final boolean fix;
  private final Renderer renderer;
  private final List<SourceFinder.Found> files;

  /**
   * Reads the command line.
   *
   * @throws UsageException if it makes no sense
   */
  LintCommand(Arguments arguments, Surroundings surroundings) throws UsageException {
    this.surroundings = surroundings;
    fix = arguments.has(Option.FIX);
    renderer = Coloring.of(arguments, surroundings) ? Renderer.colored() : Renderer.plain();
    if (arguments.operands().isEmpty()) {
      throw UsageException.badUsage("`nxs lint` needs files or folders, as in `nxs lint .`");
    }
    files = SourceFinder.find(arguments.operands(), arguments.text(Option.ROOT));
  }

  Exit run() {
    Exit exit = Exit.PASSED;
    boolean any = false;
    for (SourceFinder.Found file : files) {
      try {
        for (Diagnostic finding : lint(file)) {
          surroundings.out().print((any ? "\n" : "") + renderer.render(finding));
          any = true;
        }
      } catch (NxsException e) {
        surroundings.err().print(renderer.render(e.diagnostics()));
        exit = exit.and(Exit.USAGE);
      }
    }
    return any ? exit.and(Exit.FAILED) : exit;
  }

  private List<Diagnostic> lint(SourceFinder.Found file) {
    for (int round = 1; ; round++) {
      CompiledFile compiled = Compiling.compile(file);
      if (compiled.hasErrors()) {
        throw new NxsException(compiled.diagnostics());
      }
      List<Diagnostic> warnings = warnings(compiled);
      List<Finding> findings = Linter.lint(compiled.source());
      List<Finding.Edit> edits = edits(compiled.source(), warnings, findings);
      if (!fix || edits.isEmpty() || round == MOST_ROUNDS) {
        findings.forEach(finding -> warnings.add(finding.diagnostic()));
        warnings.sort(Comparator.comparingInt(LintCommand::start));
        return warnings;
      }
      write(file, Linter.apply(compiled.source(), edits));
    }
  }

  /** The warnings of the checker, those that show when values are known included. */
  private static List<Diagnostic> warnings(CompiledFile compiled) {
    Diagnostics found = new Diagnostics();
    found.addAll(compiled.diagnostics());
    compiled
        .instances(compiled.scenarios(), RunOptions.defaults())
        .forEach(instance -> found.addAll(instance.diagnostics()));
    return new ArrayList<>(found.list());
  }

  private static List<Finding.Edit> edits(Source source, List<Diagnostic> warnings, List<Finding> findings) {
    List<Finding.Edit> edits = new ArrayList<>();
    for (Diagnostic warning : warnings) {
      Label place = warning.primary();
      if (warning.code() == Code.UNREACHABLE && place != null && place.span().source().name().equals(source.name())) {
        edits.add(new Finding.Edit(place.span(), ""));
      }
    }
    for (Finding finding : findings) {
      if (finding.fix() != null) {
        edits.add(finding.fix());
      }
    }
    return edits;
  }

  private static int start(Diagnostic diagnostic) {
    return diagnostic.primary() == null ? 0 : diagnostic.primary().span().start();
  }

  private static void write(SourceFinder.Found file, String text) {
    try {
      Files.writeString(file.path(), text);
    } catch (IOException e) {
      String message = "`" + file.path() + "` cannot be written";
      throw new NxsException(List.of(Diagnostic.error(Code.UNREADABLE_FILE, message).build()));
    }
  }
}
