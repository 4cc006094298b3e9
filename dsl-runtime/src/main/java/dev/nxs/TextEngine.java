// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CheckedFile;
import dev.nxs.compile.Checker;
import dev.nxs.compile.ParsedFile;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;

/** Compiles a text with what it imports. */
final class TextEngine implements Engine {
  private final EngineOptions options;

  TextEngine(EngineOptions options) {
    this.options = options;
  }

  EngineOptions options() {
    return options;
  }

  @Override
  public CompiledFile compile(Source source) {
    ParseResult parsed = Nxs.parse(source, options.limits());
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(parsed.diagnostics());
    ParsedFile read = new ImportReader(options, diagnostics).read(parsed);
    CheckedFile file = diagnostics.hasErrors() ? null : Checker.check(read, diagnostics);
    if (file != null && !diagnostics.hasErrors()) {
      UnusedSets.check(file, diagnostics);
    }
    return new FileOfScenarios(this, source, diagnostics.list(), diagnostics.hasErrors() ? null : file);
  }
}
