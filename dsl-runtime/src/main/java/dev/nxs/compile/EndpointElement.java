// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

/**
 * {@code endpoint requests(depth: 8)}.
 *
 * @param message the type of the values it carries
 * @param reply the type of the values that answer calls; {@link Type#INT} where nothing does
 */
public record EndpointElement(ObjectSymbol symbol, int depth, Type message, Type reply) {}
