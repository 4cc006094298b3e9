// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.MachineDecl;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * A file as far as it is checked without its scenarios, with the files that it imports.
 *
 * @param constants of each of the files
 * @param tables the side tables of functions, machines and constants of all of them
 * @param machines the arguments of the named machines
 */
record FileTypes(
    FileSymbols symbols,
    Map<FileSymbols, Constants> constants,
    TypingTables tables,
    IdentityHashMap<MachineDecl, Given> machines) {}
