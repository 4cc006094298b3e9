// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package org.example.app;

import dev.nxs.Engine;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.syntax.Source;

/** Runs a scenario. */
public final class App {
  private App() {}

  /** What comes of a scenario with a task that computes for some time. */
  public static Report run(String cost) {
    String text =
        """
        scenario "s" {
          param cost: duration = 1ms
          task worker { compute(cost); mark("done") }
          expect { marker "done" within 2ms }
        }
        """;
    return Engine.create().compile(Source.of("app.nxs", text)).scenario("s").run(RunOptions.defaults().with("cost", cost));
  }
}
