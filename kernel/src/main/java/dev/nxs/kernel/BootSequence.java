// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import dev.nxs.kernel.sched.Scheduler.Hsm;
import dev.nxs.kernel.state.HartColumns;
import dev.nxs.kernel.state.MachineColumns;
import dev.nxs.kernel.state.NexusColumns;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Brings the harts up. Instant: all are online before the first event. SMP: hart 0 starts the others one after the
 * other through HSM, waits for each at most 500 ms, tries again three times for those that are missing, and says what
 * came of it; a hart that stays away is reported and never ignored. Tasks start when boot is over.
 */
final class BootSequence {
  private static final long WAIT_NS = 500_000_000;
  private static final int RETRIES = 3;
  private static final int STAGE_DONE = 4;

  private final Kernel kernel;
  private final @Nullable NexusSelftests selftests;

  BootSequence(Kernel kernel) {
    this.kernel = kernel;
    selftests = kernel.config.selftests() ? new NexusSelftests(kernel) : null;
  }

  void start() {
    int online = kernel.config.boot() == MachineConfig.Boot.INSTANT ? kernel.config.harts() : 1;
    for (int hart = 0; hart < online; hart++) {
      kernel.scheduler.online(hart);
    }
    if (kernel.config.boot() == MachineConfig.Boot.INSTANT) {
      kernel.startTasks();
    } else {
      // The first step of boot prints, so it waits for listeners to be attached.
      kernel.tables.machine.set(0, MachineColumns.BOOT_AT, 0);
    }
  }

  /** Goes on: the hart that was waited for is there, or its time is over. */
  void proceed() {
    if (selftests != null && kernel.tables.nexusMachine.get(0, NexusColumns.SELFTEST) != 0) {
      test(selftests);
    } else {
      bringUp();
    }
  }

  private void bringUp() {
    int waited = kernel.tables.machine.at(0, MachineColumns.BOOT_HART);
    int retry = kernel.tables.machine.at(0, MachineColumns.BOOT_RETRY);
    if (waited == 0) {
      print("KINIT: cpu0 online", 0);
    } else if (retry == 0 && !kernel.scheduler.isOnline(waited)) {
      print("KINIT: hart" + waited + " did not come online (sequential bring-up)", 0);
    }
    int next = waited + 1;
    while (next < kernel.config.harts() && kernel.scheduler.isOnline(next)) {
      next++;
    }
    if (next < kernel.config.harts()) {
      startHart(next, retry);
    } else if (isComplete() || retry == RETRIES) {
      finish();
    } else {
      kernel.tables.machine.set(0, MachineColumns.BOOT_RETRY, retry + 1);
      kernel.tables.machine.set(0, MachineColumns.BOOT_HART, 0);
      startHart(firstMissing(), retry + 1);
    }
  }

  private void startHart(int hart, int retry) {
    kernel.tables.machine.set(0, MachineColumns.BOOT_HART, hart);
    kernel.tables.harts.set(hart, HartColumns.HSM, Hsm.START_PENDING.ordinal());
    boolean lost = kernel.config.lostHarts().contains(hart);
    if (retry > 0) {
      print(
          "KINIT: hart" + hart + " missing (asm=0 stage=0 hsm_err=0x0 hsm_state=" + hsm(hart) + ") — retrying start",
          0);
    }
    if (lost) {
      kernel.tables.machine.set(0, MachineColumns.BOOT_AT, Math.addExact(kernel.now(), WAIT_NS));
    } else {
      kernel.scheduler.online(hart);
      print("KINIT: cpu" + hart + " online", hart);
      kernel.tables.machine.set(0, MachineColumns.BOOT_AT, kernel.now());
    }
  }

  private void finish() {
    kernel.tables.machine.set(0, MachineColumns.BOOT_AT, Column.NEVER);
    kernel.tables.machine.set(0, MachineColumns.BOOT_HART, 0);
    kernel.tables.machine.set(0, MachineColumns.BOOT_RETRY, 0);
    int harts = kernel.config.harts();
    if (harts > 1) {
      for (int hart = 1; hart < harts; hart++) {
        boolean online = kernel.scheduler.isOnline(hart);
        print(
            "KGATE: smp hart" + hart + " online=" + online + " asm=" + (online ? 1 : 0) + " stage="
                + (online ? STAGE_DONE : 0) + " hsm=" + hsm(hart),
            0);
      }
      String expected = mask(harts, false);
      print(
          isComplete()
              ? "KGATE: smp bringup ok mask=0x" + expected
              : "KGATE: smp bringup DEGRADED expected=0x" + expected + " got=0x" + mask(harts, true),
          0);
    }
    if (selftests != null) {
      test(selftests);
    } else {
      enterLoops();
    }
  }

  /** Goes on with the kernel's selftests, which come back once the interrupts that they sent have arrived. */
  private void test(NexusSelftests tests) {
    if (!tests.proceed()) {
      kernel.tables.machine.set(0, MachineColumns.BOOT_AT, Column.NEVER);
      print("KINIT: timer sbi", 0);
      enterLoops();
      return;
    }
    long arrivesNs = Column.NEVER;
    for (int hart = 0; hart < kernel.config.harts(); hart++) {
      arrivesNs = Math.min(arrivesNs, kernel.core.hart(hart, HartColumns.IPI_AT));
    }
    kernel.tables.machine.set(0, MachineColumns.BOOT_AT, arrivesNs == Column.NEVER ? kernel.now() : arrivesNs);
  }

  private void enterLoops() {
    for (int hart = 0; hart < kernel.config.harts(); hart++) {
      if (kernel.scheduler.isOnline(hart)) {
        print("KINIT: cpu" + hart + " sched loop", hart);
      }
    }
    kernel.startTasks();
  }

  private boolean isComplete() {
    return firstMissing() == kernel.config.harts();
  }

  private int firstMissing() {
    int hart = 0;
    while (hart < kernel.config.harts() && kernel.scheduler.isOnline(hart)) {
      hart++;
    }
    return hart;
  }

  /** The hart state as SBI numbers it: 0 started, 1 stopped, 2 start pending. */
  private int hsm(int hart) {
    int state = kernel.tables.harts.at(hart, HartColumns.HSM);
    if (state == Hsm.STARTED.ordinal()) {
      return 0;
    }
    return state == Hsm.STOPPED.ordinal() ? 1 : 2;
  }

  private String mask(int harts, boolean onlineOnly) {
    java.math.BigInteger bits = java.math.BigInteger.ZERO;
    for (int hart = 0; hart < harts; hart++) {
      if (!onlineOnly || kernel.scheduler.isOnline(hart)) {
        bits = bits.setBit(hart);
      }
    }
    return bits.toString(16).toLowerCase(Locale.ROOT);
  }

  private void print(String line, int hart) {
    kernel.tracer.line(EventKind.MARKER, hart, 0, line);
  }
}
