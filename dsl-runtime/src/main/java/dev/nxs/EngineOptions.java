// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What an engine may read, and how much of it. Immutable; each method gives a copy. The defaults read nothing but the
 * texts that the engine is given and the library that comes with it.
 */
public final class EngineOptions {
  private static final EngineOptions DEFAULTS = new EngineOptions(null, Limits.DEFAULT, 256);

  private final @Nullable SourceLoader loader;
  private final Limits limits;
  private final int imports;

  private EngineOptions(@Nullable SourceLoader loader, Limits limits, int imports) {
    this.loader = loader;
    this.limits = limits;
    this.imports = imports;
  }

  public static EngineOptions defaults() {
    return DEFAULTS;
  }

  /** Lets texts import files, those that the loader gives out. */
  public EngineOptions loader(SourceLoader value) {
    return new EngineOptions(value, limits, imports);
  }

  /** Bounds of each text: its size and the nesting in it. */
  public EngineOptions limits(Limits value) {
    return new EngineOptions(loader, value, imports);
  }

  /** How many files a text imports at most, those included that are imported by what it imports; 256 by default. */
  public EngineOptions imports(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a limit of imports is 0 or more: imports=" + count);
    }
    return new EngineOptions(loader, limits, count);
  }

  public @Nullable SourceLoader loader() {
    return loader;
  }

  public Limits limits() {
    return limits;
  }

  public int imports() {
    return imports;
  }
}
