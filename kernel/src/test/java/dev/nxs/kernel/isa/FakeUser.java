// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A machine of one task whose traps are lines of text, and whose answers are set by the test. */
final class FakeUser implements UserContext {
  final ValuePool pool = new ValuePool(10_000);
  final List<String> traps = new ArrayList<>();
  final long[] message = new long[MESSAGE_WORDS];
  final long[] memory;
  long nowNs;
  long result;
  int errno;
  boolean listening = true;
  int stepsLeft = STEP_LIMIT;
  long exitCode;
  @Nullable Fault fault;
  private final long[] scratch = new long[SCRATCH_WORDS];
  private final StringBuilder textScratch = new StringBuilder();

  FakeUser(Program program) {
    int words = 0;
    for (TableSpec table : program.memory()) {
      words += table.words();
    }
    memory = new long[words];
    // Whatever the scratch space holds must not matter.
    Arrays.fill(scratch, 0xdead);
  }

  @Override
  public long load(int index) {
    return memory[index];
  }

  @Override
  public void store(int index, long value) {
    memory[index] = value;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public int pid() {
    return 7;
  }

  @Override
  public int hart() {
    return 1;
  }

  @Override
  public int qos() {
    return 2;
  }

  @Override
  public long result() {
    return result;
  }

  @Override
  public int errno() {
    return errno;
  }

  @Override
  public boolean takeStep() {
    return stepsLeft-- > 0;
  }

  @Override
  public long message(int word) {
    return message[word];
  }

  @Override
  public void setMessage(int word, long value) {
    message[word] = value;
  }

  @Override
  public int messageLength() {
    return 8;
  }

  @Override
  public int sender() {
    return 3;
  }

  @Override
  public long senderService() {
    return 0;
  }

  @Override
  public int senderQos() {
    return 1;
  }

  @Override
  public long replyToken() {
    return 99;
  }

  @Override
  public int portOf(int pid) {
    return 10 + pid;
  }

  @Override
  public ValuePool pool() {
    return pool;
  }

  @Override
  public boolean wantsText(EventKind kind) {
    return listening;
  }

  @Override
  public void text(String text) {
    traps.add("text " + text);
  }

  @Override
  public long query(int number, long first, long second) {
    return 1_000L * number + 10 * first + second;
  }

  @Override
  public long random(long bound) {
    return bound - 1;
  }

  @Override
  public long[] scratch() {
    return scratch;
  }

  @Override
  public StringBuilder textScratch() {
    return textScratch;
  }

  @Override
  public void trace(EventKind kind, int pid, long first, long second, long third) {
    traps.add(kind + " " + first);
  }

  @Override
  public Trap syscall(Syscall call, long first, long second, long third, long fourth) {
    traps.add(call + " " + first + " " + second + " " + third + " " + fourth);
    return Trap.SYSCALL;
  }

  @Override
  public Trap compute(long durationNs) {
    traps.add("compute " + durationNs);
    return Trap.COMPUTE;
  }

  @Override
  public Trap spin() {
    traps.add("spin");
    return Trap.SPIN;
  }

  @Override
  public Trap exit(long code) {
    exitCode = code;
    traps.add("exit " + code);
    return Trap.EXIT;
  }

  @Override
  public Trap fault(Fault what, int site, long first, long second) {
    fault = what;
    traps.add(what + " site " + site + " " + first + " " + second);
    return Trap.FAULT;
  }
}
