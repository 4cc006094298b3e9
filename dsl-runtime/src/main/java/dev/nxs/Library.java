// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that come with the product and are imported as {@code nxs:name}. */
final class Library {
  static final String PREFIX = "nxs:";

  private static final List<String> NAMES = List.of("nexus", "validate", "workloads");

  private Library() {}

  /** What can be imported. */
  static List<String> names() {
    return NAMES.stream().map(name -> PREFIX + name).toList();
  }

  /** A file of the library, null where there is none of that name. */
  static @Nullable Source find(String path) {
    if (!names().contains(path)) {
      return null;
    }
    String name = "library/" + path.substring(PREFIX.length()) + ".nxs";
    try (InputStream in = Library.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("a file of the library is missing: " + name);
      }
      return Source.of(path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the library cannot be read: " + name, e);
    }
  }
}
