// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.Engine;
import dev.nxs.RunOptions;
import dev.nxs.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sessions that the documentation shows are real: a block {@code repl FILE › TITLE} holds what is typed behind the
 * prompts, and everything that is printed. With {@code -Dnxs.bless=true} the pages are written anew.
 */
class PagesTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```repl ([^\n]*)\n(.*?)^```$");
  private static final Pattern TYPED = Pattern.compile("(?m)^[0-9][0-9.]*(?:ns|us|ms|s|min)#\\d+> (.*(?:\n\\.\\.\\.\\.> .*)*)$");

  @ParameterizedTest
  @ValueSource(strings = {"docs/repl.md", "docs/tutorial.md"})
  void theSessionsOfAPageAreWhatThePromptSays(String page) throws IOException {
    Path path = Path.of(page);
    String text = Files.readString(path);
    Matcher blocks = BLOCK.matcher(text);
    StringBuilder real = new StringBuilder();
    int at = 0;
    int count = 0;
    while (blocks.find()) {
      real.append(text, at, blocks.start(2)).append(session(blocks.group(1), blocks.group(2)));
      at = blocks.end(2);
      count++;
    }
    real.append(text.substring(at));
    assertThat(count).isPositive();
    if (Boolean.getBoolean("nxs.bless")) {
      Files.writeString(path, real);
    }
    assertThat(text).as("bless with -Dnxs.bless=true").isEqualTo(real.toString());
  }

  private static String session(String head, String shown) throws IOException {
    String[] parts = head.split(" › ", 2);
    List<String> typed = new ArrayList<>();
    Matcher lines = TYPED.matcher(shown);
    while (lines.find()) {
      typed.add(lines.group(1).replace("\n....> ", "\n"));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    AtomicReference<Shell> made = new AtomicReference<>();
    var file = Engine.create().compile(Typed.read(parts[0]));
    var scenario = parts.length > 1 ? file.scenario(parts[1]) : file.scenarios().get(0);
    RunOptions options = RunOptions.defaults().listener(line -> Objects.requireNonNull(made.get()).line(line));
    try (Session session = scenario.open(options)) {
      Shell shell = new Shell(session, out, out, false, () -> 100, Typed::read);
      made.set(shell);
      Batch batch = new Batch(shell, out, true, true);
      typed.forEach(batch::run);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
