// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
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

    assertThat(follow(log, () -> truncate(log))).isEqualTo(Exit.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("it was truncated while it was followed");
  }

  @Test
  void aLogThatIsTruncatedAndHasGrownBeyondThatAgainIsSaidToBe() throws IOException {
    Path log = folder.resolve("log");
    Files.writeString(log, "boot 1.0\n");

    assertThat(follow(log, () -> rewrite(log, "another boot\nSELFTEST: qos ok\n"))).isEqualTo(Exit.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("it was truncated while it was followed");
  }

  @Test
  void whatAnInterruptionLeavesOpenIsUndecided() throws IOException {
    Path log = folder.resolve("log");
    Files.writeString(log, "boot 1.0\n");

    assertThat(follow(log, () -> append(log, "timed: ready\n"))).isEqualTo(Exit.INTERRUPTED);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("undecided never marker contains \"PANIC\"", "undecided marker \"SELFTEST: qos ok\"", "tail cut")
        .doesNotContain("failed ");
  }

  @Test
  void aPipeIsFollowedToItsEnd() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "a system with named pipes");
    Thread writer = new Thread(() -> append(pipe, "boot 1.0\nSELFTEST: qos ok\n"));
    writer.start();

    assertThat(check("", new AtomicInteger(1000), "check", BOOT, "--log", pipe.toString(), "--follow", "--expect", "selftest"))
        .isEqualTo(Exit.PASSED);
    writer.join();
  }

  @Test
  void aParameterOfNoScenarioIsRefused() {
    assertThat(check("boot 1.0\n", new AtomicInteger(9), "check", BOOT, "--log", "-", "-p", "x=1")).isEqualTo(Exit.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("`-p` sets a parameter of a scenario");
  }

  @Test
  void aLogThatIsRotatedWhileItIsFollowedIsSaidToBe() throws IOException {
    Path log = folder.resolve("log");
    Files.writeString(log, "boot 1.0\n");

    assertThat(follow(log, () -> rotate(log))).isEqualTo(Exit.USAGE);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("another file took its place while it was followed");
  }

  @Test
  void aLogThatGrowsIsJudgedAsItGrows() throws IOException {
    Path log = folder.resolve("log");
    Files.writeString(log, "boot 1.0\nSELFTEST: q");

    // What comes completes a line, and decides.
    assertThat(follow(log, () -> append(log, "os ok\n"), "--expect", "selftest")).isEqualTo(Exit.PASSED);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1 passed   2 lines");
  }

  @Test
  void aLogThatIsAFolderIsSaidToBe() {
    for (String follow : List.of("--follow", "--quiet")) {
      assertThat(check("", new AtomicInteger(9), "check", BOOT, "--log", folder.toString(), follow)).isEqualTo(Exit.USAGE);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("cannot be read: it is a folder");
  }

  @Test
  void aPatternThatOthersWouldBacktrackOverTakesLinearTime() throws IOException {
    Path file = folder.resolve("boot.nxs");
    Files.writeString(file, "expect boot { never marker r\"^(a+)+$\"; never marker r\"(a|aa)*(a|aa)*(a|aa)*b\" }\n");
    Path log = folder.resolve("log");
    Files.writeString(log, ("a".repeat(5_000) + "!\n").repeat(20));

    assertThat(check("", new AtomicInteger(9), "check", file.toString(), "--log", log.toString(), "--from-reset"))
        .isEqualTo(Exit.PASSED);
  }

  @Test
  void theKernelsLogOfARunIsThatRunOnceMore() throws IOException {
    Path script = folder.resolve("boot.nxs");
    Files.writeString(
        script,
        """
        log console { prefix "[{level} {source}] " }
        scenario "boot" {
          task init { mark("init: start"); sleep(2ms); mark("init: ready") }
          task self(start: 3ms) { mark("SELFTEST: qos ok FAIL") }
          expect {
            order { marker "init: start"; marker "init: ready" }
            marker starts "SELFTEST: qos"
            marker "SELFTEST: qos ok" xfail "the line goes on"
          }
        }
        """);
    Shell.Result exported = Shell.run("export", "log", script.toString(), "--style", "kernel");
    assertThat(exported.out()).isEqualTo("init: start\r\ninit: ready\r\nSELFTEST: qos ok FAIL\r\n");
    Path log = Files.writeString(folder.resolve("uart.log"), exported.out());

    Shell.Result same = Shell.run("diff", script.toString(), log.toString());
    assertThat(same.code()).as(same.out()).isZero();
    assertThat(same.out()).contains("3 exact, 0 extra, 0 missing, 0 reordered");
    assertThat(check("", new AtomicInteger(9), "check", script.toString(), "--log", log.toString(), "--from-reset"))
        .isEqualTo(Exit.PASSED);
    assertThat(Shell.run("run", script.toString()).code()).isZero();
  }

  /** Follows a log to which something happens when its end is reached; the rest is judged as far as that comes. */
  private Exit follow(Path log, Runnable event, String... more) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    AtomicInteger asked = new AtomicInteger();
    Surroundings surroundings =
        new Surroundings(
            stream,
            stream,
            () -> false,
            () -> {
              if (asked.incrementAndGet() == 2) {
                event.run();
              }
              return asked.get() > 100;
            });
    List<String> words = new ArrayList<>(List.of("check", BOOT, "--log", log.toString(), "--follow"));
    words.addAll(List.of(more));
    return new Cli(surroundings).run(words);
  }

  private static void rotate(Path log) {
    try {
      Files.move(log, log.resolveSibling("log.1"));
      Files.writeString(log, "boot 1.0\nSELFTEST: qos ok\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Path log, String text) {
    try {
      Files.writeString(log, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void truncate(Path log) {
    rewrite(log, "");
  }

  private static void rewrite(Path log, String text) {
    try {
      Files.writeString(log, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
