// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Source;

/**
 * Compiles texts. Immutable, so that any number of threads may share one.
 *
 * <pre>{@code
 * Engine engine = Engine.create();
 * Scenario scenario = engine.compile(Source.of("qos.nxs", text)).scenario("qos ok");
 * Report report = scenario.run(RunOptions.defaults().with("harts", "4"));
 * }</pre>
 */
public interface Engine {
  /** An engine that reads nothing but the sources it is given and the library that comes with it. */
  static Engine create() {
    return create(EngineOptions.defaults());
  }

  /** An engine that reads what its options let it, within their limits. */
  static Engine create(EngineOptions options) {
    return new TextEngine(options);
  }

  /** Parses and checks a text; what is wrong with it is in the result, nothing is thrown. */
  CompiledFile compile(Source source);
}
