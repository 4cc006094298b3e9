// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example in Java compiles without warnings, keeps the contract of what it implements, and prints what it should. */
class EmbeddingTest {
  private static final Map<String, String> PRINTED =
      Map.of(
          "CsvReport", "csv: [file,scenario,verdict,events, \"two.nxs\",\"a\",passed,2, \"two.nxs\",\"b\",failed,2]\n",
          "Disk", "disk: QUIESCENT at 1250us, waited 2000us\n",
          "FewestTurns", "fewest turns: passed\n",
          "HalfWindow", "half window: passed\n",
          "WorstLatency", "worst latency: {1=0, 2=3000000}\n");

  @TempDir static Path classes;

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("embedding"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  @BeforeAll
  static void compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> said = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("-d", classes.toString(), "-proc:none", "-Xlint:all,-path", "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler.getTask(null, files, problem -> said.add(problem.toString()), options, null, files.getJavaFileObjectsFromPaths(examples())).call();
      assertThat(compiled).as(String.join("\n", said)).isTrue();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void everyExampleIsKnownHere() throws IOException {
    assertThat(examples().stream().map(EmbeddingTest::name).toList()).containsExactlyInAnyOrderElementsOf(PRINTED.keySet());
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void printsWhatItShould(Path file) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass("embedding." + name(file)).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).replace("\r", "")).isEqualTo(PRINTED.get(name(file)));
  }
}
