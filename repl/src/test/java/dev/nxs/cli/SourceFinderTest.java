// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFinderTest {
  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    for (String name : List.of("b.nxs", "a.nxs", "notes.txt", "sub/c.nxs", "sub/.hidden/d.nxs")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  @Test
  void aFolderMeansItsScriptsInTheOrderOfTheirNames() throws UsageException {
    assertThat(names(folder.toString())).containsExactly("a.nxs", "b.nxs", "sub/c.nxs");
  }

  @Test
  void aFileIsMeantWhateverItsNameEndsWith() throws UsageException {
    assertThat(names(folder + "/notes.txt")).containsExactly("notes.txt");
  }

  @Test
  void aPatternMeansWhatItMatches() throws UsageException {
    assertThat(names(folder + "/*.nxs")).containsExactly("a.nxs", "b.nxs");
    assertThat(names(folder + "/**.nxs")).containsExactly("a.nxs", "b.nxs", "sub/c.nxs");
  }

  @Test
  void noFileComesTwiceAndTheFirstWordDecidesTheOrder() throws UsageException {
    assertThat(names(folder + "/b.nxs", folder.toString(), folder + "/./a.nxs"))
        .containsExactly("b.nxs", "a.nxs", "sub/c.nxs");
  }

  @Test
  void theRootIsTheFolderNamedOrTheOneOfTheFile() throws UsageException {
    assertThat(SourceFinder.find(List.of(folder.toString()), null))
        .allSatisfy(found -> assertThat(found.root()).isEqualTo(folder));
    assertThat(SourceFinder.find(List.of(folder + "/sub/c.nxs"), null).get(0).root()).endsWith(Path.of("sub"));
    assertThat(SourceFinder.find(List.of(folder + "/sub/c.nxs"), folder.toString()).get(0).root()).isEqualTo(folder);
  }

  @Test
  void aLinkToAFileHasItsRootWhereTheFileIs() throws IOException, UsageException {
    Path link = Files.createSymbolicLink(folder.resolve("link.nxs"), folder.resolve("sub/c.nxs"));

    assertThat(SourceFinder.find(List.of(link.toString()), null).get(0).root()).endsWith(Path.of("sub"));
  }

  @Test
  void aWordThatMeansNothingIsAnError() {
    assertThatThrownBy(() -> names(folder + "/x*.nxs")).isInstanceOf(UsageException.class);
  }

  private List<String> names(String... words) throws UsageException {
    return SourceFinder.find(List.of(words), null).stream()
        .map(found -> folder.relativize(found.path()).toString())
        .toList();
  }
}
