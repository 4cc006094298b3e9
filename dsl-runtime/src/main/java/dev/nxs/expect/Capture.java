// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.Type;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A named part of a pattern. */
record Capture(String name, Form form) {

  /** What a capture takes, and the type of its values. */
  @SuppressWarnings("ImmutableEnumChecker") // types are values
  enum Form {
    INT(Type.INT, "[+-]?[0-9]{1,19}"),
    HEX(Type.INT, "(?:0[xX])?[0-9a-fA-F]{1,16}"),
    FLOAT(Type.FLOAT, "[+-]?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"),
    DURATION(Type.DURATION, "-?[0-9]{1,19}(?:\\.[0-9]{1,19})?(?:ns|us|ms|s|min)"),
    WORD(Type.STRING, "[^\\s]+"),
    TEXT(Type.STRING, ".*"),
    /** A named group of a regular expression, which has its own pattern. */
    GROUP(Type.STRING, "");

    private final Type type;
    private final String pattern;

    Form(Type type, String pattern) {
      this.type = type;
      this.pattern = pattern;
    }

    Type type() {
      return type;
    }

    /** What it takes, as a regular expression. */
    String pattern() {
      return pattern;
    }

    /** The form of a name in a template, null where there is none. */
    static @Nullable Form named(String name) {
      for (Form form : values()) {
        if (form != GROUP && form.name().toLowerCase(Locale.ROOT).equals(name)) {
          return form;
        }
      }
      return null;
    }
  }

  Type type() {
    return form.type();
  }
}
