// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** What is said to the author of a file: codes, diagnostics, their collection with a limit, and their rendering. */
@NullMarked
package dev.nxs.syntax.diag;

import org.jspecify.annotations.NullMarked;
