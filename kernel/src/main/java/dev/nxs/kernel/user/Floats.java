// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floats as text. {@link Double#toString(double)} gives other digits since Java 19 than before, and a run must give the
 * same bytes on every version.
 */
public final class Floats {
  private static final int MAX_DIGITS = 17;

  private Floats() {}

  /** A float in the fewest digits that read back as the same float: {@code 0.5}, {@code 2.0}, {@code 1e30}. */
  public static String text(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value < 0 ? "-inf" : "inf";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal shortest = exact;
    for (int digits = 1; digits <= MAX_DIGITS; digits++) {
      shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (shortest.doubleValue() == value) {
        break;
      }
    }
    shortest = shortest.signum() == 0 ? BigDecimal.ZERO : shortest.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent < -6 || exponent > 20) {
      return scientific(shortest, exponent);
    }
    String plain = shortest.toPlainString();
    return shortest.scale() > 0 ? plain : plain + ".0";
  }

  private static String scientific(BigDecimal value, int exponent) {
    String digits = value.unscaledValue().abs().toString();
    String sign = value.signum() < 0 ? "-" : "";
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return sign + digits.charAt(0) + fraction + "e" + exponent;
  }
}
