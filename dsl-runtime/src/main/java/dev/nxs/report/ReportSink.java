// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import java.io.IOException;

/**
 * Takes results one by one, in the order of files and scenarios, and makes something of them. A sink keeps none of them
 * longer than it must: there may be any number. It is used by one thread.
 */
public interface ReportSink {
  /**
   * Takes the next result.
   *
   * @throws IOException if it cannot be written
   */
  void accept(CaseResult result) throws IOException;

  /**
   * There are no more; called once, also where not everything had its turn.
   *
   * @throws IOException if the report cannot be written
   */
  void finish(Totals totals) throws IOException;
}
