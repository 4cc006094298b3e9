// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.kernel.user.Shares;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.timed.BuiltInCoalescing;
import dev.nxs.timed.CoalescingPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the services of one instance of a scenario. */
final class ServiceReader {
  private static final List<Long> DEFAULT_WINDOWS_NS = List.of(8_000_000L, 4_000_000L, 1_000_000L, 0L);

  private final FileTypes file;
  private final ScenarioTypes types;
  private final Values values;
  private final int harts;
  private final boolean nexus;
  private final List<CoalescingPolicy> policies;
  private final Diagnostics diagnostics;

  ServiceReader(
      FileTypes file,
      ScenarioTypes types,
      Values values,
      MachineSpec machine,
      List<CoalescingPolicy> coalescing,
      Diagnostics diagnostics) {
    this.file = file;
    this.types = types;
    this.values = values;
    this.harts = machine.harts();
    this.nexus = machine.profile() == MachineConfig.Profile.NEXUS;
    this.policies = Stream.concat(Stream.of(BuiltInCoalescing.values()), coalescing.stream()).toList();
    this.diagnostics = diagnostics;
  }

  Optional<TimedSpec> timed() {
    Given given = given(Declaration.TIMED);
    if (given == null) {
      return Optional.empty();
    }
    Reader reader = new Reader(values, diagnostics, given, -1);
    return Optional.of(
        new TimedSpec(
            windows(given.get("windows")),
            (int) reader.integer("cap", 64, 1, 1_000_000),
            (int) reader.integer("total", 1024, 1, 1_000_000),
            policy(reader),
            reader
                .word("class_from", nexus ? List.of("request", "kernel") : List.of("kernel", "request"), List.of())
                .equals("request"),
            reader.qos("qos", nexus ? QosClass.NORMAL : QosClass.PERFBURST),
            reader.word("audit", List.of("log", "console"), List.of()).equals("console")));
  }

  private CoalescingPolicy policy(Reader reader) {
    String label = reader.word("policy", policies.stream().map(CoalescingPolicy::label).toList(), List.of());
    return policies.stream()
        .filter(policy -> policy.label().equals(label))
        .findFirst()
        .orElse(BuiltInCoalescing.ALIGNED);
  }

  Optional<PolicydSpec> policyd() {
    Given given = given(Declaration.POLICYD);
    if (given == null) {
      return Optional.empty();
    }
    Map<String, List<String>> allowed = new LinkedHashMap<>();
    for (Expr.RecordLit.Field field : fields(given.get("allow"))) {
      List<String> names = new ArrayList<>();
      if (values.evaluate(field.value()) instanceof ConstantValue.OfList list) {
        list.elements().forEach(name -> names.add(((ConstantValue.OfString) name).value()));
      }
      allowed.put(field.name().text(), names);
    }
    return Optional.of(
        new PolicydSpec(
            allowed.getOrDefault(ServiceChecker.GATES.get(0), List.of()),
            allowed.getOrDefault(ServiceChecker.GATES.get(1), List.of())));
  }

  /** The recipes of execd by name; none where the scenario does not have it. */
  Map<String, Recipe> recipes() {
    Given given = given(Declaration.EXECD);
    Expr written = given == null ? null : given.get("recipes");
    Expr.Call load = written == null ? null : ServiceChecker.load(written);
    if (load != null) {
      Source text = file.symbols().loaded(load);
      return text == null ? Map.of() : RecipeReader.read(text, harts, diagnostics);
    }
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    for (Expr.RecordLit.Field field : fields(written)) {
      recipes.put(field.name().text(), recipe(field));
    }
    return recipes;
  }

  private Recipe recipe(Expr.RecordLit.Field written) {
    QosClass qos = Recipe.DEFAULT_QOS;
    List<Integer> affinity = null;
    int shares = Recipe.DEFAULT_SHARES;
    for (Expr.RecordLit.Field entry : fields(written.value())) {
      ConstantValue value = values.evaluate(entry.value());
      if (value instanceof ConstantValue.OfQos given) {
        qos = given.value();
      } else if (value instanceof ConstantValue.OfInt given) {
        shares = shares(entry.value(), given.value());
      } else if (value instanceof ConstantValue.OfList given) {
        affinity = harts(entry.value(), given);
      }
    }
    return new Recipe(qos, affinity, shares, written.name().span());
  }

  private int shares(Expr written, long value) {
    if (value >= 1 && value <= Shares.MOST) {
      return (int) value;
    }
    diagnostics.add(
        Problems.outOfRange(written.span(), "shares must be 1 to " + Shares.MOST + ", not " + value));
    return Recipe.DEFAULT_SHARES;
  }

  private @Nullable List<Integer> harts(Expr written, ConstantValue.OfList list) {
    TreeSet<Integer> numbers = new TreeSet<>();
    list.elements().forEach(hart -> numbers.add(((ConstantValue.OfHart) hart).value()));
    if (numbers.isEmpty()) {
      diagnostics.add(Problems.outOfRange(written.span(), "`affinity` names no hart"));
      return null;
    }
    return List.copyOf(numbers);
  }

  private List<Long> windows(@Nullable Expr written) {
    List<Long> windows = new ArrayList<>(DEFAULT_WINDOWS_NS);
    for (Expr.RecordLit.Field field : fields(written)) {
      ConstantValue value = values.evaluate(field.value());
      for (QosClass qos : QosClass.values()) {
        if (qos.label().equals(field.name().text()) && value instanceof ConstantValue.OfDuration window) {
          windows.set(qos.wire(), window.ns());
          if (window.ns() < 0) {
            diagnostics.add(
                Problems.outOfRange(
                    field.value().span(), "a window must be at least 0ns, not " + Durations.text(window.ns())));
          }
        }
      }
    }
    return windows;
  }

  private static List<Expr.RecordLit.Field> fields(@Nullable Expr written) {
    return written instanceof Expr.RecordLit record ? record.fields() : List.of();
  }

  /** The arguments of a service, null where the scenario does not have it. */
  private @Nullable Given given(Declaration service) {
    for (ScenarioItem item : types.objects().node().items()) {
      if (item instanceof ScenarioItem.Service declared && declared.name().text().equals(service.text())) {
        return types.given(declared, service);
      }
    }
    return null;
  }
}
