// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CheckedScenario;
import dev.nxs.compile.ConstantSymbol;
import dev.nxs.compile.Image;
import dev.nxs.kernel.Position;

/** The one command that repeats a run and stops at a place in it. */
final class Replay {
  private final Image image;
  private final RunOptions options;

  Replay(Image image, RunOptions options) {
    this.image = image;
    this.options = options;
  }

  /** The command: {@code nxs run FILE --scenario "title" -p k=v --seed N --goto 8ms#41}. */
  String command(Position position) {
    StringBuilder command = new StringBuilder("nxs run ").append(word(image.source().name()));
    CheckedScenario scenario = image.scenario();
    command.append(" --scenario ").append(quoted(scenario.outline().title()));
    options.parameters().forEach((name, value) -> parameter(command, name, value));
    for (ConstantSymbol symbol : scenario.outline().parameters()) {
      boolean swept = symbol.kind() == ConstantSymbol.Kind.SWEPT;
      if (swept && !options.parameters().containsKey(symbol.name())) {
        parameter(command, symbol.name(), image.text(symbol));
      }
    }
    options.harts().ifPresent(harts -> command.append(" --harts ").append(harts));
    options.seed().ifPresent(seed -> command.append(" --seed ").append(seed));
    return command.append(" --goto ").append(position.text()).toString();
  }

  private static void parameter(StringBuilder command, String name, String value) {
    command.append(" -p ").append(word(name + "=" + value));
  }

  /** A word of a command line, in quotes only where a shell would take it apart. */
  private static String word(String text) {
    return text.matches("[A-Za-z0-9_./=:,%+@-]+") ? text : quoted(text);
  }

  private static String quoted(String text) {
    return "\"" + text.replaceAll("([\\\\\"$`])", "\\\\$1") + "\"";
  }
}
