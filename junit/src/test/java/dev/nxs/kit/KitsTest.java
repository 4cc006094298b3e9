// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.CallingTask;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.PolicyTask;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.kernel.user.SyscallHandler;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.kit.Findings.Kind;
import dev.nxs.report.CaseResult;
import dev.nxs.report.ReportSink;
import dev.nxs.report.Tap;
import dev.nxs.report.Totals;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kit finds each kind of mistake, and nothing where there is none. */
class KitsTest {
  /** A policy whose ranks come from a function. */
  private interface Ranks extends SchedulingPolicy {
    @Override
    default String label() {
      return "ranks";
    }

    @Override
    default List<Column> taskColumns() {
      return List.of(Column.exact("turns"));
    }

    @Override
    default long sliceNs(PolicyTask task) {
      return task.timesliceNs();
    }
  }

  /** Counts in the columns that it declares, as it should. */
  private static final class Turns implements Ranks {
    @Override
    public long rank(PolicyTask task, Moment moment) {
      task.setWord(0, task.word(0) + 1);
      return task.word(0);
    }
  }

  /** Counts in a field. */
  private static final class CountingField implements Ranks {
    private long turns;

    @Override
    public long rank(PolicyTask task, Moment moment) {
      return (turns++ * 7919 + task.pid()) % 5;
    }
  }

  /** Takes numbers from a source that goes on from run to run, as clocks do. */
  private static final class Outside implements Ranks {
    private static final AtomicLong CLOCK = new AtomicLong();

    @Override
    public long rank(PolicyTask task, Moment moment) {
      return CLOCK.addAndGet(7919) % 5;
    }
  }

  /** Clears its field when time goes back, so that only a machine that was put back into the middle shows it. */
  private static final class Forgetful implements Ranks {
    private long lastNs;
    private long turns;

    @Override
    public long rank(PolicyTask task, Moment moment) {
      if (task.nowNs() < lastNs) {
        turns = 0;
      }
      lastNs = task.nowNs();
      return (turns++ * 7919 + task.pid()) % 5;
    }
  }

  @ParameterizedTest
  @EnumSource(BuiltInPolicy.class)
  void thePoliciesOfTheKernelKeepTheirContract(BuiltInPolicy policy) {
    SchedulingPolicyKit.check(() -> policy).requireNone();
  }

  @Test
  void aPolicyThatCountsInItsColumnsKeepsItsContract() {
    SchedulingPolicyKit.check(Turns::new).requireNone();
  }

  @Test
  void aPolicyThatAsksAClockIsFound() {
    assertThat(SchedulingPolicyKit.check(Outside::new).has(Kind.NOT_DETERMINISTIC)).isTrue();
  }

  @Test
  void aPolicyThatCountsInAFieldIsFound() {
    Findings findings = SchedulingPolicyKit.check(CountingField::new);
    assertThat(findings.has(Kind.HIDDEN_STATE)).isTrue();
    assertThat(findings.has(Kind.NOT_DETERMINISTIC)).isFalse();
  }

  @Test
  void aPolicyThatDoesNotComeBackWithTheStateIsFound() {
    assertThat(SchedulingPolicyKit.check(Forgetful::new).has(Kind.SNAPSHOT)).isTrue();
  }

  @Test
  void aPolicyThatThrowsOrHasNoNameIsFound() {
    SchedulingPolicy nameless =
        new Ranks() {
          @Override
          public String label() {
            return "two words";
          }

          @Override
          public long rank(PolicyTask task, Moment moment) {
            return 0;
          }
        };
    assertThat(SchedulingPolicyKit.check(() -> nameless).has(Kind.CONTRACT)).isTrue();
    Ranks greedy = (task, moment) -> task.word(1);
    assertThat(SchedulingPolicyKit.check(() -> greedy).list().get(0).what()).contains("IndexOutOfBounds");
  }

  /** A program that computes as long as its counter says. */
  private abstract static class Counter implements Program {
    abstract long next(UserContext user);

    @Override
    public List<TableSpec> memory() {
      return List.of(new TableSpec("counter", 1, List.of(Column.exact("count"))));
    }

    @Override
    public Trap resume(UserContext user) {
      return user.compute(1 + next(user) % 1_000_000);
    }
  }

  private static class InMemory extends Counter {
    @Override
    long next(UserContext user) {
      user.store(0, user.load(0) + 7_919);
      return user.load(0);
    }
  }

  private static final class InField extends Counter {
    private long count;

    @Override
    long next(UserContext user) {
      return count += 7_919;
    }
  }

  private static final class InStatic extends Counter {
    private static final AtomicLong COUNT = new AtomicLong();

    @Override
    long next(UserContext user) {
      return COUNT.addAndGet(7_919);
    }
  }

  private static final class OfThread extends Counter {
    @Override
    long next(UserContext user) {
      return Thread.currentThread().getName().hashCode() & 0xFFFF;
    }
  }

  /** Keeps what it read in a field until it is at the first place again. */
  private static final class Cached extends Counter {
    private long lastNs;
    private long cached;

    @Override
    long next(UserContext user) {
      if (user.nowNs() == 0 || user.nowNs() < lastNs) {
        cached = 0;
      }
      lastNs = user.nowNs();
      return cached += 7_919;
    }
  }

  @Test
  void aProgramThatCountsInItsMemoryKeepsItsContract() {
    ProgramKit.check(InMemory::new).requireNone();
  }

  @Test
  void mistakesOfProgramsAreFound() {
    assertThat(ProgramKit.check(InStatic::new).has(Kind.NOT_DETERMINISTIC)).isTrue();
    assertThat(ProgramKit.check(InField::new).has(Kind.HIDDEN_STATE)).isTrue();
    assertThat(ProgramKit.check(OfThread::new).has(Kind.HIDDEN_STATE)).isTrue();
    assertThat(ProgramKit.check(Cached::new).has(Kind.SNAPSHOT)).isTrue();
    AtomicLong shapes = new AtomicLong();
    Program shapeless =
        new InMemory() {
          @Override
          public List<TableSpec> memory() {
            return List.of(new TableSpec("counter", 1 + (int) shapes.getAndIncrement(), List.of(Column.exact("count"))));
          }
        };
    assertThat(ProgramKit.check(() -> shapeless).has(Kind.CONTRACT)).isTrue();
  }

  /** A call that gives numbers in turn. */
  private abstract static class Ticket implements SyscallHandler {
    abstract long next(CallingTask task);

    @Override
    public String label() {
      return "ticket";
    }

    @Override
    public List<Column> machineColumns() {
      return List.of(Column.exact("last"));
    }

    @Override
    public Errno call(CallingTask task) {
      if (task.operand(0) < 5) {
        return Errno.EINVAL;
      }
      long number = next(task);
      task.result(number);
      task.sleepUntil(task.nowNs() + number % 10_000);
      return Errno.OK;
    }
  }

  private static final class TicketInState extends Ticket {
    @Override
    long next(CallingTask task) {
      task.setMachineWord(0, task.machineWord(0) + 997);
      return task.machineWord(0);
    }
  }

  private static final class TicketInField extends Ticket {
    private long last;

    @Override
    long next(CallingTask task) {
      return last += 997;
    }
  }

  private static final class TicketFromOutside extends Ticket {
    private static final AtomicLong LAST = new AtomicLong();

    @Override
    long next(CallingTask task) {
      return LAST.addAndGet(997);
    }
  }

  private static final class TicketThatForgets extends Ticket {
    private long lastNs;
    private long last;

    @Override
    long next(CallingTask task) {
      last = task.nowNs() < lastNs ? 997 : last + 997;
      lastNs = task.nowNs();
      return last;
    }
  }

  @Test
  void aCallThatCountsInItsColumnsKeepsItsContract() {
    SyscallKit.check(TicketInState::new).requireNone();
  }

  @Test
  void mistakesOfCallsAreFound() {
    assertThat(SyscallKit.check(TicketFromOutside::new).has(Kind.NOT_DETERMINISTIC)).isTrue();
    assertThat(SyscallKit.check(TicketInField::new).has(Kind.HIDDEN_STATE)).isTrue();
    assertThat(SyscallKit.check(TicketThatForgets::new).has(Kind.SNAPSHOT)).isTrue();
  }

  /** A listener that counts lines of all kinds. */
  private static class Counting implements TraceSink {
    long count;

    @Override
    public long interest() {
      return EventKind.DISPATCH.bit();
    }

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
      count++;
    }

    @Override
    public void line(EventKind kind, long timeNs, long step, int hart, int pid, String text) {}

    Object result() {
      return count;
    }
  }

  /** A listener that counts all that all of its kind were told. */
  private static final class Together extends Counting {
    private static final AtomicLong ALL = new AtomicLong();

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
      count = timeNs == 0 ? ALL.getAndSet(0) * 0 : ALL.incrementAndGet();
    }
  }

  /** A listener that takes it ill when time goes back. */
  private static final class Impatient extends Counting {
    private long lastStep;

    @Override
    public void event(
        EventKind kind, long timeNs, long step, int hart, int pid, long first, long second, long third) {
      if (step < lastStep) {
        throw new IllegalStateException("step " + step + " after " + lastStep);
      }
      lastStep = step;
      super.event(kind, timeNs, step, hart, pid, first, second, third);
    }
  }

  @Test
  void aListenerThatCountsKeepsItsContract() {
    ListenerKit.check(Counting::new, Counting::result).requireNone();
  }

  @Test
  void mistakesOfListenersAreFound() {
    AtomicLong outside = new AtomicLong();
    assertThat(ListenerKit.check(Counting::new, listener -> outside.incrementAndGet()).has(Kind.NOT_DETERMINISTIC)).isTrue();
    assertThat(ListenerKit.check(Together::new, Counting::result).has(Kind.HIDDEN_STATE)).isTrue();
    assertThat(ListenerKit.check(Impatient::new, Counting::result).has(Kind.SNAPSHOT)).isTrue();
    AtomicLong interests = new AtomicLong(1);
    Counting fickle =
        new Counting() {
          @Override
          public long interest() {
            return interests.getAndIncrement();
          }
        };
    assertThat(ListenerKit.check(() -> fickle, Counting::result).has(Kind.CONTRACT)).isTrue();
  }

  /** Writes the titles. */
  private static class Titles implements ReportSink {
    private final Path file;
    private final List<String> titles = new ArrayList<>();

    Titles(Path folder) {
      file = folder.resolve("titles.txt");
    }

    String text(CaseResult result) {
      return result.title();
    }

    @Override
    public void accept(CaseResult result) {
      titles.add(text(result));
    }

    @Override
    public void finish(Totals totals) throws IOException {
      Files.write(file, titles);
    }
  }

  @Test
  void aSinkThatWritesTitlesKeepsItsContract(@TempDir Path folder) throws IOException {
    ReportSinkKit.check(folder, Titles::new).requireNone();
  }

  @Test
  void aSinkOfOursKeepsItsContract(@TempDir Path folder) throws IOException {
    ReportSinkKit.check(
            folder,
            own -> {
              try {
                return new Tap(new PrintStream(own.resolve("out.tap").toFile(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .requireNone();
  }

  @Test
  void mistakesOfSinksAreFound(@TempDir Path folder) throws IOException {
    AtomicLong clock = new AtomicLong();
    Findings timed =
        ReportSinkKit.check(
            Files.createDirectory(folder.resolve("a")),
            own ->
                new Titles(own) {
                  @Override
                  String text(CaseResult result) {
                    return result.title() + clock.incrementAndGet();
                  }
                });
    assertThat(timed.has(Kind.NOT_DETERMINISTIC)).isTrue();

    List<String> last = new ArrayList<>(List.of(""));
    Findings shared =
        ReportSinkKit.check(
            Files.createDirectory(folder.resolve("b")),
            own -> {
              last.set(0, "");
              return new Titles(own) {
                @Override
                String text(CaseResult result) {
                  return result.title() + " after " + last.set(0, result.title());
                }
              };
            });
    assertThat(shared.has(Kind.HIDDEN_STATE)).isTrue();

    Findings throwing =
        ReportSinkKit.check(
            Files.createDirectory(folder.resolve("c")),
            own ->
                new Titles(own) {
                  @Override
                  String text(CaseResult result) {
                    return result.title().substring(0, 1);
                  }
                });
    assertThat(throwing.has(Kind.CONTRACT)).isTrue();
  }

  @Test
  void findingsMakeATestFailWithAllThatWasFound() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> SchedulingPolicyKit.check(CountingField::new).requireNone())
        .withMessageContaining("HIDDEN_STATE")
        .withMessageContaining("in trial ");
  }
}
