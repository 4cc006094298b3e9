// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** Checked scenarios, programs, monitors, runs and verdicts; the Java API. */
module dev.nxs.dsl {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive dev.nxs.grammar;
  requires transitive dev.nxs.kernel;
  requires transitive dev.nxs.timed;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires re2j;
  requires transitive java.scripting;
  requires java.xml;

  exports dev.nxs;
  exports dev.nxs.compile;
  exports dev.nxs.log;
  exports dev.nxs.report;
  exports dev.nxs.script;

  provides javax.script.ScriptEngineFactory with
      dev.nxs.script.NxsScriptEngineFactory;
}
