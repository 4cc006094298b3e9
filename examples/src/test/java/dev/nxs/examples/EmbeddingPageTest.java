// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java code of the embedding guide compiles, and does what it checks. */
class EmbeddingPageTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");

  @TempDir Path folder;

  static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(Path.of("../docs/embedding.md")));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void aBlockCompilesAndRuns(String block) throws Exception {
    Path file = folder.resolve("Block.java");
    Files.writeString(
        file,
        """
        import dev.nxs.*;
        import dev.nxs.kernel.*;
        import dev.nxs.kernel.user.*;
        import dev.nxs.kit.*;
        import dev.nxs.syntax.Source;
        import dev.nxs.syntax.diag.Code;
        import dev.nxs.Snapshot;
        import java.io.StringWriter;
        import java.time.Duration;
        import java.util.List;
        import javax.script.*;
        public class Block {
          static void check(boolean holds) { if (!holds) throw new AssertionError(); }
          public static void run() throws Exception {
        """
            + block
            + "}\n}\n");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> said = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  problem -> said.add(problem.toString()),
                  List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as(String.join("\n", said)).isTrue();
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      loader.loadClass("Block").getMethod("run").invoke(null);
    }
  }
}
