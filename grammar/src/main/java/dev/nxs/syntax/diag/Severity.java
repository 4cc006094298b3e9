// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

/** How much a diagnostic weighs: only errors keep a file from running. */
public enum Severity {
  ERROR("error"),
  WARNING("warning");

  private final String text;

  Severity(String text) {
    this.text = text;
  }

  /** The word in front of the message. */
  public String text() {
    return text;
  }
}
