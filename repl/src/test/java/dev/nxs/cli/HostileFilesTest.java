// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that ask for as much as they can: what docs/limits.md calls the ceiling is enough for each of them, one after the
 * other in one process, and each ends in its diagnostic or verdict.
 */
class HostileFilesTest {
  /** What docs/limits.md says. */
  private static final int CEILING_MIB = 512;

  private static final long FILE_CHARS = 4 << 20;

  @TempDir Path folder;

  private static String scenario(String body) {
    return "scenario \"hostile\" {\n" + body + "\n}\n";
  }

  private static String many(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
  }

  /** What each file ends with, by its name and text. */
  private static Map<Map.Entry<String, String>, String> files() {
    Map<Map.Entry<String, String>, String> files = new LinkedHashMap<>();
    files.put(Map.entry("statements", scenario("task t { var x = 0\n" + "x=x+1;".repeat((int) FILE_CHARS / 6 - 20) + "\n}")), "NXS1502");
    files.put(Map.entry("errors", scenario(many(150_000, i -> "task t { zzz(" + i + ") }"))), "NXS1502");
    files.put(Map.entry("nesting", scenario("task t { var x = " + "(".repeat(1_000_000))), "NXS1501");
    files.put(Map.entry("text", scenario("task t { mark(\"" + "a".repeat((int) FILE_CHARS - 100) + "\") }")), "passed");
    files.put(Map.entry("scenarios", many(5_000, i -> "scenario \"d" + i + "\" { task t {} }")), "passed");
    files.put(Map.entry("expectations", scenario("task t { mark(\"a\") }\nexpect {\n" + many(80_000, i -> "never marker \"b" + i + "\"") + "\n}")), "passed");
    files.put(Map.entry("endpoints", scenario(many(20_000, i -> "endpoint e" + i + "(depth: 256)") + "\ntask t { send(e1, 1) }")), "NXS1503");
    files.put(Map.entry("variables", scenario("task t[130_000] {\n" + many(1_000, i -> "var a" + i + " = now()") + "\n}")), "NXS1503");
    files.put(Map.entry("machine", scenario("machine(harts: 1024)\ntask t[131_000] { compute(1ms) }\nrun for 1ms")), "passed");
    files.put(Map.entry("sleepers", scenario("service timed\ntask t[131_000] { sleep(1s) }")), "passed");
    files.put(Map.entry("sweep", scenario("sweep n in 1..=200\nmachine(harts: 64)\ntask t[1000] { compute(1ms) }\nexpect { exited(t[0]) }")), "passed");
    files.put(Map.entry("list", scenario("task t { var a = [0]\nloop { a = a + a } }")), "NXS3005");
    files.put(Map.entry("lists", scenario("task t { var a = [0]\nfor i in 0..16 { a = a + a }\nloop { a = a + [7]; sleep(1us) } }")), "NXS3005");
    files.put(Map.entry("values", scenario("task t { var i = 0\nvar s = \"\"\nloop { s = \"value ${i}\"; i = i + 1; sleep(1us) } }")), "NXS3005");
    files.put(Map.entry("spawn", "program p() { compute(1s) }\n" + scenario("task t { loop { let a = spawn(p()) } }")), "NXS3002");
    files.put(Map.entry("imports", many(60, i -> "import \"part" + i + ".nxs\"") + "\n" + scenario("task t {}")), "NXS1502");
    return files;
  }

  @Test
  void eachEndsAsItShouldUnderTheCeiling() throws IOException, InterruptedException {
    for (int i = 0; i < 60; i++) {
      Files.writeString(folder.resolve("part" + i + ".nxs"), "let x" + i + " = 0" + "+1".repeat(10_000) + "\n");
    }
    Map<Path, String> ends = new LinkedHashMap<>();
    for (Map.Entry<Map.Entry<String, String>, String> file : files().entrySet()) {
      ends.put(Files.writeString(folder.resolve(file.getKey().getKey() + ".nxs"), file.getKey().getValue()), file.getValue());
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + CEILING_MIB + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.nxs.cli.Main",
                "test",
                "-j",
                "1",
                "--verbose"));
    ends.keySet().forEach(path -> command.add(path.toString()));
    Path log = folder.resolve("out.log");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(4, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    String told = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(told).doesNotContain("internal error", "OutOfMemoryError", "StackOverflowError", "\tat ");
    // A diagnostic, with its place and all that it says.
    List<String> blocks = List.of(told.split("(?m)^(?= *error\\[)", -1));
    ends.forEach(
        (path, end) -> {
          boolean found =
              told.lines().anyMatch(line -> line.startsWith("ok ") && line.contains(path + " ›"))
                  ? end.equals("passed")
                  : blocks.stream().anyMatch(block -> block.contains("error[" + end + "]") && block.contains(path.toString()));
          assertThat(found).as("%s ends with %s", path.getFileName(), end).isTrue();
        });
    assertThat(process.exitValue()).isEqualTo(Exit.USAGE.code());
  }

  @Test
  void theCeilingIsTheOneOfThePage() throws IOException {
    assertThat(Files.readString(Path.of("docs/limits.md"))).contains(CEILING_MIB + " MiB");
  }
}
