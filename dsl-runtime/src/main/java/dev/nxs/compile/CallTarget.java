// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

/** What a call calls. */
public sealed interface CallTarget permits Builtin, Query, Method, FaultCall, FunctionSymbol, ProgramSymbol {}
