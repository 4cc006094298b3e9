// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Source;

/** Short ways to a session. */
final class Sessions {
  private Sessions() {}

  /** A session of the only scenario of a text. */
  static Session of(String text) {
    return of(text, RunOptions.defaults());
  }

  static Session of(String text, RunOptions options) {
    return scenario(text).open(options);
  }

  /** The only scenario of a text. */
  static Scenario scenario(String text) {
    return Engine.create().compile(Source.of("test.nxs", text)).scenarios().get(0);
  }
}
