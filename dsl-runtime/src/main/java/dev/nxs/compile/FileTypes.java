// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.Map;

/**
 * A file as far as it is checked without its scenarios.
 *
 * @param machines the arguments of the named machines
 * @param tables the side tables of functions, machines and constants of the file
 */
record FileTypes(FileSymbols symbols, Constants constants, TypingTables tables, Map<String, Given> machines) {}
