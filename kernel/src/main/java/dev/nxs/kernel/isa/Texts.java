// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Floats;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.kernel.user.ValuePool;

/**
 * What the instructions on texts do. Texts are built at the end of the machine's text space, one within another where a
 * function that builds one is called while another is being built.
 */
final class Texts {
  /** Beyond this nothing more is appended; what gets so long is over the limit of a text anyway. */
  private static final int SPACE = 16 * Bytecode.TEXT_LIMIT;

  private Texts() {}

  /** Appends the value of one of the instructions that append. */
  static void append(UserContext user, Op op, int operand, long value) {
    StringBuilder out = user.textScratch();
    if (out.length() > SPACE) {
      return;
    }
    switch (op) {
      case TEXT_CONST -> out.append(user.pool().text(operand));
      case TEXT_INT -> out.append(value);
      case TEXT_FLOAT -> out.append(Floats.text(Double.longBitsToDouble(value)));
      case TEXT_DURATION -> Durations.append(out, value);
      case TEXT_BOOL -> out.append(value != 0);
      case TEXT_CLASS -> {
        QosClass qos = QosClass.ofWire(value);
        out.append(qos == null ? Long.toString(value) : qos.label());
      }
      case TEXT_ERRNO -> {
        Errno errno = Errno.ofNumber(value);
        out.append(errno == null ? Long.toString(value) : errno.name());
      }
      case TEXT_VALUE -> out.append(user.pool().text(value));
      case TEXT_NAME -> name(out, user.pool(), operand, value);
      default -> throw new AssertionError("an op that does not append: op=" + op);
    }
  }

  private static void name(StringBuilder out, ValuePool pool, int names, long number) {
    if (number >= 0 && number < pool.length(names)) {
      out.append(pool.text(pool.word(names, (int) number)));
    } else {
      out.append(number);
    }
  }

  /** Takes the text that started at a place and gives its number, or -1 where it or the pool is too large. */
  static long end(UserContext user, int start) {
    StringBuilder out = user.textScratch();
    boolean fits = out.length() <= SPACE && out.length() - start <= Bytecode.TEXT_LIMIT;
    long number = fits ? user.pool().intern(out.substring(start)) : -1;
    out.setLength(start);
    return number;
  }

  /** Takes the text of a marker that started at a place. */
  static String marker(UserContext user, int start) {
    StringBuilder out = user.textScratch();
    String text = out.substring(start, Math.min(out.length(), start + Bytecode.TEXT_LIMIT));
    out.setLength(start);
    return text;
  }

  static long join(ValuePool pool, long left, long right) {
    String head = pool.text(left);
    String tail = pool.text(right);
    return head.length() + tail.length() > Bytecode.TEXT_LIMIT ? -1 : pool.intern(head + tail);
  }

  static long length(ValuePool pool, long number) {
    String text = pool.text(number);
    return text.codePointCount(0, text.length());
  }
}
