// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The prompt of {@code nxs repl}: a thin shell over {@link dev.nxs.Session}. One executor runs what is typed, piped, given
 * with {@code -e} or read from a file; the terminal, with its library, is touched only where there is one.
 */
@NullMarked
package dev.nxs.repl;

import org.jspecify.annotations.NullMarked;
