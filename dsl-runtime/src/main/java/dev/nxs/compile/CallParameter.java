// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a built-in call or a query.
 *
 * @param type {@link Type#ANY} where every value is taken
 * @param fallback what help says about the value that is taken where the argument is left out; null where it must be
 *     given
 * @param repeated whether any further number of values may follow
 */
public record CallParameter(String name, Type type, @Nullable String fallback, boolean repeated) {
  static CallParameter required(String name, Type type) {
    return new CallParameter(name, type, null, false);
  }

  static CallParameter optional(String name, Type type, String fallback) {
    return new CallParameter(name, type, fallback, false);
  }

  static CallParameter repeated(String name, Type type) {
    return new CallParameter(name, type, null, true);
  }

  public boolean isOptional() {
    return fallback != null;
  }
}
