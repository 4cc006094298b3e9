// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Scenarios as tests of the JUnit Platform: an engine that finds files, and an annotation for methods of JUnit Jupiter. And
 * test kits for what users add to the machine.
 */
module dev.nxs.junit {
  requires static org.jspecify;
  requires static com.google.errorprone.annotations;
  requires transitive dev.nxs.dsl;
  requires transitive org.junit.platform.engine;
  requires static transitive org.junit.jupiter.api;

  exports dev.nxs.junit;
  exports dev.nxs.kit;

  provides org.junit.platform.engine.TestEngine with
      dev.nxs.junit.NxsTestEngine;
}
