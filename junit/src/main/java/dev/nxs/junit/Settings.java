// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import dev.nxs.RunOptions;
import dev.nxs.Scenario;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.ConfigurationParameters;

/** How scenarios run, by configuration parameters: {@code nxs.seed}, {@code nxs.harts}, {@code nxs.strict}, {@code nxs.param.NAME}. */
final class Settings {
  private static final String PREFIX = "nxs.";
  private static final String PARAMETER = "nxs.param.";

  private final RunOptions common;
  private final Map<String, String> parameters;

  private Settings(RunOptions common, Map<String, String> parameters) {
    this.common = common;
    this.parameters = parameters;
  }

  static Settings of(ConfigurationParameters configuration) {
    RunOptions options =
        RunOptions.defaults().strict(configuration.getBoolean(PREFIX + "strict").orElse(false));
    Long seed = configuration.get(PREFIX + "seed", text -> number("seed", text)).orElse(null);
    if (seed != null) {
      options = options.seed(seed);
    }
    Long harts = configuration.get(PREFIX + "harts", text -> number("harts", text)).orElse(null);
    if (harts != null) {
      if (harts < 1 || harts > 1024) {
        throw new JUnitException("nxs.harts is a whole number from 1 to 1024, not " + harts);
      }
      options = options.harts(harts.intValue());
    }
    Map<String, String> parameters = new HashMap<>();
    for (String key : configuration.keySet()) {
      if (key.startsWith(PARAMETER)) {
        configuration.get(key).ifPresent(value -> parameters.put(key.substring(PARAMETER.length()), value));
      }
    }
    return new Settings(options, parameters);
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw new JUnitException("nxs." + name + " is a whole number, not " + text, e);
    }
  }

  /** The options for a scenario: of the parameters, those that it has. */
  RunOptions of(Scenario scenario) {
    RunOptions options = common;
    List<String> own = scenario.parameters();
    for (String name : own) {
      String value = parameters.get(name);
      options = value == null ? options : options.with(name, value);
    }
    return options;
  }
}
