// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that comes into being as a whole: it is written beside its place and moved there in the end, so that nobody
 * reads half a report.
 */
final class WholeFile {
  private final Path place;
  private final Path draft;

  /**
   * Begins a file.
   *
   * @throws IOException if it cannot be written there
   */
  WholeFile(Path place) throws IOException {
    this.place = place;
    if (Files.isDirectory(place)) {
      throw new IOException("it is a folder");
    }
    Path folder = place.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("it is a folder");
    }
    Files.createDirectories(folder);
    draft = folder.resolve("." + place.getFileName() + ".part");
    Files.write(draft, new byte[0]);
  }

  Path draft() {
    return draft;
  }

  Writer writer() throws IOException {
    return new BufferedWriter(Files.newBufferedWriter(draft, StandardCharsets.UTF_8), 1 << 16);
  }

  /** The draft is complete and closed. */
  void publish() throws IOException {
    Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING);
  }
}
