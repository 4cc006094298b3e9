// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.state;

import dev.nxs.kernel.user.Column;
import java.util.List;

/** Columns of the table of queued messages: those of one endpoint lie together, oldest first and zero behind. */
public final class MessageColumns {
  /** Pid of the sender. */
  public static final int SENDER = 0;

  /** Service id of the sender. */
  public static final int SERVICE = 1;

  /** Class of the sender when it sent. */
  public static final int QOS = 2;

  /** Bytes. */
  public static final int LENGTH = 3;

  /** What answers it, 0 for none. */
  public static final int TOKEN = 4;

  /** Word 0. */
  public static final int WORD_0 = 5;

  /** Word 1. */
  public static final int WORD_1 = 6;

  /** Word 2. */
  public static final int WORD_2 = 7;

  /** Word 3. */
  public static final int WORD_3 = 8;

  /** The columns, in the order of their numbers. */
  public static final List<Column> COLUMNS =
      List.of(
          Column.exact("sender"),
          Column.exact("service"),
          Column.exact("qos"),
          Column.exact("length"),
          Column.exact("token"),
          Column.exact("word_0"),
          Column.exact("word_1"),
          Column.exact("word_2"),
          Column.exact("word_3"));

  private MessageColumns() {}
}
