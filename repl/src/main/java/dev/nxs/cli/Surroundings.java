// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a command has around it. Nothing of the command reaches for the process itself, so tests run it as it is.
 *
 * @param in gives commands to those who take them; what {@code -} means in place of a file
 * @param out takes results
 * @param err takes diagnostics and progress
 * @param colorful whether {@code --color auto} means colours; asked only where it matters, since finding out costs time
 * @param progress whether somebody watches the stream of diagnostics while it is written
 * @param environment the value of a variable, null where it is not set
 * @param interrupted whether the user wants it to stop
 * @param interactive whether a person types them at a terminal
 */
public record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    BooleanSupplier colorful,
    boolean progress,
    Environment environment,
    BooleanSupplier interrupted,
    BooleanSupplier interactive) {

  /** The variables of a process. */
  @FunctionalInterface
  public interface Environment {
    /** The value of a variable, null where it is not set. */
    @Nullable String get(String name);
  }

  /** Surroundings in which nobody types at a terminal. */
  public Surroundings(
      InputStream in,
      PrintStream out,
      PrintStream err,
      BooleanSupplier colorful,
      boolean progress,
      Environment environment,
      BooleanSupplier interrupted) {
    this(in, out, err, colorful, progress, environment, interrupted, () -> false);
  }

  /** Streams without any input that nobody watches, in an empty environment. */
  public Surroundings(PrintStream out, PrintStream err, BooleanSupplier colorful, BooleanSupplier interrupted) {
    this(InputStream.nullInputStream(), out, err, colorful, false, name -> null, interrupted, () -> false);
  }

  /** Streams that nobody watches, in an empty environment. */
  public Surroundings(
      InputStream in, PrintStream out, PrintStream err, BooleanSupplier colorful, BooleanSupplier interrupted) {
    this(in, out, err, colorful, false, name -> null, interrupted, () -> false);
  }

  /** Plain streams that nobody interrupts. */
  public static Surroundings plain(PrintStream out, PrintStream err) {
    return new Surroundings(out, err, () -> false, () -> false);
  }
}
