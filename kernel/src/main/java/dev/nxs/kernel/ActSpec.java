// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.user.Program;

/**
 * Something that the world outside does at an instant; it takes no virtual time.
 *
 * @param atNs when it first happens
 * @param periodNs distance of the repetitions, 0 for none
 * @param untilNs the last instant of a repetition, included
 * @param program what it does; it must not wait
 */
public record ActSpec(long atNs, long periodNs, long untilNs, Program program) {}
