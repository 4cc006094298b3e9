// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The Java API: an {@link dev.nxs.Engine} compiles texts, their scenarios run, and a {@link dev.nxs.Report} tells what
 * came of it. Nothing here prints, exits, reads a clock or a system property, or keeps static state that changes.
 */
@NullMarked
package dev.nxs;

import org.jspecify.annotations.NullMarked;
