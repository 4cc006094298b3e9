// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The {@code nxs} command. {@link dev.nxs.cli.Main} is the process, {@link dev.nxs.cli.Cli} the same without one: it
 * writes to the streams that it is given and answers with the exit code. What a command starts with is plain on purpose,
 * without a library for options and without regular expressions, because half of the time of a short run is the loading
 * of classes.
 */
@NullMarked
package dev.nxs.cli;

import org.jspecify.annotations.NullMarked;
