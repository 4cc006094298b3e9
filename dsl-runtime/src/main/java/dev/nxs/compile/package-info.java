// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * From syntax tree to something that runs: the checker decides what every name, call and operator of a file means and
 * what every scenario declares, parameters applied; what follows reads its answers from side tables and never asks
 * about names or types again.
 */
@NullMarked
package dev.nxs.compile;

import org.jspecify.annotations.NullMarked;
