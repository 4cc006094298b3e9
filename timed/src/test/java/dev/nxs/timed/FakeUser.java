// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.kernel.user.ValuePool;
import dev.nxs.timed.protocol.TimedFrames;
import java.util.ArrayList;
import java.util.List;

/** A user context without a machine: memory, registers and a clock that a test sets, and the last trap to look at. */
final class FakeUser implements UserContext {
  /** An event that the program told the trace. */
  record Told(EventKind kind, int pid, long first, long second, long third) {}

  final long[] memory;
  final List<Told> told = new ArrayList<>();
  long nowNs;
  int sender;
  long senderService;
  int senderQos;
  long token;
  int length;
  int errno;
  Syscall call = Syscall.YIELD;
  final long[] operands = new long[4];
  String text = "";
  long exitCode = -1;
  int missingPort = -1;

  /** Words of memory read and written so far. */
  long accesses;

  private final long[] message = new long[MESSAGE_WORDS];
  private final ValuePool pool = new ValuePool(16);

  FakeUser(List<TableSpec> tables) {
    memory = new long[tables.stream().mapToInt(TableSpec::words).sum()];
  }

  /** Puts a frame into the message registers; what lies behind its end is arbitrary, and what they do not hold is lost. */
  void receive(byte[] frame) {
    long[] words = TimedFrames.pack(frame);
    for (int i = 0; i < MESSAGE_WORDS; i++) {
      message[i] = i < words.length ? words[i] : 0x5a5a_5a5a_5a5a_5a5aL;
    }
    if (frame.length % 8 != 0 && frame.length < 8 * MESSAGE_WORDS) {
      message[frame.length / 8] |= -1L << (8 * (frame.length % 8));
    }
    length = frame.length;
  }

  /** The bytes in the message registers. */
  byte[] sent(int bytes) {
    return TimedFrames.unpack(message, bytes);
  }

  @Override
  public long load(int index) {
    accesses++;
    return memory[index];
  }

  @Override
  public void store(int index, long value) {
    accesses++;
    memory[index] = value;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public int pid() {
    return 1;
  }

  @Override
  public int hart() {
    return 0;
  }

  @Override
  public int qos() {
    return 3;
  }

  @Override
  public long result() {
    return 0;
  }

  @Override
  public int errno() {
    return errno;
  }

  @Override
  public boolean takeStep() {
    return true;
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
    return length;
  }

  @Override
  public int sender() {
    return sender;
  }

  @Override
  public long senderService() {
    return senderService;
  }

  @Override
  public int senderQos() {
    return senderQos;
  }

  @Override
  public long replyToken() {
    return token;
  }

  @Override
  public int portOf(int pid) {
    return pid == missingPort ? -1 : 1000 + pid;
  }

  @Override
  public ValuePool pool() {
    return pool;
  }

  @Override
  public boolean wantsText(EventKind kind) {
    return true;
  }

  @Override
  public void text(String line) {
    text = line;
  }

  @Override
  public long[] scratch() {
    return new long[SCRATCH_WORDS];
  }

  @Override
  public StringBuilder textScratch() {
    return new StringBuilder();
  }

  @Override
  public long query(int number, long first, long second) {
    throw new UnsupportedOperationException("a service does not observe");
  }

  @Override
  public long random(long bound) {
    throw new UnsupportedOperationException("the timer service is not random");
  }

  @Override
  public void trace(EventKind kind, int pid, long first, long second, long third) {
    told.add(new Told(kind, pid, first, second, third));
  }

  @Override
  public Trap syscall(Syscall number, long first, long second, long third, long fourth) {
    call = number;
    operands[0] = first;
    operands[1] = second;
    operands[2] = third;
    operands[3] = fourth;
    return Trap.SYSCALL;
  }

  @Override
  public Trap compute(long durationNs) {
    return Trap.COMPUTE;
  }

  @Override
  public Trap spin() {
    return Trap.SPIN;
  }

  @Override
  public Trap exit(long code) {
    exitCode = code;
    return Trap.EXIT;
  }

  @Override
  public Trap fault(Fault fault, int site, long first, long second) {
    return Trap.FAULT;
  }
}
