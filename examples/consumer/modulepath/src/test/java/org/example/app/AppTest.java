// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package org.example.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nxs.Engine;
import dev.nxs.Verdict;
import java.io.StringWriter;
import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import org.junit.jupiter.api.Test;

/** The application finds everything that it needs. */
class AppTest {
  @Test
  void aScenarioRuns() {
    assertEquals(Verdict.PASSED, App.run("1ms").verdict());
    assertEquals(Verdict.FAILED, App.run("3ms").verdict());
  }

  @Test
  void theScriptEngineIsFound() throws Exception {
    ScriptEngine engine = new ScriptEngineManager().getEngineByName("nxs");
    engine.getContext().setWriter(new StringWriter());
    assertEquals(1, ((List<?>) engine.eval("scenario \"s\" { }")).size());
  }

  @Test
  void nxsIsWhereItShouldBe() {
    assertTrue(Engine.class.getModule().isNamed());
  }
}
