// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final String BOOT = "repl/src/test/logs/boot.nxs";

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Exit check(String input, AtomicInteger patience, String... words) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return new Cli(new Surroundings(in, stream, stream, () -> false, () -> patience.getAndDecrement() <= 0)).run(List.of(words));
  }

  @Test
  void aLogMayComeFromTheStandardInput() {
    Exit exit = check("boot 1.0\nSELFTEST: qos ok\n", new AtomicInteger(9), "check", BOOT, "--log", "-", "--expect", "selftest");

    assertThat(exit).isEqualTo(Exit.PASSED);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("# -: 1 passed   2 lines");
  }

  @Test
  void followingEndsAtTheFirstFailureThoughTheLogGoesOn() throws IOException {
    Path log = folder.resolve("log");
    Files.writeString(log, "boot 1.0\nPANIC: out of luck\n");

    Exit exit = check("", new AtomicInteger(1000), "check", BOOT, "--log", log.toString(), "--follow");

    assertThat(exit).isEqualTo(Exit.FAILED);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("failed    never marker contains \"PANIC\"", "log:2: \"PANIC: out of luck\"");
  }

  @Test
  void aLogThatIsTruncatedWhileItIsFollowedIsSaidToBe() throws IOException {
    Path log = folder.resolve("log");
    Files.writeString(log, "boot 1.0\n");
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    AtomicInteger asked = new AtomicInteger();
    Surroundings surroundings =
        new Surroundings(
            stream,
            stream,
            () -> false,
            () -> {
              if (asked.incrementAndGet() == 2) {
                truncate(log);
              }
              return asked.get() > 100;
            });

    Exit exit = new Cli(surroundings).run(List.of("check", BOOT, "--log", log.toString(), "--follow"));

    assertThat(exit).isEqualTo(Exit.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("it was truncated while it was followed");
  }

  private static void truncate(Path log) {
    try {
      Files.writeString(log, "");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void binaryIsALogLikeAnyOther() throws IOException {
    Path log = folder.resolve("log");
    byte[] bytes = new byte[100_000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + i / 7);
    }
    Files.write(log, bytes);

    assertThat(check("", new AtomicInteger(9), "check", BOOT, "--log", log.toString())).isEqualTo(Exit.OPEN);
  }
}
