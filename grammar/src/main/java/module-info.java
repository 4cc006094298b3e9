// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** Text to syntax tree: the grammar, the tree and the diagnostics. */
module dev.nxs.grammar {
  requires org.antlr.antlr4.runtime;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.nxs.syntax;
  exports dev.nxs.syntax.ast;
  exports dev.nxs.syntax.diag;
  exports dev.nxs.syntax.format;
  exports dev.nxs.syntax.lint;
}
