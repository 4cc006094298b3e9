// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Condition;
import org.jspecify.annotations.Nullable;

/**
 * An act of the world: {@code at}, {@code every} or {@code when}.
 *
 * @param atNs when it first happens; {@code Column.NEVER} for {@code when}
 * @param periodNs distance of the repetitions, 0 for none
 * @param untilNs the last instant of a repetition, included; {@code Column.NEVER} without bound
 * @param when the condition of {@code when}, null for the others
 * @param once whether {@code when} acts at the first occurrence alone
 */
public record ActElement(
    Body body, long atNs, long periodNs, long untilNs, @Nullable Condition when, boolean once) {}
