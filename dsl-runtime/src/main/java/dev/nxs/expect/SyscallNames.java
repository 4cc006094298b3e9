// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.kernel.user.Syscall;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What authors call the system calls in {@code syscall("set_qos", t)}. */
public final class SyscallNames {
  private SyscallNames() {}

  /** The name of a system call: that of the call of the language which makes it. */
  public static String of(Syscall call) {
    return switch (call) {
      case QOS_GET -> "qos";
      case QOS_SET -> "set_qos";
      case EVENT_WAIT -> "wait";
      case EVENT_SIGNAL -> "signal";
      case EVENT_BROADCAST -> "broadcast";
      case AFFINITY_GET -> "affinity";
      case AFFINITY_SET -> "set_affinity";
      case SHARES_GET -> "shares";
      case SHARES_SET -> "set_shares";
      case HART_OFFLINE -> "offline";
      case HART_ONLINE -> "online";
      case YIELD, MARK, AUDIT, SLEEP_UNTIL, NEXT_PERIOD, SEND, RECV, CALL, REPLY, START, LOCK, UNLOCK, ARRIVE, SPAWN, JOIN,
          KILL, INJECT, SCHED, OWN ->
          call.name().toLowerCase(Locale.ROOT);
    };
  }

  /** All of them by name, in the order of their numbers. */
  static Map<String, Syscall> all() {
    Map<String, Syscall> all = new LinkedHashMap<>();
    for (Syscall call : Syscall.values()) {
      all.put(of(call), call);
      if (call == Syscall.SLEEP_UNTIL) {
        all.put("sleep", call);
      }
    }
    return all;
  }
}
