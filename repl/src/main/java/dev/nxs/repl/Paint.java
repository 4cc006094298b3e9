// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.kernel.user.QosClass;

/** Colours of the prompt's output; none where it is not to be coloured. */
final class Paint {
  private static final String RESET = "\u001b[0m";

  private final boolean colored;

  Paint(boolean colored) {
    this.colored = colored;
  }

  boolean isColored() {
    return colored;
  }

  /** A text in the colour of a class: the more urgent, the warmer. */
  String qos(QosClass qos, String text) {
    return switch (qos) {
      case PERFBURST -> paint("1;31", text);
      case INTERACTIVE -> paint("32", text);
      case NORMAL -> paint("36", text);
      case IDLE -> paint("34", text);
    };
  }

  String bold(String text) {
    return paint("1", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  String good(String text) {
    return paint("32", text);
  }

  String bad(String text) {
    return paint("1;31", text);
  }

  private String paint(String code, String text) {
    return colored ? "\u001b[" + code + "m" + text + RESET : text;
  }
}
