// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * What came of one expectation.
 *
 * @param text its name, or where it has none its form as it stands in the source, on one line
 * @param span where it stands
 * @param detail what the verdict alone does not tell, such as {@code 311 of 312, 1 pending}; may be empty
 * @param failure why it failed (or is undecided or vacuous), null where it passed or was skipped
 */
public record ExpectationResult(
    String text, Span span, Verdict verdict, String detail, @Nullable Failure failure) {}
