// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody else still writes: at its end it waits for more, until the user has enough. A file that becomes
 * shorter, or another one in its place, would have lines that nobody has seen, so it is an error.
 */
final class GrowingFile extends InputStream {
  private static final int PATIENCE_MS = 50;

  /** Bytes by which it is known again; a line of a log with a time in it is hardly longer. */
  private static final int KNOWN = 256;

  private final Path path;
  private final @Nullable Object identity;
  private final FileChannel channel;
  private final BooleanSupplier interrupted;
  private ByteBuffer seen = ByteBuffer.allocate(0);

  /**
   * Opens a file.
   *
   * @throws IOException if it cannot be read
   */
  GrowingFile(Path path, BooleanSupplier interrupted) throws IOException {
    this.path = path;
    channel = FileChannel.open(path, StandardOpenOption.READ);
    identity = identity();
    this.interrupted = interrupted;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (!interrupted.getAsBoolean()) {
      // It may have been truncated and have grown beyond this place since: then other bytes stand in front of it.
      if (channel.size() < channel.position() || !seen.equals(before(seen.remaining()))) {
        throw new IOException("it was truncated while it was followed");
      }
      int count = channel.read(ByteBuffer.wrap(into, offset, length));
      if (count > 0) {
        seen = before((int) Math.min(KNOWN, channel.position()));
        return count;
      }
      if (!Objects.equals(identity, identity())) {
        throw new IOException("another file took its place while it was followed");
      }
      try {
        Thread.sleep(PATIENCE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return -1;
      }
    }
    return -1;
  }

  /** The bytes in front of the place that was read up to; fewer where they are not there. */
  private ByteBuffer before(int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    long from = channel.position() - count;
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {
      // A read may give less than there is.
    }
    return bytes.flip();
  }

  /** What tells one file of a name from another; nothing where the system cannot, and as before where it is gone. */
  private @Nullable Object identity() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      // Who rotates a log takes the old one away first; what comes in its place shows the next time.
      return identity;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
