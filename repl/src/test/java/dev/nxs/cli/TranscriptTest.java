// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the command prints. A transcript holds commands, each after {@code $}, with their standard output, their
 * diagnostics after {@code 2>}, and their exit code after {@code ->}; {@code -Dnxs.bless=true} writes what stands between
 * the commands anew.
 */
class TranscriptTest {
  private static final Path TRANSCRIPTS = Path.of("repl/src/test/transcripts");

  static List<Path> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void printsWhatTheTranscriptSays(Path transcript) throws IOException {
    String expected = Files.readString(transcript);
    StringBuilder actual = new StringBuilder();
    for (String line : expected.lines().toList()) {
      if (line.startsWith("$ ")) {
        actual.append(actual.isEmpty() ? "" : "\n").append(line).append('\n').append(session(line.substring(2)));
      }
    }
    if (Boolean.getBoolean("nxs.bless")) {
      Files.writeString(transcript, actual.toString());
    } else {
      assertThat(actual.toString()).as("bless with -Dnxs.bless=true").isEqualTo(expected);
    }
  }

  private static String session(String command) {
    Shell.Result result = Shell.run(command);
    StringBuilder session = new StringBuilder(result.out());
    result.err().lines().forEach(line -> session.append(("2> " + line).stripTrailing()).append('\n'));
    return session.append("-> ").append(result.code()).append('\n').toString();
  }
}
