// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.bench;

/** Prints a line: what any command in Java takes at least. */
public final class Hello {
  private Hello() {}

  /** Prints a line. */
  public static void main(String[] arguments) {
    System.out.println("hello");
  }
}
