// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import dev.nxs.syntax.Span;

/**
 * A place with a word about it, drawn under the marked text.
 *
 * @param text what to say at the marks; empty where the marks alone say enough
 */
public record Label(Span span, String text) {}
