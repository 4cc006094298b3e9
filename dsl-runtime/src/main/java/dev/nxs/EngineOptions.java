// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CodeLimits;
import dev.nxs.compile.ValueLimits;
import dev.nxs.syntax.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What an engine may read, and how much its texts and their runs may take. Immutable; each method gives a copy. The
 * defaults read nothing but the texts that the engine is given and the library that comes with it. docs/limits.md lists
 * all limits with what happens at each.
 */
public final class EngineOptions {
  private static final EngineOptions DEFAULTS = new EngineOptions(new Draft());

  private final @Nullable SourceLoader loader;
  private final Limits limits;
  private final int imports;
  private final ValueLimits values;
  private final CodeLimits code;
  private final long events;
  private final long lines;
  private final long stateWords;

  private EngineOptions(Draft draft) {
    loader = draft.loader;
    limits = draft.limits;
    imports = draft.imports;
    values = draft.values;
    code = draft.code;
    events = draft.events;
    lines = draft.lines;
    stateWords = draft.stateWords;
  }

  public static EngineOptions defaults() {
    return DEFAULTS;
  }

  /** Lets texts import files, those that the loader gives out. */
  public EngineOptions loader(SourceLoader value) {
    Draft draft = new Draft(this);
    draft.loader = value;
    return new EngineOptions(draft);
  }

  /** Bounds of each text: its size and the nesting in it. */
  public EngineOptions limits(Limits value) {
    Draft draft = new Draft(this);
    draft.limits = value;
    return new EngineOptions(draft);
  }

  /** How many files a text imports at most, those included that are imported by what it imports; 256 by default. */
  public EngineOptions imports(int count) {
    Draft draft = new Draft(this);
    draft.imports = (int) atLeast("imports", count, 0);
    return new EngineOptions(draft);
  }

  /** Bounds of the values of a run: how many there are, and how long lists and texts become. */
  public EngineOptions values(ValueLimits value) {
    Draft draft = new Draft(this);
    draft.values = value;
    return new EngineOptions(draft);
  }

  /** Bounds of the code of tasks: steps at one instant, and calls of functions inside each other. */
  public EngineOptions code(CodeLimits value) {
    Draft draft = new Draft(this);
    draft.code = value;
    return new EngineOptions(draft);
  }

  /** How many events a run takes at most, whatever its scenario says; unbounded by default. */
  public EngineOptions events(long count) {
    Draft draft = new Draft(this);
    draft.events = atLeast("events", count, 1);
    return new EngineOptions(draft);
  }

  /** How many marker and audit lines a run writes at most; 10 million by default. */
  public EngineOptions lines(long count) {
    Draft draft = new Draft(this);
    draft.lines = atLeast("lines", count, 1);
    return new EngineOptions(draft);
  }

  /**
   * How many words of 8 bytes the state of a machine takes at most; 16 Mi by default. A run holds one or two such states, and a
   * session as many as its checkpoints have room for.
   */
  public EngineOptions stateWords(long count) {
    Draft draft = new Draft(this);
    draft.stateWords = atLeast("stateWords", count, 1);
    return new EngineOptions(draft);
  }

  private static long atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException("a limit is " + least + " or more: " + name + "=" + value);
    }
    return value;
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

  public ValueLimits values() {
    return values;
  }

  public CodeLimits code() {
    return code;
  }

  public long events() {
    return events;
  }

  public long lines() {
    return lines;
  }

  public long stateWords() {
    return stateWords;
  }

  private static final class Draft {
    private @Nullable SourceLoader loader;
    private Limits limits = Limits.DEFAULT;
    private int imports = 256;
    private ValueLimits values = ValueLimits.DEFAULT;
    private CodeLimits code = CodeLimits.DEFAULT;
    private long events = Long.MAX_VALUE;
    private long lines = 10_000_000;
    private long stateWords = 1 << 24;

    Draft() {}

    Draft(EngineOptions options) {
      loader = options.loader;
      limits = options.limits;
      imports = options.imports;
      values = options.values;
      code = options.code;
      events = options.events;
      lines = options.lines;
      stateWords = options.stateWords;
    }
  }
}
