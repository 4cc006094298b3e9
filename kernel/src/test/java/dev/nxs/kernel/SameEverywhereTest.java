// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same inputs give the same hashes, step by step: on every Java from 17 on, interpreted and compiled, with listeners
 * and without, and through snapshot and restore at every step. All are compared with recorded ones, so that a build on one
 * Java is compared with builds on others; {@code -Dnxs.bless=true} records them anew where a change is meant. Where states
 * are hashed in another way than when they were recorded, their hashes are compared among the Javas at hand alone, and
 * events with the recorded ones still.
 */
final class SameEverywhereTest {
  private static final String RECORDED = "hashes.txt";

  private static List<String> recorded() throws IOException {
    try (var in = Objects.requireNonNull(SameEverywhereTest.class.getResourceAsStream(RECORDED), RECORDED)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void assertSame(List<String> found) throws IOException {
    List<String> recorded = recorded();
    if (found.get(0).equals(recorded.get(0))) {
      assertThat(found).isEqualTo(recorded);
    } else {
      assertThat(events(found)).isEqualTo(events(recorded));
    }
  }

  /** The lines of machines without the digests of their states. */
  private static List<String> events(List<String> lines) {
    return lines.stream().skip(1).map(line -> line.substring(0, line.lastIndexOf(' '))).toList();
  }

  @ParameterizedTest
  @EnumSource(Hashes.Watch.class)
  void hashesAreTheRecordedOnes(Hashes.Watch watch) throws IOException {
    List<String> found = Hashes.all(watch);
    assertThat(found).isEqualTo(Hashes.all(Hashes.Watch.NOTHING));
    if (Boolean.getBoolean("nxs.bless")) {
      Files.write(Path.of("src/test/resources/dev/nxs/kernel").resolve(RECORDED), found);
    } else {
      assertSame(found);
    }
  }

  @Test
  void interpretedCodeGivesTheSame() throws IOException {
    assertThat(fork(thisJava(), "-Xint")).isEqualTo(Hashes.all(Hashes.Watch.NOTHING));
  }

  @Test
  void compiledCodeGivesTheSame() throws IOException {
    assertThat(fork(thisJava(), "-Xbatch", "-XX:-TieredCompilation", "-XX:CompileThreshold=200"))
        .isEqualTo(Hashes.all(Hashes.Watch.NOTHING));
  }

  /** Every Java of this computer that can be found: by JAVA_HOME and JAVA_HOME_…, and beside the one that runs the test. */
  @TestFactory
  Stream<DynamicTest> everyJavaGivesTheSame() {
    Map<String, Path> javas = new TreeMap<>();
    for (Path home : homes()) {
      String version = version(home);
      Path java = home.resolve("bin").resolve(File.separatorChar == '/' ? "java" : "java.exe");
      if (Files.isExecutable(java) && !version.isEmpty() && feature(version) >= 17) {
        javas.putIfAbsent(version, java);
      }
    }
    if (javas.isEmpty()) {
      javas.put("this", thisJava());
    }
    return javas.entrySet().stream()
        .map(java -> DynamicTest.dynamicTest(
            java.getKey(), () -> assertThat(fork(java.getValue())).isEqualTo(Hashes.all(Hashes.Watch.NOTHING))));
  }

  private static Set<Path> homes() {
    Set<Path> homes = new TreeSet<>();
    System.getenv().forEach((name, value) -> {
      if (name.startsWith("JAVA_HOME") && !value.isBlank()) {
        homes.add(Path.of(value));
      }
    });
    Path own = Path.of(System.getProperty("java.home"));
    homes.add(own);
    try (Stream<Path> beside = Files.list(Objects.requireNonNull(own.getParent()))) {
      beside.filter(Files::isDirectory).forEach(homes::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return homes;
  }

  /** The version that the release file of a Java tells; empty where there is none. */
  private static String version(Path home) {
    Path release = home.resolve("release");
    if (!Files.isReadable(release)) {
      return "";
    }
    try {
      for (String line : Files.readAllLines(release)) {
        if (line.startsWith("JAVA_VERSION=")) {
          return line.substring(line.indexOf('=') + 1).replace("\"", "").strip();
        }
      }
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int feature(String version) {
    String[] parts = version.split("[.+_-]", 2);
    return parts[0].matches("\\d{1,4}") ? Integer.parseInt(parts[0]) : 0;
  }

  private static Path thisJava() {
    return Path.of(ProcessHandle.current().info().command().orElseThrow());
  }

  /** What {@link Hashes} prints on a Java with options. */
  private static List<String> fork(Path java, String... options) throws IOException {
    String path =
        Stream.of(Machine.class, Hashes.class)
            .map(type -> rootOf(type).toString())
            .distinct()
            .reduce((one, other) -> one + File.pathSeparator + other)
            .orElseThrow();
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-cp", path, Hashes.class.getName()));
    Path errors = Files.createTempFile("nxs-hashes", ".txt");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as("%s: %s", command, Files.readString(errors)).isZero();
      return out.lines().toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(errors);
    }
  }

  /** The folder in which the classes of a module lie. */
  private static Path rootOf(Class<?> type) {
    URL url = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"));
    try {
      Path file = Path.of(new URI(url.toString()));
      Path root = file;
      for (long i = type.getName().chars().filter(c -> c == '.').count(); i >= 0; i--) {
        root = Objects.requireNonNull(root.getParent());
      }
      return root;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
