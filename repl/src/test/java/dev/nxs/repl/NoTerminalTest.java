// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where there is no terminal its library is not even loaded, and nothing but results is on the output. */
class NoTerminalTest {
  @TempDir Path folder;

  /** Runs the command in a process of its own, whose streams are files, and lists the classes that it loads. */
  private List<String> loaded(Path input, String... words) throws IOException, InterruptedException {
    Path classes = folder.resolve("classes.txt");
    String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xlog:class+load:file=" + classes + "::filecount=0", "-cp", path, "dev.nxs.cli.Main"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(input.toFile());
    builder.redirectOutput(folder.resolve("out.txt").toFile()).redirectError(folder.resolve("err.txt").toFile());
    assertThat(builder.start().waitFor()).isZero();
    return Files.readAllLines(classes, StandardCharsets.UTF_8);
  }

  @Test
  void commandsFromAPipeLoadNoTerminalLibrary() throws IOException, InterruptedException {
    Path input = Files.writeString(folder.resolve("in.txt"), "run until \"timed: ready\"\nprint now()");
    List<String> loaded = loaded(input, "repl", "examples/coalesce.nxs");
    assertThat(loaded).anyMatch(line -> line.contains("dev.nxs.repl.Shell")).noneMatch(line -> line.contains("org.jline"));
    assertThat(Files.readString(folder.resolve("err.txt"))).isEmpty();
    assertThat(Files.readString(folder.resolve("out.txt")))
        .isEqualTo(
            """
            [    0.000000] h0 timed       timed: ready
            stop until "timed: ready" at 0ns#5  h0/timed   (+5 events, +0ns)
            0ns
            """);
  }

  @Test
  void commandsOfTheCommandLineLoadNoTerminalLibrary() throws IOException, InterruptedException {
    Path input = Files.createFile(folder.resolve("empty.txt"));
    assertThat(loaded(input, "repl", "examples/coalesce.nxs", "-e", "step")).noneMatch(line -> line.contains("org.jline"));
    assertThat(loaded(input, "test", "examples/coalesce.nxs")).noneMatch(line -> line.contains("org.jline"));
  }
}
