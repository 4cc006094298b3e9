// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;

/** What tests share while they run: nothing. */
final class NxsContext implements EngineExecutionContext {}
