// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Scenarios through {@code javax.script}: the engine {@code nxs} compiles and runs texts, and takes bindings as the
 * parameters of their scenarios.
 */
@NullMarked
package dev.nxs.script;

import org.jspecify.annotations.NullMarked;
