// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package embedding;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineBuilder;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.user.CallingTask;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.SyscallHandler;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.kit.ProgramKit;
import dev.nxs.kit.SyscallKit;
import java.util.List;

/**
 * A system call of one's own, and a native program that makes it: a disk that serves one request at a time. A request takes
 * as long as it is told; who comes while the disk is busy waits for its turn. When the disk is free again is a column of
 * the machine's state.
 */
public final class Disk implements SyscallHandler {
  private static final int FREE_AT = 0;
  private static final long US = 1_000;

  @Override
  public String label() {
    return "disk";
  }

  @Override
  public List<Column> machineColumns() {
    return List.of(Column.instant("free_at"));
  }

  @Override
  public Errno call(CallingTask task) {
    if (task.operand(0) < 0) {
      return Errno.EINVAL;
    }
    long startNs = Math.max(task.nowNs(), task.machineWord(FREE_AT));
    long endNs = startNs + task.operand(0) * US;
    task.setMachineWord(FREE_AT, endNs);
    task.result(endNs - task.nowNs());
    task.sleepUntil(endNs);
    return Errno.OK;
  }

  /** Reads some times, and computes on what it read; where it is, and how long it waited, is in the memory of its task. */
  static final class Reader implements Program {
    private static final int READS = 0;
    private static final int WAITED = 1;
    private static final int COMPUTES = 2;
    private final int disk;
    private final long reads;

    Reader(int disk, long reads) {
      this.disk = disk;
      this.reads = reads;
    }

    @Override
    public List<TableSpec> memory() {
      return List.of(
          new TableSpec("reader", 1, List.of(Column.exact("reads"), Column.exact("waited"), Column.exact("computes"))));
    }

    @Override
    public Trap resume(UserContext user) {
      if (user.load(COMPUTES) == 1) {
        user.store(COMPUTES, 0);
        user.store(WAITED, user.load(WAITED) + user.result());
        return user.compute(50 * US);
      }
      if (user.load(READS) == reads) {
        return user.exit(user.load(WAITED) / US);
      }
      user.store(READS, user.load(READS) + 1);
      user.store(COMPUTES, 1);
      return user.syscall(Syscall.OWN, disk, 200, 0, 0);
    }
  }

  public static void main(String[] arguments) {
    SyscallKit.check(Disk::new).requireNone();
    ProgramKit.check(() -> new Reader(0, 5), machine -> machine.syscall(new Disk())).requireNone();

    MachineBuilder builder = Machine.builder().harts(2);
    int disk = builder.syscall(new Disk());
    Machine machine =
        builder
            .task("one", QosClass.NORMAL, new Reader(disk, 3))
            .task("other", QosClass.NORMAL, new Reader(disk, 3))
            .boot();
    RunEnd end = machine.run(Long.MAX_VALUE, Long.MAX_VALUE);
    long waitedUs = machine.view().exitCode(machine.pid("one")) + machine.view().exitCode(machine.pid("other"));
    System.out.println("disk: " + end + " at " + machine.nowNs() / US + "us, waited " + waitedUs + "us");
  }
}
