// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

/** {@code event ready(latched: true)}. */
public record EventElement(ObjectSymbol symbol, boolean latched) {}
