// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.policy;

import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.ServiceId;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.kernel.user.TableSpec;
import dev.nxs.kernel.user.Trap;
import dev.nxs.kernel.user.UserContext;
import java.util.List;

/**
 * {@code policyd}: says {@code policyd: ready} once, then decides launches. A request is a call of three words: the
 * service id of the task, the wire value of its class, its shares. Only {@code execd} is answered, as the kernel names the
 * sender; whoever else asks learns that he may not. Each decision leaves an audit line.
 */
public final class PolicyService extends ServiceProgram {
  /** Bytes of a request. */
  public static final int REQUEST_LENGTH = 24;

  /** Bytes of the answer, whose word is the ordinal of a {@link Decision}. */
  public static final int REPLY_LENGTH = 8;

  private static final long EXECD = ServiceId.of("execd").value();
  private static final long ANY = -1;

  private static final int DECISION = 1;

  private static final List<TableSpec> MEMORY =
      List.of(new TableSpec("policyd", 1, List.of(Column.exact("phase"), Column.exact("decision"))));

  /** Which system call the service returns from. */
  private enum Phase {
    START,
    READY,
    RECEIVED,
    AUDITED;

    private static final Phase[] ALL = values();
  }

  private final PolicyConfig config;

  public PolicyService(PolicyConfig config) {
    super("policyd");
    this.config = config;
  }

  @Override
  public List<TableSpec> memory() {
    return MEMORY;
  }

  @Override
  Trap resumed(UserContext user, int phase) {
    return switch (Phase.ALL[phase]) {
      case START -> throw new IllegalStateException("the service has started");
      case READY -> serve(user);
      case RECEIVED -> received(user);
      case AUDITED -> answer(user);
    };
  }

  private Trap serve(UserContext user) {
    for (int word = 0; word < UserContext.MESSAGE_WORDS; word++) {
      user.setMessage(word, 0);
    }
    return call(user, Phase.RECEIVED, Syscall.RECV, config.endpoint(), Column.NEVER, ANY);
  }

  private Trap received(UserContext user) {
    if (user.errno() != Errno.OK.number()) {
      return user.exit(user.errno());
    }
    Decision decision = Decision.UNAUTHORIZED;
    if (user.senderService() == EXECD) {
      decision =
          user.messageLength() == REQUEST_LENGTH
              ? config.decide(user.message(0), user.message(1), user.message(2))
              : Decision.MALFORMED;
    }
    user.store(DECISION, decision.ordinal());
    long subject = decision == Decision.UNAUTHORIZED ? user.senderService() : user.message(0);
    return audit(user, Phase.AUDITED.ordinal(), decision.audit("policyd", subject));
  }

  private Trap answer(UserContext user) {
    if (user.replyToken() == 0) {
      return serve(user);
    }
    user.setMessage(0, user.load(DECISION));
    // A caller that is gone delays nobody.
    return call(user, Phase.READY, Syscall.REPLY, user.replyToken(), REPLY_LENGTH, 0);
  }

  private static Trap call(UserContext user, Phase back, Syscall call, long first, long second, long third) {
    return call(user, back.ordinal(), call, first, second, third);
  }
}
