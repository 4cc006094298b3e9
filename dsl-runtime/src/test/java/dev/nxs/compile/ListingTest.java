// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole listings, so that a change of the code that is made shows as what it is; {@code -Dnxs.bless=true} accepts it. */
class ListingTest {
  private static final Path FOLDER = Path.of("src/test/resources/lowering");

  @ParameterizedTest
  @ValueSource(strings = {"periodic", "messages", "timers"})
  void theProgramsOfAFileAreThoseOfItsListing(String name) throws IOException {
    String listing = Images.of(Files.readString(FOLDER.resolve(name + ".nxs"))).listing();
    Path golden = FOLDER.resolve(name + ".txt");
    if (Boolean.getBoolean("nxs.bless")) {
      Files.writeString(golden, listing);
    }
    assertThat(Files.readString(golden)).isEqualTo(listing);
  }
}
