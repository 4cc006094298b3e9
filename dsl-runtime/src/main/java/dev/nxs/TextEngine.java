// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CheckedFile;
import dev.nxs.compile.Checker;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostics;

/** Compiles each text by itself. */
final class TextEngine implements Engine {
  @Override
  public CompiledFile compile(Source source) {
    ParseResult parsed = Nxs.parse(source);
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(parsed.diagnostics());
    CheckedFile file = parsed.hasErrors() ? null : Checker.check(parsed.file(), diagnostics);
    return new FileOfScenarios(source, diagnostics.list(), diagnostics.hasErrors() ? null : file);
  }
}
