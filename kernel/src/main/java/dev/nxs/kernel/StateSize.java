// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.state.EndpointColumns;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MessageColumns;
import dev.nxs.kernel.state.TaskColumns;
import dev.nxs.kernel.user.SyscallHandler;
import dev.nxs.kernel.user.TableSpec;
import java.util.List;

/**
 * How large the state of a machine becomes, summed up without making it: a configuration may ask for more than there is memory.
 * What there are but a few words of is left out.
 */
final class StateSize {
  private StateSize() {}

  static long words(MachineConfig config) {
    int task = TaskColumns.COLUMNS.size() + (config.harts() + Long.SIZE - 1) / Long.SIZE + config.scheduler().taskColumns().size();
    for (SyscallHandler handler : config.syscalls()) {
      task += handler.taskColumns().size();
    }
    long words = (config.tasks().size() + 1L) * task + (long) config.harts() * HartColumns.COLUMNS.size();
    for (MachineConfig.TaskSpec each : config.tasks()) {
      words += words(each.program().memory());
    }
    for (MachineConfig.EndpointSpec endpoint : config.endpoints()) {
      words += EndpointColumns.COLUMNS.size() + (long) endpoint.depth() * MessageColumns.COLUMNS.size();
    }
    return words + words(config.attachments());
  }

  private static long words(List<TableSpec> tables) {
    long words = 0;
    for (TableSpec table : tables) {
      words += (long) table.rows() * table.columns().size();
    }
    return words;
  }
}
