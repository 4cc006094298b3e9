// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: the runs are asked to stop, and what is known by then is still printed. The virtual machine does the rest, it
 * ends with 128 and the number of the signal once its hooks have come back.
 */
final class Interruption {
  private static final int PATIENCE_SECONDS = 2;

  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean requested;

  /** From now on a signal counts as a wish. */
  static Interruption install() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::arrive, "nxs-interruption"));
    return interruption;
  }

  private void arrive() {
    requested = done.getCount() > 0;
    try {
      // The command has this long to print what it knows; a run answers within a few events.
      done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isRequested() {
    return requested;
  }

  /** The command has printed everything; an end of the process from here on is no interruption. */
  void finish() {
    done.countDown();
  }
}
