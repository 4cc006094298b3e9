// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

/** {@code barrier gate(parties: 3)}. */
public record BarrierElement(ObjectSymbol symbol, int parties) {}
