// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import java.util.List;
import java.util.Optional;

/**
 * Who might end a wait, as far as the texts of programs tell: pids, by the number of what is waited for. Nothing where that
 * is not known, because an act of the world might, or a task that is spawned.
 *
 * @param signallers by event
 * @param arrivers by barrier
 * @param senders by endpoint
 * @param receivers by endpoint
 * @param killers who may end other tasks
 */
public record Wakers(
    List<Optional<List<Integer>>> signallers,
    List<Optional<List<Integer>>> arrivers,
    List<Optional<List<Integer>>> senders,
    List<Optional<List<Integer>>> receivers,
    Optional<List<Integer>> killers) {
  public Wakers {
    signallers = List.copyOf(signallers);
    arrivers = List.copyOf(arrivers);
    senders = List.copyOf(senders);
    receivers = List.copyOf(receivers);
  }
}
