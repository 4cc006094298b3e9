// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import dev.nxs.compile.ObservingScope;
import dev.nxs.compile.Observed;
import dev.nxs.compile.Type;
import dev.nxs.kernel.trace.EventKind;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.syntax.ast.Argument;
import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Compiles event patterns. What it cannot compile it has reported. */
final class EventCompiler {
  /** System calls by the names that authors call them by. */
  private static final Map<String, Syscall> SYSCALLS = SyscallNames.all();

  private final ObservingScope scope;
  private final Conditions conditions;
  private final Patterns patterns;

  /** Compiles the condition of {@code where}. */
  interface Conditions {
    /** The condition, or null after a diagnostic. */
    @Nullable Observed compile(Expr expr, Map<String, Type> captures);
  }

  EventCompiler(ObservingScope scope, Conditions conditions) {
    this.scope = scope;
    this.conditions = conditions;
    this.patterns = new Patterns(scope.diagnostics());
  }

  @Nullable EventMatcher compile(EventPattern pattern) {
    return compile(pattern, false);
  }

  /**
   * Compiles a pattern.
   *
   * @param capturing whether the captures are needed by who asks
   */
  @Nullable EventMatcher compile(EventPattern pattern, boolean capturing) {
    Draft draft = new Draft();
    boolean good = pattern.atom().accept(new AtomReader(draft));
    if (pattern.hart() != null) {
      OptionalInt hart = scope.hart(pattern.hart());
      good &= hart.isPresent();
      draft.hart = hart.orElse(-1);
    }
    if (pattern.task() != null) {
      good &= narrow(draft, pattern.task());
    }
    Observed where = null;
    if (good && pattern.where() != null) {
      Map<String, Type> captures = new LinkedHashMap<>();
      if (draft.text != null) {
        draft.text.captures().forEach(capture -> captures.put(capture.name(), capture.type()));
      }
      where = conditions.compile(pattern.where(), captures);
      good = where != null;
    }
    if (!good) {
      return null;
    }
    return new EventMatcher(
        pattern, draft.kind, draft.text, draft.hart, draft.pids, draft.firstOperand, where,
        capturing || where != null);
  }

  /** The matcher of a text or pattern by itself, or null after a diagnostic. */
  @Nullable TextMatcher text(EventPattern.Marker.Match match, Expr text) {
    if (text instanceof Expr.PatternLit literal) {
      return patterns.compile(literal);
    }
    String constant = scope.text(text);
    if (constant == null) {
      return null;
    }
    return switch (match) {
      case EXACT, REGEX, TEMPLATE -> new TextMatcher.Exact(constant);
      case CONTAINS -> new TextMatcher.Contains(constant);
      case STARTS -> new TextMatcher.Starts(constant);
    };
  }

  /** Narrows to tasks; where tasks are given twice, both must fit. */
  private boolean narrow(Draft draft, Expr expr) {
    int[] found = scope.pids(expr);
    BitSet named = new BitSet();
    for (int pid : found) {
      named.set(pid);
    }
    if (draft.pids != null) {
      named.and(draft.pids);
    }
    draft.pids = named;
    return found.length > 0;
  }

  private static final class Draft {
    private EventKind kind = EventKind.MARKER;
    private @Nullable TextMatcher text;
    private int hart = -1;
    private @Nullable BitSet pids;
    private long firstOperand = -1;
  }

  private final class AtomReader implements EventPattern.Visitor<Boolean> {
    private final Draft draft;

    AtomReader(Draft draft) {
      this.draft = draft;
    }

    @Override
    public Boolean marker(EventPattern.Marker atom) {
      draft.text = text(atom.match(), atom.text());
      return draft.text != null;
    }

    @Override
    public Boolean audit(EventPattern.Audit atom) {
      draft.kind = EventKind.AUDIT;
      draft.text = text(atom.match(), atom.text());
      return draft.text != null;
    }

    @Override
    public Boolean kernel(EventPattern.Kernel atom) {
      EventKind kind = kindOf(atom.kind().text());
      if (kind == null) {
        scope.diagnostics()
            .add(
                Diagnostic.error(
                        Code.NOT_AN_EVENT, atom.kind().span(), "`" + atom.kind().text() + "` is not an event")
                    .help(
                        "events are `marker`, `audit`, `dispatch`, `preempt`, `wake`, `block`, `exit`, `migrate`, "
                            + "`expire`, `steal`, `ipi`, `syscall` and `fails`"));
        return false;
      }
      draft.kind = kind;
      List<Expr> arguments = new ArrayList<>();
      for (Argument argument : atom.arguments()) {
        if (argument.name() != null) {
          scope.diagnostics()
              .add(
                  Diagnostic.error(
                          Code.UNKNOWN_ARGUMENT, argument.name().span(), "the arguments of an event have no names")
                      .help("leave `" + argument.name().text() + ":` out"));
          return false;
        }
        arguments.add(argument.value());
      }
      return switch (kind) {
        case STEAL, IPI -> atMost(atom, arguments, 1) && (arguments.isEmpty() || onHart(arguments.get(0)));
        case SYSCALL -> atMost(atom, arguments, 2)
            && (arguments.isEmpty() || syscall(arguments.get(0)))
            && (arguments.size() < 2 || narrow(draft, arguments.get(1)));
        case FAILS -> atMost(atom, arguments, 2)
            && (arguments.isEmpty() || errno(arguments.get(0)))
            && (arguments.size() < 2 || narrow(draft, arguments.get(1)));
        default -> atMost(atom, arguments, 1) && (arguments.isEmpty() || narrow(draft, arguments.get(0)));
      };
    }

    private boolean atMost(EventPattern.Kernel atom, List<Expr> arguments, int most) {
      if (arguments.size() <= most) {
        return true;
      }
      scope.diagnostics()
          .add(
              Diagnostic.error(
                  Code.TOO_MANY_ARGUMENTS,
                  arguments.get(most).span(),
                  "`" + atom.kind().text() + "` takes at most " + (most == 1 ? "one argument" : most + " arguments")));
      return false;
    }

    private boolean onHart(Expr expr) {
      OptionalInt hart = scope.hart(expr);
      draft.hart = hart.orElse(-1);
      return hart.isPresent();
    }

    private boolean syscall(Expr expr) {
      String name = scope.text(expr);
      if (name == null) {
        return false;
      }
      Syscall call = SYSCALLS.get(name);
      if (call == null) {
        scope.diagnostics()
            .add(
                Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "there is no system call `" + name + "`")
                    .help("system calls are " + String.join(", ", SYSCALLS.keySet())));
        return false;
      }
      draft.firstOperand = call.ordinal();
      return true;
    }

    private boolean errno(Expr expr) {
      if (expr instanceof Expr.NameExpr name) {
        for (Errno errno : Errno.values()) {
          if (errno.name().equals(name.name())) {
            draft.firstOperand = errno.number();
            return true;
          }
        }
      }
      scope.diagnostics()
          .add(
              Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "`" + expr.span().text() + "` is not an error")
                  .help("errors are EINVAL, EPERM, ENOSPC, EAGAIN, ETIMEDOUT, ESRCH, EPIPE, EBUSY, ENOSYS and ECHILD"));
      return false;
    }
  }

  private static @Nullable EventKind kindOf(String name) {
    return switch (name) {
      case "dispatch" -> EventKind.DISPATCH;
      case "preempt" -> EventKind.PREEMPT;
      case "wake" -> EventKind.WAKE;
      case "block" -> EventKind.BLOCK;
      case "exit" -> EventKind.EXIT;
      case "migrate" -> EventKind.MIGRATE;
      case "expire" -> EventKind.EXPIRE;
      case "steal" -> EventKind.STEAL;
      case "ipi" -> EventKind.IPI;
      case "syscall" -> EventKind.SYSCALL;
      case "fails" -> EventKind.FAILS;
      default -> null;
    };
  }
}
