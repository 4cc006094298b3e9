// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

/**
 * The value of an expression at a place of a run.
 *
 * @param type its type as the language calls it: {@code int}, {@code duration}, {@code bool}, …
 * @param text as programs write it: {@code 8ms}, {@code interactive}, {@code worker[3]}
 * @param word an int or hart itself, a duration in nanoseconds, 1 or 0 for a bool, the bits of a float; for other types a
 *     number that is equal for equal values of the session
 * @param empty whether a figure of a distribution without samples went into it, so that it says nothing
 */
public record Value(String type, String text, long word, boolean empty) {}
