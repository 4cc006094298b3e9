// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import org.jspecify.annotations.Nullable;

/**
 * One argument that a declaration takes.
 *
 * @param name by which it is given
 * @param type of its value; null where the declaration checks it itself, because it may be of several types
 * @param fallback what it is if left out, as text; empty if it must be given
 * @param doc what it says, a sentence without its full stop
 * @param implemented whether this version runs it
 */
public record ArgumentSpec(String name, @Nullable Type type, String fallback, String doc, boolean implemented) {}
