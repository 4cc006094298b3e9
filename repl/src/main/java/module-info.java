// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** The application: the {@code nxs} command. */
module dev.nxs.repl {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;
  requires dev.nxs.dsl;
  requires info.picocli;
  requires org.jline.reader;
  requires org.jline.terminal;

  exports dev.nxs.cli;
}
