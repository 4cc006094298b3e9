// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.QosClass;
import dev.nxs.syntax.ast.ScenarioItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One declared task, or one element of an array of tasks, with all its arguments known.
 *
 * @param declaration where it was declared
 * @param symbol of the declaration
 * @param element its place in the array, −1 for a task that is no array
 * @param name {@code worker[3]}, or {@code audio}
 * @param pid see {@link CheckedScenario#tasks()}
 * @param body what it runs: the body of its own block, or of the program it names
 * @param arguments of the program, converted to the parameters' types; empty where it has a block
 * @param affinity harts that it may run on, ascending; null: all
 * @param priority greater is more urgent, under policies that go by it
 * @param startNs when it is made ready; {@code Column.NEVER} where only an act starts it
 * @param periodNs 0 for none
 * @param deadlineNs 0 for none
 */
public record TaskElement(
    ScenarioItem.Task declaration,
    ObjectSymbol symbol,
    int element,
    String name,
    int pid,
    Body body,
    List<ConstantValue> arguments,
    QosClass qos,
    @Nullable List<Integer> affinity,
    int shares,
    long priority,
    long startNs,
    String identity,
    long periodNs,
    long deadlineNs) {
  public TaskElement {
    arguments = List.copyOf(arguments);
    affinity = affinity == null ? null : List.copyOf(affinity);
  }

  /** The same task with another start. */
  TaskElement startingAt(long otherNs) {
    return new TaskElement(
        declaration, symbol, element, name, pid, body, arguments, qos, affinity, shares, priority, otherNs, identity,
        periodNs, deadlineNs);
  }
}
