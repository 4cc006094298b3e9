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
import java.util.List;

/** The memory of a task without the task: what a table needs of its user's context, and nothing else. */
final class Words implements UserContext {
  private final long[] memory;

  Words(List<TableSpec> tables) {
    memory = new long[tables.stream().mapToInt(TableSpec::words).sum()];
  }

  int count() {
    return memory.length;
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
    throw new UnsupportedOperationException("nowNs");
  }

  @Override
  public int pid() {
    throw new UnsupportedOperationException("pid");
  }

  @Override
  public int hart() {
    throw new UnsupportedOperationException("hart");
  }

  @Override
  public int qos() {
    throw new UnsupportedOperationException("qos");
  }

  @Override
  public long result() {
    throw new UnsupportedOperationException("result");
  }

  @Override
  public int errno() {
    throw new UnsupportedOperationException("errno");
  }

  @Override
  public boolean takeStep() {
    throw new UnsupportedOperationException("takeStep");
  }

  @Override
  public long message(int word) {
    throw new UnsupportedOperationException("message");
  }

  @Override
  public void setMessage(int word, long value) {
    throw new UnsupportedOperationException("setMessage");
  }

  @Override
  public int messageLength() {
    throw new UnsupportedOperationException("messageLength");
  }

  @Override
  public int sender() {
    throw new UnsupportedOperationException("sender");
  }

  @Override
  public long senderService() {
    throw new UnsupportedOperationException("senderService");
  }

  @Override
  public int senderQos() {
    throw new UnsupportedOperationException("senderQos");
  }

  @Override
  public long replyToken() {
    throw new UnsupportedOperationException("replyToken");
  }

  @Override
  public int portOf(int pid) {
    throw new UnsupportedOperationException("portOf");
  }

  @Override
  public ValuePool pool() {
    throw new UnsupportedOperationException("pool");
  }

  @Override
  public boolean wantsText(EventKind kind) {
    throw new UnsupportedOperationException("wantsText");
  }

  @Override
  public void text(String text) {
    throw new UnsupportedOperationException("text");
  }

  @Override
  public long[] scratch() {
    throw new UnsupportedOperationException("scratch");
  }

  @Override
  public StringBuilder textScratch() {
    throw new UnsupportedOperationException("textScratch");
  }

  @Override
  public long query(int number, long first, long second) {
    throw new UnsupportedOperationException("query");
  }

  @Override
  public long random(long bound) {
    throw new UnsupportedOperationException("random");
  }

  @Override
  public void trace(EventKind kind, int pid, long first, long second, long third) {
    throw new UnsupportedOperationException("trace");
  }

  @Override
  public Trap syscall(Syscall call, long first, long second, long third, long fourth) {
    throw new UnsupportedOperationException("syscall");
  }

  @Override
  public Trap compute(long durationNs) {
    throw new UnsupportedOperationException("compute");
  }

  @Override
  public Trap spin() {
    throw new UnsupportedOperationException("spin");
  }

  @Override
  public Trap exit(long code) {
    throw new UnsupportedOperationException("exit");
  }

  @Override
  public Trap fault(Fault fault, int site, long first, long second) {
    throw new UnsupportedOperationException("fault");
  }
}
