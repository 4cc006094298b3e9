// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** What came of a run as text for people: console lines, failures with what is known about them, and summaries. */
@NullMarked
package dev.nxs.report;

import org.jspecify.annotations.NullMarked;
