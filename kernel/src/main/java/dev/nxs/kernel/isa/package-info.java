// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The bytecode that task bodies are compiled to: its instructions, an assembler, a verifier, a disassembler, and the
 * program that runs it. It sees the machine as any other program does, through the user side alone.
 */
@NullMarked
package dev.nxs.kernel.isa;

import org.jspecify.annotations.NullMarked;
