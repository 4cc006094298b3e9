// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.Program;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import dev.nxs.kernel.user.ValuePool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One task of an image, alone, against a kernel whose answers a test has written down. Time passes only while it
 * computes or sleeps. What it does is a list of lines.
 */
final class ScriptedTask implements UserContext {
  /** What a system call answers: its errno, and the message that came with it. */
  private record Answer(int errno, List<Long> message) {}

  final List<String> log = new ArrayList<>();
  long nowNs;
  private final Program program;
  private final ValuePool pool;
  private final long[] memory;
  private final long[] message = new long[MESSAGE_WORDS];
  private final long[] scratch = new long[SCRATCH_WORDS];
  private final StringBuilder textScratch = new StringBuilder();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final int pid;
  private final int port;
  private int errno;
  private long token;
  private int steps;
  private String text = "";
  private @Nullable String end;

  ScriptedTask(Image image, String name, ValuePool pool) {
    this.pool = pool;
    pid = image.taskNames().indexOf(name);
    var spec = image.config(List.of()).tasks().get(pid - 1);
    program = spec.program();
    port = spec.port();
    memory = new long[program.memory().stream().mapToInt(TableSpec::words).sum()];
    for (int i = 0; i < spec.arguments().size(); i++) {
      memory[i] = spec.arguments().get(i);
    }
    Arrays.fill(scratch, 0xdead);
  }

  /** The next call that waits for an answer succeeds, with these words as its message. */
  ScriptedTask answer(long... words) {
    answers.add(new Answer(0, Arrays.stream(words).boxed().toList()));
    return this;
  }

  ScriptedTask fail(Errno why) {
    answers.add(new Answer(why.number(), List.of(0xbadL)));
    return this;
  }

  /** The message of the next receive is a call, with this token. */
  ScriptedTask caller(long replyToken) {
    token = replyToken;
    return this;
  }

  /** Runs to the end, or until it was resumed a thousand times. */
  List<String> run() {
    for (int i = 0; i < 1_000 && end == null; i++) {
      steps = 0;
      program.resume(this);
    }
    return log;
  }

  private Trap say(Trap trap, String line) {
    log.add(line);
    return trap;
  }

  @Override
  public Trap syscall(Syscall call, long first, long second, long third, long fourth) {
    errno = 0;
    switch (call) {
      case MARK -> log.add("mark " + (first < 0 ? text : pool.text(first)));
      case SLEEP_UNTIL -> {
        nowNs = Math.max(nowNs, first);
        log.add("sleep until " + first);
      }
      default -> {
        log.add(call + " " + first + " " + show(second) + " " + show(third) + " " + fourth + shown(call));
        answered();
      }
    }
    return Trap.SYSCALL;
  }

  private void answered() {
    if (answers.isEmpty()) {
      return;
    }
    Answer answer = answers.remove();
    errno = answer.errno();
    Arrays.fill(message, 0);
    for (int i = 0; i < answer.message().size(); i++) {
      message[i] = answer.message().get(i);
    }
  }

  private static String show(long word) {
    return word == Column.NEVER ? "never" : Long.toString(word);
  }

  /** The message of a call that sends one. */
  private String shown(Syscall call) {
    if (call != Syscall.SEND && call != Syscall.CALL && call != Syscall.REPLY) {
      return "";
    }
    int length = message.length;
    while (length > 0 && message[length - 1] == 0) {
      length--;
    }
    return " " + Arrays.toString(Arrays.copyOf(message, length));
  }

  @Override
  public Trap compute(long durationNs) {
    nowNs += durationNs;
    return say(Trap.COMPUTE, "compute " + durationNs);
  }

  @Override
  public Trap spin() {
    nowNs += 1_000;
    return say(Trap.SPIN, "spin");
  }

  @Override
  public Trap exit(long code) {
    end = "exit";
    return say(Trap.EXIT, "exit " + code);
  }

  @Override
  public Trap fault(Fault fault, int site, long first, long second) {
    end = "fault";
    lastSite = site;
    lastFirst = first;
    lastSecond = second;
    return say(Trap.FAULT, fault + " " + first + " " + second);
  }

  int lastSite;
  long lastFirst;
  long lastSecond;

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
    return pid;
  }

  @Override
  public int hart() {
    return 0;
  }

  @Override
  public int qos() {
    return 1;
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
    return ++steps <= STEP_LIMIT;
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
    return MESSAGE_WORDS * Long.BYTES;
  }

  @Override
  public int sender() {
    return 0;
  }

  @Override
  public long senderService() {
    return 0;
  }

  @Override
  public int senderQos() {
    return 0;
  }

  @Override
  public long replyToken() {
    return token;
  }

  @Override
  public int portOf(int whose) {
    return port;
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
  public void text(String next) {
    text = next;
  }

  @Override
  public long query(int number, long first, long second) {
    log.add("query " + Query.values()[number].text() + " " + first + " " + second);
    return nowNs >= 2_000 ? 1 : 0;
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
  public void trace(EventKind kind, int of, long first, long second, long third) {
    throw new AssertionError("only services trace: kind=" + kind);
  }
}
