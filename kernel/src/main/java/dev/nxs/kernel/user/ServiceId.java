// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.nio.charset.StandardCharsets;

/**
 * Who a task is to other tasks: the 64-bit FNV-1a hash of a service name, given by the kernel to every receiver of a
 * message. Nothing in a payload can change it. 0 stands for a task without a name.
 *
 * @param value the hash, to be read as unsigned
 */
public record ServiceId(long value) {
  /** The identity of tasks without a name. */
  public static final ServiceId NONE = new ServiceId(0);

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /** The identity of a name: FNV-1a over its UTF-8 bytes (Fowler, Noll, Vo). */
  public static ServiceId of(String name) {
    long hash = OFFSET;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * PRIME;
    }
    return new ServiceId(hash);
  }
}
