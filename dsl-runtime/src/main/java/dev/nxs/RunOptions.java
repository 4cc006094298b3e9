// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.kernel.Position;
import dev.nxs.kernel.trace.TraceSink;
import dev.nxs.kernel.user.BuiltInPolicy;
import dev.nxs.kernel.user.SchedulingPolicy;
import dev.nxs.timed.BuiltInCoalescing;
import dev.nxs.timed.CoalescingPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How to run: settings of the scenario, limits of the caller, and who listens. Immutable; each method gives a copy. */
public final class RunOptions {
  private static final RunOptions DEFAULTS = new RunOptions(new Draft());

  private final Map<String, String> parameters;
  private final OptionalInt harts;
  private final OptionalLong seed;
  private final boolean strict;
  private final boolean checkingInvariants;
  private final @Nullable ConsoleListener listener;
  private final @Nullable TraceSink events;
  private final @Nullable String untilMarker;
  private final OptionalLong timeoutNs;
  private final @Nullable Position stopAt;
  private final int keptLines;
  private final long checkpointBytes;
  private final BooleanSupplier interrupted;
  private final List<SchedulingPolicy> policies;
  private final List<CoalescingPolicy> coalescing;

  private RunOptions(Draft draft) {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(draft.parameters));
    harts = draft.harts;
    seed = draft.seed;
    strict = draft.strict;
    checkingInvariants = draft.checkingInvariants;
    listener = draft.listener;
    events = draft.events;
    untilMarker = draft.untilMarker;
    timeoutNs = draft.timeoutNs;
    stopAt = draft.stopAt;
    keptLines = draft.keptLines;
    checkpointBytes = draft.checkpointBytes;
    interrupted = draft.interrupted;
    policies = List.copyOf(draft.policies);
    coalescing = List.copyOf(draft.coalescing);
  }

  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /** Sets a parameter of the scenario; the text is read by the parameter's type, as after {@code -p name=}. */
  public RunOptions with(String parameter, String value) {
    Draft draft = new Draft(this);
    draft.parameters.put(parameter, value);
    return new RunOptions(draft);
  }

  /** Sets an int parameter of the scenario. */
  public RunOptions with(String parameter, long value) {
    return with(parameter, Long.toString(value));
  }

  /** Harts of the machine, instead of the scenario's own number. */
  public RunOptions harts(int count) {
    Draft draft = new Draft(this);
    draft.harts = OptionalInt.of(count);
    return new RunOptions(draft);
  }

  /** The seed of the machine, instead of the scenario's own. */
  public RunOptions seed(long value) {
    Draft draft = new Draft(this);
    draft.seed = OptionalLong.of(value);
    return new RunOptions(draft);
  }

  /** Whether a vacuous expectation fails the run. */
  public RunOptions strict(boolean value) {
    Draft draft = new Draft(this);
    draft.strict = value;
    return new RunOptions(draft);
  }

  /** Whether the machine is checked after every step; a run whose machine is broken is stopped abnormally. */
  public RunOptions checkingInvariants(boolean value) {
    Draft draft = new Draft(this);
    draft.checkingInvariants = value;
    return new RunOptions(draft);
  }

  /** Takes the marker lines as they happen. */
  public RunOptions listener(ConsoleListener value) {
    Draft draft = new Draft(this);
    draft.listener = value;
    return new RunOptions(draft);
  }

  /**
   * Takes the events of a run as they happen, on the thread that runs it. A session tells those that it goes forward
   * through; what is replayed on the way to a place behind or elsewhere is not told again.
   */
  public RunOptions events(TraceSink value) {
    Draft draft = new Draft(this);
    draft.events = value;
    return new RunOptions(draft);
  }

  /** The same, with nobody who takes lines or events. */
  RunOptions unheard() {
    Draft draft = new Draft(this);
    draft.listener = null;
    draft.events = null;
    return new RunOptions(draft);
  }

  /**
   * Stops the run after the instant of the first line that equals this text; what is open then is undecided. A run in
   * which the line never comes has failed.
   */
  public RunOptions untilMarker(String text) {
    Draft draft = new Draft(this);
    draft.untilMarker = text;
    return new RunOptions(draft);
  }

  /** A limit of virtual time of the caller's; a run that reaches it is stopped abnormally. */
  public RunOptions timeoutNs(long ns) {
    if (ns < 0) {
      throw new IllegalArgumentException("a timeout is 0 or more: timeoutNs=" + ns);
    }
    Draft draft = new Draft(this);
    draft.timeoutNs = OptionalLong.of(ns);
    return new RunOptions(draft);
  }

  /** Stops the run at a position of it; a run without that position throws an {@link NxsException}. */
  public RunOptions stopAt(Position position) {
    Draft draft = new Draft(this);
    draft.stopAt = position;
    return new RunOptions(draft);
  }

  /** How many lines a report keeps at most, half of them from the start of the run and half from its end. */
  public RunOptions keptLines(int count) {
    if (count < 2) {
      throw new IllegalArgumentException("at least 2 lines are kept: keptLines=" + count);
    }
    Draft draft = new Draft(this);
    draft.keptLines = count;
    return new RunOptions(draft);
  }

  /**
   * How much memory the checkpoints of a session may take; 8 are kept in any case. More of them make going back in long
   * runs faster.
   *
   * @param bytes 0 or more; 64 MiB where nothing is said
   */
  public RunOptions checkpointBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("memory is 0 bytes or more: checkpointBytes=" + bytes);
    }
    Draft draft = new Draft(this);
    draft.checkpointBytes = bytes;
    return new RunOptions(draft);
  }

  /** Asked from time to time while a run goes on; it stops where the answer is true. */
  public RunOptions interruptedBy(BooleanSupplier value) {
    Draft draft = new Draft(this);
    draft.interrupted = value;
    return new RunOptions(draft);
  }

  /**
   * Lets scenarios name a policy of the caller's: {@code machine(scheduler: "label")}.
   *
   * @throws IllegalArgumentException if the label is no name or is taken already
   */
  public RunOptions policy(SchedulingPolicy policy) {
    Stream<SchedulingPolicy> taken = Stream.concat(Stream.of(BuiltInPolicy.values()), policies.stream());
    requireFreeName(policy.label(), taken.map(SchedulingPolicy::label));
    Draft draft = new Draft(this);
    draft.policies.add(policy);
    return new RunOptions(draft);
  }

  /**
   * Lets scenarios name a coalescing policy of the caller's: {@code service timed(policy: "label")}.
   *
   * @throws IllegalArgumentException if the label is no name or is taken already
   */
  public RunOptions coalescing(CoalescingPolicy policy) {
    Stream<CoalescingPolicy> taken = Stream.concat(Stream.of(BuiltInCoalescing.values()), coalescing.stream());
    requireFreeName(policy.label(), taken.map(CoalescingPolicy::label));
    Draft draft = new Draft(this);
    draft.coalescing.add(policy);
    return new RunOptions(draft);
  }

  private static void requireFreeName(String label, Stream<String> taken) {
    if (!label.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("a policy's label is a name: label=" + label);
    }
    if (taken.anyMatch(label::equals)) {
      throw new IllegalArgumentException("there is a policy of that label: label=" + label);
    }
  }

  public Map<String, String> parameters() {
    return parameters;
  }

  public OptionalInt harts() {
    return harts;
  }

  public OptionalLong seed() {
    return seed;
  }

  public boolean checkingInvariants() {
    return checkingInvariants;
  }

  public boolean strict() {
    return strict;
  }

  public @Nullable ConsoleListener listener() {
    return listener;
  }

  /** Who takes the events, null for nobody. */
  public @Nullable TraceSink events() {
    return events;
  }

  public @Nullable String untilMarker() {
    return untilMarker;
  }

  public OptionalLong timeoutNs() {
    return timeoutNs;
  }

  public @Nullable Position stopAt() {
    return stopAt;
  }

  public int keptLines() {
    return keptLines;
  }

  public long checkpointBytes() {
    return checkpointBytes;
  }

  public BooleanSupplier interrupted() {
    return interrupted;
  }

  /** Policies of the caller's, in the order in which they were given. */
  public List<SchedulingPolicy> policies() {
    return policies;
  }

  /** Coalescing policies of the caller's, likewise. */
  public List<CoalescingPolicy> coalescingPolicies() {
    return coalescing;
  }

  private static final class Draft {
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private OptionalInt harts = OptionalInt.empty();
    private OptionalLong seed = OptionalLong.empty();
    private boolean strict;
    private boolean checkingInvariants;
    private @Nullable ConsoleListener listener;
    private @Nullable TraceSink events;
    private @Nullable String untilMarker;
    private OptionalLong timeoutNs = OptionalLong.empty();
    private @Nullable Position stopAt;
    private int keptLines = 200_000;
    private long checkpointBytes = 64L << 20;
    private BooleanSupplier interrupted = () -> false;
    private final List<SchedulingPolicy> policies = new ArrayList<>();
    private final List<CoalescingPolicy> coalescing = new ArrayList<>();

    Draft() {}

    Draft(RunOptions options) {
      parameters.putAll(options.parameters);
      harts = options.harts;
      seed = options.seed;
      strict = options.strict;
      checkingInvariants = options.checkingInvariants;
      listener = options.listener;
      events = options.events;
      untilMarker = options.untilMarker;
      timeoutNs = options.timeoutNs;
      stopAt = options.stopAt;
      keptLines = options.keptLines;
      checkpointBytes = options.checkpointBytes;
      interrupted = options.interrupted;
      policies.addAll(options.policies);
      coalescing.addAll(options.coalescing);
    }
  }
}
