// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project of somebody else that declares the artifacts as its dependencies builds, on the class path and on the module
 * path. The artifacts are put into a repository of the test as {@code mvn install} would put them into the user's.
 */
class ConsumerTest {
  private static final String VERSION = "0.1.0-SNAPSHOT";
  private static final List<String> MODULES = List.of("grammar", "kernel", "timed", "dsl-runtime", "junit");

  @TempDir Path folder;

  @Test
  void aConsumerBuildsOnTheClassPathAndOnTheModulePath() throws IOException, InterruptedException {
    String maven = System.getProperty("nxs.test.maven");
    Assumptions.assumeTrue(maven != null, "only Maven knows where it is");
    Path project = folder.resolve("consumer");
    copy(Path.of("consumer"), project);
    Path repository = Files.createDirectory(folder.resolve("repository"));
    install(repository, "nxs-parent", Path.of("..", "pom.xml"), null);
    for (String module : MODULES) {
      Path root = Path.of("..", module);
      install(repository, "nxs-" + module, root.resolve("pom.xml"), root.resolve("target/classes"));
    }

    Path settings = Files.writeString(folder.resolve("settings.xml"), settings(repository));
    Path log = folder.resolve("log.txt");
    ProcessBuilder builder =
        new ProcessBuilder(maven + "/bin/mvn", "-B", "-s", settings.toString(), "test")
            .directory(project.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("MAVEN_OPTS", "MAVEN_ARGS"));
    int code = builder.redirectOutput(log.toFile()).start().waitFor();

    String output = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(code).as(output).isZero();
    assertThat(output.split("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0", -1)).hasSizeGreaterThanOrEqualTo(3);
  }

  /** What is not of us comes from the repository of the build that runs this test, so that no network is needed. */
  private static String settings(Path repository) {
    return """
        <settings>
          <localRepository>%s</localRepository>
          <mirrors>
            <mirror><id>build</id><mirrorOf>*</mirrorOf><url>%s</url></mirror>
          </mirrors>
        </settings>
        """
        .formatted(repository, Path.of(System.getProperty("nxs.test.repository")).toUri());
  }

  /** Puts an artifact where Maven looks for it: its description, and its classes as an archive. */
  private static void install(Path repository, String artifact, Path pom, @Nullable Path classes) throws IOException {
    Path home = Files.createDirectories(repository.resolve("dev/nxs").resolve(artifact).resolve(VERSION));
    Files.copy(pom, home.resolve(artifact + "-" + VERSION + ".pom"));
    if (classes != null) {
      try (OutputStream out = Files.newOutputStream(home.resolve(artifact + "-" + VERSION + ".jar"))) {
        pack(classes, out);
      }
    }
  }

  private static void pack(Path classes, OutputStream out) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.resolve("..").normalize());
        Files.copy(file, target);
      }
    }
  }
}
