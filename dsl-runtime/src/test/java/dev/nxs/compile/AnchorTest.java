// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Conventions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Under the conventions of a simulator of its own in C (bench/anchors/ksim.c) the kernel does what that one does: the
 * numbers below are what it prints for the same workloads and horizons, and each sum is over time, hart and task of all
 * dispatches in their order.
 */
class AnchorTest {
  private static final long FIRST_NS = 1_000;

  /** The sum of the anchor; begins with the first task that does not start at once, as those that do wait there already. */
  private static final class Sum implements TraceSink {
    private final MachineConfig config;
    private boolean begun;
    private long dispatches;
    private long sum;

    Sum(MachineConfig config) {
      this.config = config;
    }

    @Override
    public long interest() {
      return EventKind.DISPATCH.bit() | EventKind.WAKE.bit();
    }

    @Override
    public void event(EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
      begun |= kind == EventKind.WAKE && timeNs >= FIRST_NS;
      if (begun && kind == EventKind.DISPATCH) {
        dispatches++;
        sum = (sum ^ (timeNs << 20 ^ (long) hart << 14 ^ number(pid))) * 0x9E37_79B9_7F4A_7C15L;
      }
    }

    /** A start is 1 us times the number and one more; the tasks that start at once are the servers of W4, behind 16 clients. */
    private long number(int pid) {
      long startNs = config.tasks().get(pid - 1).startNs();
      return startNs == 0 ? 2 * (pid - 17) + 1 : startNs / FIRST_NS - 1;
    }

    @Override
    public void line(EventKind kind, long timeNs, long step, int hart, int pid, String line) {}
  }

  @ParameterizedTest
  @CsvSource({
    "w1-churn, 1_000_000_000, 84780, 4c5a53cafec78288",
    "w1s-lockstep, 1_000_000_000, 107722, 2d3bb865efa3ae08",
    "w2-slices, 100_000_000_000, 20000, 9fc74571d0fe58c0",
    "w4-ipc, 20_000_000, 35327, 3aaad14fe80b1b42",
    "w5-wide, 200_000_000, 88672, 7064e7b0eb21e98e",
  })
  void everyDispatchIsTheAnchors(String workload, String horizonNs, long dispatches, String sum) throws IOException {
    MachineConfig config = Images.of(Files.readString(Path.of("../bench/workloads", workload + ".nxs"))).config(List.of());
    List<Integer> ranks = config.tasks().stream().map(task -> (int) (task.startNs() / FIRST_NS)).toList();
    Machine machine = Machine.boot(config, new Conventions(0, true, true, ranks));
    Sum summed = new Sum(config);
    machine.attach(summed);
    RunEnd end = machine.run(Long.parseLong(horizonNs.replace("_", "")) - 1, Long.MAX_VALUE);
    assertThat(end).isEqualTo(RunEnd.HORIZON);
    assertThat(summed.dispatches).isEqualTo(dispatches);
    assertThat(Long.toHexString(summed.sum)).isEqualTo(sum);
  }
}
