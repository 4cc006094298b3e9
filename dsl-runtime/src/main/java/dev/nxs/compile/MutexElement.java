// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig.Protocol;

/**
 * {@code mutex m(protocol: "inherit")}.
 *
 * @param ceiling with a ceiling its class by wire value; otherwise 0
 */
public record MutexElement(ObjectSymbol symbol, Protocol protocol, long ceiling) {}
