// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine where users have it: in a project of their own under Maven, and under the console launcher. */
class ConsumersTest {
  private static final String SCENARIOS =
      """
      scenario "passes" { task t { mark("done") }; expect { marker "done" } }
      scenario "fails" (tags: [slow]) {
        task t { sleep(8ms); mark("done") }
        expect { marker "done" within 5ms }
      }
      """;

  @TempDir Path project;

  /** What a process printed, and its exit code. */
  private record Result(int code, String output) {}

  private Result run(List<String> command) throws IOException, InterruptedException {
    Path log = project.resolve("log.txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.remove("MAVEN_OPTS");
    environment.remove("MAVEN_ARGS");
    Process process = builder.redirectOutput(log.toFile()).start();
    return new Result(process.waitFor(), Files.readString(log, StandardCharsets.UTF_8));
  }

  private static List<String> classPath() {
    String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(path.split(File.pathSeparator));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @Test
  void theConsoleLauncherRunsScenarios() throws IOException, InterruptedException {
    Files.writeString(project.resolve("two.nxs"), SCENARIOS);
    List<String> command = new ArrayList<>(List.of(java(), "-cp", String.join(File.pathSeparator, classPath())));
    command.addAll(List.of("org.junit.platform.console.ConsoleLauncher", "execute", "--include-engine=nxs"));
    command.addAll(List.of("--select-file=two.nxs", "--disable-ansi-colors", "--disable-banner", "--details-theme=ascii"));

    Result all = run(command);
    assertThat(all.code()).isEqualTo(1);
    assertThat(all.output())
        .contains("passes [OK]", "fails [X]", "error[NXS3001]", "two.nxs:4:", "replay: nxs run two.nxs --scenario \"fails\"");

    command.add("--exclude-tag=slow");
    Result fast = run(command);
    assertThat(fast.code()).as(fast.output()).isZero();
    assertThat(fast.output()).contains("passes [OK]").doesNotContain("fails [X]");
  }

  @Test
  void surefireRunsScenariosThroughASuite() throws IOException, InterruptedException {
    String maven = System.getProperty("nxs.test.maven");
    Assumptions.assumeTrue(maven != null, "only Maven knows where it is");
    write("pom.xml", pom());
    write("src/test/nxs/two.nxs", SCENARIOS);
    write(
        "src/test/java/ScenariosTest.java",
        """
        import org.junit.platform.suite.api.*;

        @Suite
        @IncludeEngines("nxs")
        @SelectDirectories("src/test/nxs")
        final class ScenariosTest {}
        """);

    Result result =
        run(List.of(maven + "/bin/mvn", "-o", "-B", "-Dmaven.repo.local=" + System.getProperty("nxs.test.repository"), "test"));

    assertThat(result.output()).contains("Tests run: 2, Failures: 1, Errors: 0, Skipped: 0");
    assertThat(result.code()).isEqualTo(1);
    String report = reports();
    assertThat(report).contains("passes", "fails", "error[NXS3001]", "two.nxs:4:", "replay: nxs run");
  }

  private String reports() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(project.resolve("target/surefire-reports"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private void write(String name, String text) throws IOException {
    Path file = project.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    Files.writeString(file, text);
  }

  /** A project that has nxs on its class path; the build that runs this test has not published it anywhere. */
  private static String pom() {
    StringBuilder own = new StringBuilder();
    for (String element : classPath()) {
      boolean junit = element.contains("junit") && element.endsWith(".jar");
      if (!junit && !element.endsWith("test-classes")) {
        own.append("<additionalClasspathElement>").append(element).append("</additionalClasspathElement>\n");
      }
    }
    String version = System.getProperty("nxs.test.junit");
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>org.example</groupId>
          <artifactId>consumer</artifactId>
          <version>1</version>
          <properties>
            <maven.compiler.release>17</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
          <dependencyManagement>
            <dependencies>
              <dependency>
                <groupId>org.junit</groupId>
                <artifactId>junit-bom</artifactId>
                <version>%s</version>
                <type>pom</type>
                <scope>import</scope>
              </dependency>
            </dependencies>
          </dependencyManagement>
          <dependencies>
            <dependency>
              <groupId>org.junit.platform</groupId>
              <artifactId>junit-platform-suite</artifactId>
              <scope>test</scope>
            </dependency>
          </dependencies>
          <build>
            <plugins>
              <plugin><artifactId>maven-resources-plugin</artifactId><version>%s</version></plugin>
              <plugin><artifactId>maven-compiler-plugin</artifactId><version>%s</version></plugin>
              <plugin>
                <artifactId>maven-surefire-plugin</artifactId>
                <version>%s</version>
                <configuration>
                  <additionalClasspathElements>
                    %s
                  </additionalClasspathElements>
                </configuration>
              </plugin>
            </plugins>
          </build>
        </project>
        """
        .formatted(version, "3.3.1", "3.16.0", "3.6.1", own);
  }
}
