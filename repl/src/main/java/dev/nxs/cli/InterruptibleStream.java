// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/**
 * A stream of which an interruption is no end: who reads it is told, since an end says that nothing more was there, and an
 * interruption does not. What ends with whom it was read from, as both ends of a pipe do, counts as interrupted.
 */
final class InterruptibleStream extends FilterInputStream {
  private final BooleanSupplier interrupted;

  InterruptibleStream(InputStream in, BooleanSupplier interrupted) {
    super(in);
    this.interrupted = interrupted;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    if (count < 0 && interrupted.getAsBoolean()) {
      throw new InterruptedIOException();
    }
    return count;
  }
}
