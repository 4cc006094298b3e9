// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
  private static final String SCRIPTS = "repl/src/test/scripts";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void shardsTogetherAreEverythingOnce(int count) {
    List<String> all = labels(Shell.run("test", SCRIPTS));
    List<String> parts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      parts.addAll(labels(Shell.run("test", SCRIPTS, "--shard", i + "/" + count, "-j", "8")));
    }

    assertThat(parts).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void aLongScenarioOutweighsManyShortOnes() throws IOException {
    Path file = folder.resolve("a.nxs");
    StringBuilder text = new StringBuilder();
    StringBuilder durations = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      text.append("scenario \"s" + i + "\" { task t { mark(\"x\") }; expect { marker \"x\" } }\n");
      durations.append(i == 0 ? 8_000 : 1_000).append('\t').append(file).append(" › s" + i + "\n");
    }
    Files.writeString(file, text.toString());
    Path recorded = folder.resolve("durations");
    Files.writeString(recorded, durations.toString());

    String[] words = {"test", file.toString(), "--durations", recorded.toString(), "--shard", "1/2"};
    assertThat(labels(Shell.run(words))).containsExactly(file + " › s0");
  }

  @Test
  void durationsAreRecordedForEachScenarioThatRan() throws IOException {
    Path recorded = folder.resolve("durations");
    Files.writeString(recorded, "5\tgone.nxs › gone\n");

    Shell.Result result = Shell.run("test", SCRIPTS + "/passing.nxs", "--durations", recorded.toString());

    List<String> lines = Files.readAllLines(recorded);
    assertThat(lines).allMatch(line -> line.matches("\\d+\t.*passing\\.nxs › .*"));
    assertThat(lines.stream().map(line -> line.replaceAll("^\\d+\t", ""))).containsExactlyInAnyOrderElementsOf(labels(result));
  }

  @Test
  void aSelectionKeepsWhatWasRecordedOfTheOthers() throws IOException {
    Path recorded = folder.resolve("durations");
    Files.writeString(recorded, "5\tother.nxs › other\n");

    Shell.run("test", SCRIPTS + "/passing.nxs", "--filter", "*", "--durations", recorded.toString());

    assertThat(Files.readAllLines(recorded)).contains("5\tother.nxs › other").hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0/2", "3/2", "1", "a/b", "1/", "/2", "-1/2", "1/0", "1/2/3", "99999999999/2"})
  void anythingElseIsNoShard(String text) {
    Shell.Result result = Shell.run("test", SCRIPTS, "--shard", text);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("`--shard` needs a part of all, such as `2/5`");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aFileOfSomethingElseIsNoRecord() throws IOException {
    Path recorded = folder.resolve("durations");
    Files.writeString(recorded, "hello\n");

    Shell.Result result = Shell.run("test", SCRIPTS + "/passing.nxs", "--durations", recorded.toString());

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("durations:1 is no recorded duration");
    assertThat(Files.readString(recorded)).isEqualTo("hello\n");
  }

  @Test
  void moreShardsThanScenariosLeaveSomeEmptyAndThatIsNoMistake() {
    Shell.Result result = Shell.run("test", SCRIPTS + "/passing.nxs", "--shard", "100/100");

    assertThat(result.code()).isZero();
    assertThat(result.out()).isEmpty();
  }

  @Test
  void runningTwiceChangesNothing() {
    assertThat(Shell.run("test", SCRIPTS, "--twice")).isEqualTo(Shell.run("test", SCRIPTS));
  }

  private static List<String> labels(Shell.Result result) {
    return result.out()
        .lines()
        .filter(line -> line.matches("(not )?ok .*"))
        .map(line -> line.replaceAll("^(not )?ok +\\d+ - ", "").replaceAll(" {3,}virt .*| +# .*", ""))
        .map(String::strip)
        .toList();
  }

  @Test
  void asManyScenariosAsAskedForAreUnderWayAtOnce() throws IOException {
    for (int i = 0; i < 9; i++) {
      Files.writeString(folder.resolve("f" + i + ".nxs"), "scenario \"s" + i + "\" { task t { compute(1ms) }; expect { exited(t) } }\n");
    }
    CountDownLatch together = new CountDownLatch(4);
    Thread printing = Thread.currentThread();
    Set<Thread> running = ConcurrentHashMap.newKeySet();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    // Each run asks whether to go on; the first of each thread waits there until four of them are in a run.
    Surroundings surroundings =
        new Surroundings(
            nowhere,
            nowhere,
            () -> false,
            () -> {
              if (Thread.currentThread() != printing && running.add(Thread.currentThread())) {
                together.countDown();
                awaitAll(together);
              }
              return false;
            });

    assertThat(new Cli(surroundings).run(List.of("test", folder.toString(), "-j", "4"))).isEqualTo(Exit.PASSED);
    assertThat(together.getCount()).isZero();
  }

  private static void awaitAll(CountDownLatch together) {
    try {
      assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
