// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Position;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that went wrong in a run.
 *
 * @param diagnostic what and where in the source, with the values and the nearest lines as notes
 * @param position where in the run it was decided
 * @param hart the hart of the deciding event, -1 where there is none
 * @param task the task of the deciding event, null where there is none
 * @param before the lines of the run that come before, oldest first
 * @param schedule what ran where in the stretch before it; null where nobody looked, and for what is no failure of a run
 * @param replay the command that goes there
 */
public record Failure(
    Diagnostic diagnostic,
    Position position,
    int hart,
    @Nullable String task,
    List<ConsoleLine> before,
    @Nullable Schedule schedule,
    String replay) {
  public Failure {
    before = List.copyOf(before);
  }

  /** The same with a picture. */
  Failure with(@Nullable Schedule stretch) {
    return new Failure(diagnostic, position, hart, task, before, stretch, replay);
  }
}
