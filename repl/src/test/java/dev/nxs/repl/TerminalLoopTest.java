// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.Engine;
import dev.nxs.RunOptions;
import dev.nxs.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Size;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

/** The loop at a terminal, with the simplest terminal that its library has. */
class TerminalLoopTest {
  /** What is shown when somebody types a text, without escape sequences; the exit code behind it. */
  private static String shown(String typed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    AtomicReference<Shell> made = new AtomicReference<>();
    RunOptions options = RunOptions.defaults().listener(line -> Objects.requireNonNull(made.get()).line(line));
    DumbTerminal terminal = new DumbTerminal("nxs", "ansi", in, out, StandardCharsets.UTF_8);
    // Without one it has no room for a prompt.
    terminal.setSize(Size.of(100, 30));
    try (Session session = Engine.create().compile(Typed.read("examples/coalesce.nxs")).scenarios().get(0).open(options);
        TerminalLoop loop =
            TerminalLoop.on(terminal, session, false, Typed::read, made::set)) {
      int code = loop.run("banner\n", () -> false);
      return out.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;?]*[a-zA-Z]", "").replace("\r", "") + code;
    }
  }

  @Test
  void aSessionIsTypedAndLeft() throws IOException {
    String shown = shown("step 2\nrun until \"timed: ready\"\nquit 3\n");
    assertThat(shown)
        .startsWith("banner\n")
        .contains("0ns#0> ", "stop done at 0ns#2", "0ns#2> ", "stop until \"timed: ready\" at 0ns#5", "0ns#5> ")
        .endsWith("3");
  }

  @Test
  void theEndOfTheInputLeavesAsQuitDoes() throws IOException {
    assertThat(shown("step\n")).contains("stop done at 0ns#1").endsWith("0");
  }

  @Test
  void anEmptyLineRepeatsTheLastMotion() throws IOException {
    assertThat(shown("step\n\n\n")).contains("0ns#1> ", "0ns#2> ", "stop done at 0ns#3");
  }

  @Test
  void anOpenBlockGoesOnInTheNextLine() throws IOException {
    String shown = shown("task late(start: 5ms) {\nmark(\"late\")\n}\nrun\n");
    assertThat(shown).contains("....> ", "added", "late        late");
  }

  @Test
  void backslashesAndExclamationMarksStayWhatTheyAre() throws IOException {
    assertThat(shown("expect marker r\"indexer \\d woke\"\nprint 1 != 2\n!!\n")).contains("added", "true", "error").doesNotContain("event not found");
  }

  @Test
  void aMistakeIsToldAndTheLoopGoesOn() throws IOException {
    String shown = shown("info tiemrs\nstep\n");
    assertThat(List.of("did you mean `timers`?", "stop done at 0ns#1")).allMatch(shown::contains);
  }
}
