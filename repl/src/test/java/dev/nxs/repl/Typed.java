// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.CompiledFile;
import dev.nxs.Engine;
import dev.nxs.NxsException;
import dev.nxs.RunOptions;
import dev.nxs.Session;
import dev.nxs.syntax.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A shell over a scenario, with what it prints. */
final class Typed implements AutoCloseable {
  static final Path COALESCE = Path.of("examples/coalesce.nxs");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final Session session;
  private final Shell shell;

  private Typed(Source source, int width) {
    CompiledFile file = Engine.create().compile(source);
    AtomicReference<Shell> made = new AtomicReference<>();
    session = file.scenarios().get(0).open(RunOptions.defaults().listener(line -> Objects.requireNonNull(made.get()).line(line)));
    shell = new Shell(session, stream, stream, false, () -> width, Typed::read);
    made.set(shell);
  }

  /** Over the first scenario of a file. */
  static Typed file(Path path) {
    return new Typed(read(path.toString()), 80);
  }

  /** Over a scenario. */
  static Typed text(String text) {
    return new Typed(Source.of("typed.nxs", text), 80);
  }

  static Source read(String name) {
    try {
      return Source.of(name, Files.readString(Path.of(name)));
    } catch (java.nio.file.NoSuchFileException e) {
      throw new NxsException(List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Shell shell() {
    return shell;
  }

  Session session() {
    return session;
  }

  PrintStream stream() {
    return stream;
  }

  /** Runs a text; what it printed. */
  String type(String text) {
    bytes.reset();
    shell.execute(text);
    return printed();
  }

  /** Runs a text; its code. */
  int code(String text) {
    bytes.reset();
    return shell.execute(text);
  }

  /** What was printed since the last text. */
  String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    session.close();
  }
}
