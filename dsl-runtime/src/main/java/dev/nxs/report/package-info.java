// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * What came of runs: as text for people (console lines, failures with what is known about them), and as reports for
 * programs, each a sink that takes results one by one.
 */
@NullMarked
package dev.nxs.report;

import org.jspecify.annotations.NullMarked;
