// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.RunOptions;
import dev.nxs.Scenario;
import dev.nxs.kernel.Position;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How the runs of a command line are to be made. */
final class Settings {
  private static final int MOST_HARTS = 1024;

  private final RunOptions common;
  private final Map<String, String> parameters;

  private Settings(RunOptions common, Map<String, String> parameters) {
    this.common = common;
    this.parameters = parameters;
  }

  static Settings of(Arguments arguments, Surroundings surroundings) throws UsageException {
    RunOptions options =
        RunOptions.defaults()
            .strict(arguments.has(Option.STRICT))
            .checkingInvariants(arguments.has(Option.CHECK_INVARIANTS))
            .interruptedBy(surroundings.interrupted());
    OptionalLong harts = arguments.number(Option.HARTS, 1, MOST_HARTS);
    if (harts.isPresent()) {
      options = options.harts((int) harts.getAsLong());
    }
    OptionalLong seed = arguments.number(Option.SEED, Long.MIN_VALUE, Long.MAX_VALUE);
    if (seed.isPresent()) {
      options = options.seed(seed.getAsLong());
    }
    OptionalLong timeoutNs = arguments.durationNs(Option.TIMEOUT);
    if (timeoutNs.isPresent()) {
      options = options.timeoutNs(timeoutNs.getAsLong());
    }
    String marker = arguments.text(Option.UNTIL_MARKER);
    if (marker != null) {
      options = options.untilMarker(marker);
    }
    Position position = arguments.position(Option.GOTO);
    if (position != null) {
      options = options.stopAt(position);
    }
    return new Settings(options, parameters(arguments.texts(Option.PARAMETER)));
  }

  static Map<String, String> parameters(List<String> texts) throws UsageException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw UsageException.badUsage("`-p` needs `name=value`, not `" + text + "`");
      }
      String name = text.substring(0, equals);
      if (parameters.put(name, text.substring(equals + 1)) != null) {
        throw UsageException.badUsage("the parameter `" + name + "` is given twice");
      }
    }
    return parameters;
  }

  /** The options with all parameters. */
  RunOptions all() {
    RunOptions options = common;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      options = options.with(parameter.getKey(), parameter.getValue());
    }
    return options;
  }

  /** The options for scenarios: of the parameters, those that one of them has. */
  RunOptions of(List<Scenario> scenarios) {
    RunOptions options = common;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      if (scenarios.stream().anyMatch(s -> s.parameters().contains(parameter.getKey()))) {
        options = options.with(parameter.getKey(), parameter.getValue());
      }
    }
    return options;
  }

  /**
   * Which parameters no scenario has. A command line may name many files, and a parameter need not belong to all of
   * them; but one that belongs to none is a mistake.
   */
  final class Unused {
    private final List<String> unused = new ArrayList<>(parameters.keySet());
    private final TreeSet<String> known = new TreeSet<>();

    void add(List<Scenario> scenarios) {
      if (!parameters.isEmpty()) {
        scenarios.forEach(s -> known.addAll(s.parameters()));
        unused.removeAll(known);
      }
    }

    /** The mistake, null if there is none. */
    @Nullable UsageException problem() {
      if (unused.isEmpty()) {
        return null;
      }
      String name = unused.get(0);
      return UsageException.badUsage("no scenario has a parameter `" + name + "`", Suggest.closest(name, known));
    }
  }
}
