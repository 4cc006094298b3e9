// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DocumentationTool;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documentation of all exported packages is made without a warning. Tags that would only repeat a name may be left
 * out; that each type has a comment is held by {@link TidyTest}.
 */
class JavadocTest {
  private static final List<String> MODULES = List.of("grammar", "kernel", "timed", "dsl-runtime", "repl", "junit");
  private static final Pattern EXPORTS = Pattern.compile("(?m)^ *exports ([a-z.]+)( to [^;]*)?;");

  @TempDir Path folder;

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : MODULES) {
      Path root = Path.of("..", module, "src", "main", "java");
      Matcher exports = EXPORTS.matcher(Files.readString(root.resolve("module-info.java")));
      while (exports.find()) {
        try (Stream<Path> files = Files.list(root.resolve(exports.group(1).replace('.', '/')))) {
          files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
        }
      }
    }
    return sources;
  }

  @Test
  void theDocumentationIsMadeWithoutAWarning() throws IOException {
    List<Path> sources = sources();
    assertThat(sources).hasSizeGreaterThan(200);
    DocumentationTool tool = ToolProvider.getSystemDocumentationTool();
    List<String> said = new ArrayList<>();
    StringWriter output = new StringWriter();
    try (StandardJavaFileManager files = tool.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of(
              "-quiet", "-protected", "-Xdoclint:all,-missing", "-Xmaxwarns", "100", "-notimestamp",
              "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
      boolean made =
          tool.getTask(output, files, problem -> said.add(problem.toString()), null, options, files.getJavaFileObjectsFromPaths(sources)).call();
      assertThat(said).isEmpty();
      assertThat(made).as(output.toString()).isTrue();
    }
    assertThat(folder.resolve("dev/nxs/Session.html")).exists();
  }
}
