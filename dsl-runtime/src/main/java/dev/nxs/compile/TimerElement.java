// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.ScenarioItem;

/**
 * {@code timer beat(every: 5ms, owner: audio) { … }}.
 *
 * @param pid of the job that runs its block, see {@link CheckedScenario#timers()}
 * @param dueNs its first deadline
 * @param periodNs distance of the further ones, 0 for {@code after}
 * @param ownerPid the task whose class, affinity and identity its job has
 */
public record TimerElement(
    ScenarioItem.Timer declaration, ObjectSymbol symbol, int pid, Body body, long dueNs, long periodNs, int ownerPid) {}
