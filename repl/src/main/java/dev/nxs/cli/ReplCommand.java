// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.CompiledFile;
import dev.nxs.Engine;
import dev.nxs.Instance;
import dev.nxs.NxsException;
import dev.nxs.RunOptions;
import dev.nxs.Scenario;
import dev.nxs.Session;
import dev.nxs.SourceLoader;
import dev.nxs.kernel.Position;
import dev.nxs.repl.Batch;
import dev.nxs.repl.Prompt;
import dev.nxs.repl.Shell;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Renderer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code nxs repl}: a session at a prompt. Where nobody types at a terminal the commands come from {@code -e}, from files,
 * or from the standard input, through the same executor.
 */
final class ReplCommand {
  private static final int WIDTH = 80;
  private static final String NOTHING = "scenario \"session\" {\n}\n";

  private final Arguments arguments;
  private final Surroundings surroundings;
  private final boolean colored;
  private final List<String> operands;
  private final SourceFinder.@Nullable Found file;

  /**
   * Reads the command line.
   *
   * @throws UsageException if it makes no sense
   */
  ReplCommand(Arguments arguments, Surroundings surroundings) throws UsageException {
    this.arguments = arguments;
    this.surroundings = surroundings;
    this.colored = Coloring.of(arguments, surroundings);
    this.operands = arguments.operands();
    if (operands.isEmpty()) {
      file = null;
      return;
    }
    List<SourceFinder.Found> files = SourceFinder.find(operands.subList(0, 1), arguments.text(Option.ROOT));
    if (files.size() != 1) {
      throw UsageException.badUsage("`" + operands.get(0) + "` holds several files, and `nxs repl` needs one");
    }
    file = files.get(0);
  }

  Exit run() throws UsageException {
    PrintStream err = surroundings.err();
    try {
      CompiledFile compiled =
          file == null ? Engine.create().compile(Source.of("session.nxs", NOTHING)) : Compiling.compile(file);
      if (compiled.hasErrors()) {
        throw new NxsException(compiled.diagnostics());
      }
      String path = compiled.source().name();
      Scenario scenario = RunCommand.choose(path, compiled.scenarios(), arguments.text(Option.SCENARIO));
      AtomicReference<@Nullable Shell> shown = new AtomicReference<>();
      RunOptions options =
          Settings.of(arguments, surroundings)
              .all()
              .listener(
                  line -> {
                    Shell shell = shown.get();
                    if (shell != null) {
                      shell.line(line);
                    }
                  });
      List<Instance> instances = compiled.instances(List.of(scenario), options);
      if (instances.size() != 1) {
        throw UsageException.badUsage(
            "the scenario has " + instances.size() + " instances, and a session is of one",
            "give the swept names values with `-p`");
      }
      try (Session session = instances.get(0).open()) {
        Function<String, Source> reader = this::read;
        if (isInteractive()) {
          return new Exit(
              new Prompt(session, colored, surroundings.interrupted(), reader, shown::set, position()).run(banner(scenario, path)));
        }
        Shell shell = new Shell(session, surroundings.out(), err, colored, () -> WIDTH, reader);
        shown.set(shell);
        return batch(session, shell);
      }
    } catch (NxsException e) {
      surroundings.out().flush();
      err.print((colored ? Renderer.colored() : Renderer.plain()).render(e.diagnostics()));
      return Exit.USAGE;
    }
  }

  private boolean isInteractive() {
    boolean scripted = arguments.has(Option.EXECUTE) || operands.size() > 1;
    return !scripted && surroundings.interactive().getAsBoolean();
  }

  private @Nullable Position position() throws UsageException {
    return arguments.position(Option.GOTO);
  }

  private String banner(Scenario scenario, String path) {
    return arguments.has(Option.QUIET)
        ? ""
        : "nxs " + Version.text() + "  " + Renderer.visible(path) + " › " + Renderer.visible(scenario.title())
            + "   (help, quit)\n";
  }

  private Exit batch(Session session, Shell shell) throws UsageException {
    Position place = position();
    if (place != null) {
      session.goTo(place);
    }
    Batch batch =
        new Batch(shell, surroundings.out(), arguments.has(Option.ECHO), arguments.has(Option.KEEP_GOING));
    boolean goesOn = true;
    boolean scripted = false;
    try {
      for (String name : operands.subList(Math.min(1, operands.size()), operands.size())) {
        scripted = true;
        goesOn = goesOn && feed(batch, name);
      }
      for (String command : arguments.texts(Option.EXECUTE)) {
        scripted = true;
        goesOn = goesOn && batch.feed(new StringReader(command), "-e");
      }
      if (!scripted) {
        batch.feed(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8), "the input");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return surroundings.interrupted().getAsBoolean() ? Exit.INTERRUPTED : new Exit(shell.exit());
  }

  private boolean feed(Batch batch, String name) throws IOException {
    return name.equals("-")
        ? batch.feed(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8), "the input")
        : batch.feed(new StringReader(read(name).text()), name);
  }

  /** Reads a file that the user names; it is the user's own machine. */
  private Source read(String name) {
    try {
      Path path = Path.of(name);
      Path parent = path.toAbsolutePath().getParent();
      return SourceLoader.below(parent == null ? path.toAbsolutePath() : parent).load(path);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("`" + name + "` is no path", e);
    }
  }
}
