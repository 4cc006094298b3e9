// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/**
 * A log of any length, made while it is read: what services say, half of it with a time and a level in front, and as
 * many markers as wanted, evenly spread. Equal arguments give equal bytes.
 */
final class LogStream extends InputStream {
  static final String BANNER = "neuron vers. 1.0";

  private static final String[] SERVICES = {
    "netstackd", "logd", "metricsd", "samgrd", "timed", "policyd", "init", "gpud"
  };

  private final long size;
  private final int markers;
  private final Random random = new Random(1);
  private byte[] line = (BANNER + "\r\n").getBytes(StandardCharsets.US_ASCII);
  private int next;
  private long made = line.length;
  private int marked;

  LogStream(long size, int markers) {
    this.size = size;
    this.markers = markers;
  }

  /** The text of a marker, by its number from 0. */
  static String marker(int number) {
    return "SELFTEST: probe " + number + " ok";
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    int count = 0;
    while (count < length) {
      if (next == line.length) {
        if (made >= size && marked == markers) {
          break;
        }
        line = line().getBytes(StandardCharsets.US_ASCII);
        next = 0;
        made += line.length;
      }
      int part = Math.min(length - count, line.length - next);
      System.arraycopy(line, next, into, offset + count, part);
      next += part;
      count += part;
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  private String line() {
    if (marked < markers && made >= size * marked / markers) {
      return "[INFO selftest] " + marker(marked++) + "\r\n";
    }
    String service = SERVICES[random.nextInt(SERVICES.length)];
    if (random.nextBoolean()) {
      return service + ": poll " + random.nextInt(1 << 20) + " queue=" + random.nextInt(64) + "\r\n";
    }
    long us = made / 4;
    return String.format(
        Locale.ROOT, "[%5d.%06d] %s: request id=%d took %d us on cpu%d\r\n",
        us / 1_000_000, us % 1_000_000, service, random.nextInt(100_000), random.nextInt(5_000), random.nextInt(4));
  }
}
