// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** What is suspicious in a text though nothing forbids it, judged by its tree alone, and what can be mended safely. */
@NullMarked
package dev.nxs.syntax.lint;

import org.jspecify.annotations.NullMarked;
