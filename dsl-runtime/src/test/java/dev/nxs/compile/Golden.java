// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Golden files: what a test expects stands beside its input, and {@code -Dnxs.bless=true} writes it anew, to be read in
 * the diff.
 */
public final class Golden {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private Golden() {}

  /** The inputs of a folder, by name. */
  public static List<Path> inputs(String folder) {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files.filter(f -> f.toString().endsWith(".nxs")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Source source(Path input) {
    return Source.of(input.getFileName().toString(), read(input));
  }

  public static void check(Path input, String extension, String actual) {
    String name = input.getFileName().toString();
    Path golden = input.resolveSibling(name.substring(0, name.lastIndexOf('.')) + extension);
    if (Boolean.getBoolean("nxs.bless")) {
      write(golden, actual);
    }
    assertThat(actual).as("%s; bless with -Dnxs.bless=true", golden).isEqualTo(read(golden));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
