// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command at a real pseudo-terminal, in a process of its own: keys, signals, sizes, colours. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PseudoTerminalTest {
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String PROMPT = "0ns#0> ";

  /** Runs for hours unless somebody stops it. */
  private static final String ENDLESS =
      """
      scenario "endless" {
        task a { mark("under way"); loop { compute(1us); yield() } }
        task b { loop { compute(1us); yield() } }
        run for 20000s
      }
      """;

  /** Whether `env` can undo that a signal is ignored. */
  private static final boolean DEFAULT_SIGNALS = has("", "env", "--default-signal=INT", "true");

  @TempDir Path folder;

  @BeforeAll
  static void thereIsAPseudoTerminal() {
    assumeTrue(has("util-linux", "script", "--version"), "there is no `script` of util-linux to make a pseudo-terminal");
    assumeTrue(has("coreutils", "stty", "--version"), "there is no `stty` to size a pseudo-terminal");
  }

  private static boolean has(String word, String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 && told.contains(word);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A process at a pseudo-terminal of its own. */
  private static final class Screen implements AutoCloseable {
    private final Process process;
    private final InputStream out;
    private final OutputStream in;
    private final StringBuilder seen = new StringBuilder();
    private final String device;
    private int read;

    Screen(Path folder, Map<String, String> environment, String... words) {
      this("cols 100 rows 30", folder, environment, words);
    }

    /** A terminal of a size that {@code stty} understands. */
    Screen(String size, Path folder, Map<String, String> environment, String... words) {
      String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dnxs.terminal=true", "-cp", path, "dev.nxs.cli.Main", "repl"));
      command.addAll(List.of(words));
      // A build in the background ignores interrupts, and so would all that it starts.
      String heard = DEFAULT_SIGNALS ? "env --default-signal=INT " : "";
      String quoted = heard + "'" + String.join("' '", command) + "'";
      ProcessBuilder builder =
          new ProcessBuilder("script", "-qefc", "tty; stty " + size + "; exec " + quoted, "/dev/null").redirectErrorStream(true);
      builder.environment().put("TERM", "xterm-256color");
      builder.environment().put("SHELL", "/bin/sh");
      builder.environment().put("XDG_STATE_HOME", folder.toString());
      builder.environment().remove("NO_COLOR");
      builder.environment().putAll(environment);
      try {
        process = builder.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      out = process.getInputStream();
      in = process.getOutputStream();
      device = until("\n").strip();
    }

    /** Waits until a text is on the screen; everything since the last such wait. */
    String until(String text) {
      try {
        int at = seen.indexOf(text, read);
        while (at < 0) {
          int next = out.read();
          if (next < 0) {
            throw new AssertionError("it ended without `" + text + "`:\n" + seen);
          }
          seen.append((char) next);
          at = seen.indexOf(text, read);
        }
        String found = seen.substring(read, at + text.length());
        read = at + text.length();
        return found;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void type(String keys) {
      try {
        in.write(keys.getBytes(StandardCharsets.UTF_8));
        in.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Changes the number of columns, of which the process is told by a signal. */
    void columns(int columns) throws IOException, InterruptedException {
      assertThat(new ProcessBuilder("stty", "-F", device, "cols", Integer.toString(columns)).start().waitFor()).isZero();
    }

    /** Reads to the end; the exit code of the command. */
    int end() throws IOException, InterruptedException {
      out.transferTo(OutputStream.nullOutputStream());
      return process.waitFor();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void aTerminalWithoutASizeGetsAUsualOne() throws IOException, InterruptedException {
    try (Screen screen = new Screen("cols 0 rows 0", folder, Map.of("NO_COLOR", "1"), "examples/coalesce.nxs")) {
      screen.until(PROMPT);
      screen.type("goto end; gantt; print 41 + 1\r");
      assertThat(hart(screen.until("42\r\n"))).isBetween(70, 80);
      screen.until("8ms#20> ");
      screen.type(CTRL_D);
      assertThat(screen.end()).isZero();
    }
  }

  private Screen screen(String... words) {
    return new Screen(folder, Map.of("NO_COLOR", "1"), words);
  }

  private static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "").replace("\r", "");
  }

  @Test
  void controlCStopsARunAndTheSessionGoesOn() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("endless.nxs"), ENDLESS);
    try (Screen screen = screen(file.toString())) {
      screen.until(PROMPT);
      screen.type("run\r");
      screen.until("under way\r\n");
      screen.type(CTRL_C);
      screen.until("stop interrupted at ");
      screen.until("> ");
      screen.type("goto start\r");
      screen.until(" -> 0ns#0 ");
      screen.until(PROMPT);
      screen.type("quit 7\r");
      assertThat(screen.end()).isEqualTo(7);
    }
  }

  @Test
  void controlCClearsALineAndControlDLeaves() throws IOException, InterruptedException {
    try (Screen screen = screen("examples/coalesce.nxs")) {
      screen.until(PROMPT);
      screen.type("quit 9" + CTRL_C);
      screen.until(PROMPT);
      screen.type("step\r");
      screen.until("stop done at 0ns#1");
      screen.until("0ns#1> ");
      screen.type(CTRL_D);
      assertThat(screen.end()).isZero();
    }
  }

  @Test
  void whatIsDrawnFitsTheTerminalAlsoBehindAChangeOfItsSize() throws IOException, InterruptedException {
    try (Screen screen = screen("examples/coalesce.nxs")) {
      screen.until(PROMPT);
      screen.type("goto end\r");
      screen.until("8ms#20> ");
      screen.type("gantt; print 41 + 1\r");
      int wide = hart(screen.until("42\r\n"));
      screen.until("8ms#20> ");
      screen.columns(60);
      screen.type("gantt; print 42 + 1\r");
      int narrow = hart(screen.until("43\r\n"));
      assertThat(wide).isBetween(90, 100);
      assertThat(narrow).isBetween(50, 60);
    }
  }

  /** How long the line of the first hart is. */
  private static int hart(String drawn) {
    return plain(drawn).lines().filter(line -> line.startsWith("h0 ")).findFirst().orElseThrow().length();
  }

  @Test
  void aPasteOfSeveralLinesRunsWhenItIsEntered() {
    try (Screen screen = screen("examples/coalesce.nxs")) {
      screen.until(PROMPT);
      screen.type("\u001b[200~step 2\nprint 41 + 1\n\u001b[201~");
      screen.type("\r");
      String shown = plain(screen.until("0ns#2> "));
      assertThat(shown).containsSubsequence("print 41 + 1", "stop done at 0ns#2", "42");
    }
  }

  @Test
  void tabCompletesFromTheScenario() {
    try (Screen screen = screen("examples/coalesce.nxs")) {
      screen.until(PROMPT);
      screen.type("run until \"tim\t\r");
      screen.until("stop until \"timed: ready\" at 0ns#5");
    }
  }

  @Test
  void classesHaveTheirColoursUnlessNobodyWantsColours() {
    try (Screen screen = new Screen(folder, Map.of(), "examples/coalesce.nxs")) {
      screen.until(PROMPT);
      screen.type("info tasks; print 41 + 1\r");
      assertThat(screen.until("42\r\n")).contains("\u001b[34midle");
    }
    try (Screen screen = screen("examples/coalesce.nxs")) {
      screen.until(PROMPT);
      screen.type("info tasks; print 41 + 1\r");
      assertThat(screen.until("42\r\n")).doesNotContain("\u001b[34m").contains("idle");
    }
  }

  @Test
  void linesAreRememberedForTheNextSessionUnlessTheyBeginWithABlank() throws IOException, InterruptedException {
    try (Screen screen = screen("examples/coalesce.nxs")) {
      screen.until(PROMPT);
      screen.type("step 3\r");
      screen.until("0ns#3> ");
      screen.type(" step 1\r");
      screen.until("0ns#4> ");
      screen.type(CTRL_D);
      assertThat(screen.end()).isZero();
    }
    assertThat(folder.resolve("nxs").resolve("history")).content().contains("step 3").doesNotContain("step 1");
    try (Screen screen = screen("examples/coalesce.nxs")) {
      screen.until(PROMPT);
      screen.type("\u001bOA\r");
      screen.until("stop done at 0ns#3");
    }
  }
}
