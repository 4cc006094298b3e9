// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

/** Whether a command colours what it prints. */
final class Coloring {
  private Coloring() {}

  static boolean of(Arguments arguments, Surroundings surroundings) throws UsageException {
    String when = arguments.text(Option.COLOR);
    if (when == null || when.equals("auto")) {
      return surroundings.colorful().getAsBoolean();
    }
    return switch (when) {
      case "always" -> true;
      case "never" -> false;
      default -> throw UsageException.badUsage("`--color` is auto, always or never, not `" + when + "`");
    };
  }
}
