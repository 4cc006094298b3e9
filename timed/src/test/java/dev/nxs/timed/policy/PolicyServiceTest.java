// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.Machine;
import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.Pid;
import dev.nxs.kernel.RunEnd;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.ServiceId;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policyd answers, to whom, and what it writes down about it. */
class PolicyServiceTest {
  private static final long UI = ServiceId.of("ui").value();
  private static final long GAME = ServiceId.of("game").value();
  private static final long EXECD = ServiceId.of("execd").value();

  private final List<String> audit = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "ui, 3, 100, ALLOWED",
    "ui, 3, 501, SHARES_ABOVE_LIMIT",
    "game, 3, 100, PERFBURST_NOT_ALLOWED",
    "game, 3, 501, PERFBURST_NOT_ALLOWED",
    "game, 2, 1000, ALLOWED",
    "ui, 2, 501, SHARES_ABOVE_LIMIT",
    "ui, 2, 500, ALLOWED",
    "nobody, 0, 1, ALLOWED",
    "ui, 4, 100, MALFORMED",
    "ui, -1, 100, MALFORMED",
    "ui, 259, 100, MALFORMED",
    "ui, 2, 0, MALFORMED",
    "ui, 2, 1001, MALFORMED",
    "game, 2, -9223372036854775808, MALFORMED",
  })
  void itDeniesWhatNobodyAllowed(String name, long qos, long shares, Decision decision) {
    long subject = ServiceId.of(name).value();

    assertThat(asked("execd", PolicyService.REQUEST_LENGTH, subject, qos, shares)).isEqualTo(decision);
    assertThat(audit).containsExactly(decision.audit("policyd", subject));
  }

  @Test
  void whoeverIsNotExecdLearnsThatHeMayNotWhateverHeSends() {
    Decision answer = asked("forger", PolicyService.REQUEST_LENGTH, EXECD, 3, 1000);

    assertThat(answer).isEqualTo(Decision.UNAUTHORIZED);
    assertThat(audit)
        .as("the line names him, and not whom he wants to be")
        .containsExactly(Decision.UNAUTHORIZED.audit("policyd", ServiceId.of("forger").value()));
  }

  @Test
  void aRequestOfAnotherLengthIsMalformed() {
    assertThat(asked("execd", 16, UI, 3, 100)).isEqualTo(Decision.MALFORMED);
    assertThat(asked("execd", 32, UI, 3, 100)).isEqualTo(Decision.MALFORMED);
    assertThat(asked("execd", 0, GAME, 0, 1)).isEqualTo(Decision.MALFORMED);
  }

  /** The answer to a task with an identity. */
  private Decision asked(String identity, int length, long... words) {
    MachineConfig.Builder builder = MachineConfig.builder();
    builder.endpoint(new MachineConfig.EndpointSpec("policyd", 8));
    PolicyConfig config = new PolicyConfig(0, List.of("ui"), List.of("game"));
    builder.task(task("policyd", new PolicyService(config), true));
    builder.task(task(identity, new Asking(length, words), false));
    Machine machine = Machine.boot(builder.build());
    machine.attach(new AuditLines(audit));
    RunEnd end = machine.run(1_000_000, 10_000);
    assertThat(end).isNotEqualTo(RunEnd.STEPS);
    return Decision.of(machine.view().memory(new Pid(2), Asking.ANSWER));
  }

  private static MachineConfig.TaskSpec task(String identity, Program program, boolean service) {
    return new MachineConfig.TaskSpec(
        identity, program, QosClass.NORMAL, null, 100, 0, identity, service, 0, 0, -1, List.of());
  }

  /** Keeps the lines of the audit log. */
  private record AuditLines(List<String> lines) implements TraceSink {
    @Override
    public long interest() {
      return EventKind.AUDIT.bit();
    }

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {}

    @Override
    public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {
      lines.add(text);
    }
  }

  /** Makes one request and remembers the answer. */
  private static final class Asking implements Program {
    static final int ANSWER = 1;

    private final int length;
    private final long[] words;

    Asking(int length, long[] words) {
      this.length = length;
      this.words = words;
    }

    @Override
    public List<TableSpec> memory() {
      return List.of(new TableSpec("asking", 1, List.of(Column.exact("step"), Column.exact("answer"))));
    }

    @Override
    public Trap resume(UserContext user) {
      if (user.load(0) == 0) {
        user.store(0, 1);
        user.store(ANSWER, -1);
        for (int i = 0; i < words.length; i++) {
          user.setMessage(i, words[i]);
        }
        return user.syscall(Syscall.CALL, 0, Column.NEVER, length, 0);
      }
      user.store(ANSWER, user.message(0));
      return user.exit(0);
    }
  }
}
