// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import org.jspecify.annotations.Nullable;

/**
 * An argument of a declaration.
 *
 * @param type null where it has a form of its own, which its reader knows
 * @param fallback what is taken where it is left out, as help shows it; empty where it must be given
 * @param implemented whether this version runs it
 */
public record ArgumentSpec(String name, @Nullable Type type, String fallback, boolean implemented) {}
