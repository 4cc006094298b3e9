// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final long MS = 1_000_000;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong nowNs = new AtomicLong();

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatTakesLittleTimeShowsNothing() {
    Progress progress = new Progress(err, true, 10, nowNs::get);
    nowNs.set(399 * MS);
    progress.show(5, 5, 0);
    progress.clear();

    assertThat(shown()).isEmpty();
  }

  @Test
  void whatTakesLongerIsToldNowAndThenAndTakenAway() {
    Progress progress = new Progress(err, true, 10, nowNs::get);
    nowNs.set(400 * MS);
    progress.show(5, 7, 1);
    assertThat(shown()).isEqualTo("\r\u001b[K[############............] 5/10 files, 7 scenarios, 1 not passed, 0s");

    nowNs.set(499 * MS);
    progress.show(6, 8, 1);
    assertThat(shown()).doesNotContain("6/10");
    progress.clear();
    assertThat(shown()).endsWith("\r\u001b[K");

    bytes.reset();
    progress.clear();
    assertThat(shown()).isEmpty();
  }

  @Test
  void nothingIsShownWhereNobodyWatches() {
    Progress progress = new Progress(err, false, 10, nowNs::get);
    nowNs.set(60_000 * MS);
    progress.show(5, 7, 1);
    progress.clear();

    assertThat(shown()).isEmpty();
  }
}
