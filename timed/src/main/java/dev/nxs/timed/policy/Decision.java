// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.policy;

/**
 * What {@code policyd} answers; the ordinal is the first word of its reply. Its audit line tells the decision, the reason
 * and whom it is about, and nothing of what others were granted.
 */
public enum Decision {
  ALLOWED("allow", "applied"),
  PERFBURST_NOT_ALLOWED("deny", "perfburst_not_allowed"),
  SHARES_ABOVE_LIMIT("deny", "shares_above_limit"),
  UNAUTHORIZED("deny", "unauthorized"),
  MALFORMED("deny", "malformed"),
  /** There is nobody to ask; what execd decides for itself. */
  NO_POLICY("deny", "no_policy");

  private static final Decision[] ALL = values();

  private final String text;

  Decision(String decision, String reason) {
    this.text = "audit launch decision=" + decision + " reason=" + reason;
  }

  /** The decision of a word of memory or of a reply. */
  static Decision of(long word) {
    return word >= 0 && word < ALL.length ? ALL[(int) word] : MALFORMED;
  }

  /** The audit line about a subject, of the service that decided. */
  String audit(String service, long subject) {
    return service + ": " + text + " subject=0x" + hex(subject);
  }

  private static String hex(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(Long.BYTES * 2 - digits.length()) + digits;
  }
}
