// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.MachineConfig;
import dev.nxs.kernel.user.Column;
import dev.nxs.kernel.user.Costs;
import dev.nxs.kernel.user.Costs.Cost;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.Speed;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of a machine that are records: what things cost, and clusters of harts with their speeds. */
final class MachineArguments {
  private static final List<String> COSTS = List.of("syscall", "switch", "ipi", "interrupt", "migrate");
  private static final List<String> CLUSTER = List.of("name", "harts", "speed");
  private static final int SPEED_DIGITS = 3;
  private static final BigDecimal FASTEST = BigDecimal.valueOf(1_000);

  private final Values values;
  private final Diagnostics diagnostics;

  MachineArguments(Values values, Diagnostics diagnostics) {
    this.values = values;
    this.diagnostics = diagnostics;
  }

  /** Checks the types of what a machine was given. */
  static void check(@Nullable Expr costs, @Nullable Expr clusters, ExprChecker exprs) {
    if (costs != null) {
      checkCosts(costs, exprs);
    }
    if (clusters != null) {
      checkClusters(clusters, exprs);
    }
  }

  private static void checkCosts(Expr costs, ExprChecker exprs) {
    if (!(costs instanceof Expr.RecordLit record)) {
      exprs.infer(costs, null);
      exprs.report(
          Diagnostic.error(Code.TYPE_MISMATCH, costs.span(), "`costs` names durations")
              .help("write `costs: {switch: 1us, ipi: 200ns..=400ns}`"));
      return;
    }
    for (Expr.RecordLit.Field field : record.fields()) {
      isKnown(field, "the cost", COSTS, exprs);
      Type type = exprs.value(field.value(), Type.DURATION);
      boolean isRange = type instanceof Type.RangeOf range && range.element() == Type.DURATION;
      if (type != Type.DURATION && !isRange && type != Type.ERROR) {
        exprs.wrong(field.value(), Problems.mismatch(field.value(), Type.DURATION, type));
      }
    }
  }

  private static void checkClusters(Expr clusters, ExprChecker exprs) {
    if (!(clusters instanceof Expr.ListLit list)) {
      exprs.infer(clusters, null);
      exprs.report(noClusters(clusters));
      return;
    }
    for (Expr element : list.elements()) {
      if (!(element instanceof Expr.RecordLit record)) {
        exprs.infer(element, null);
        exprs.report(noClusters(element));
        continue;
      }
      for (Expr.RecordLit.Field field : record.fields()) {
        isKnown(field, "the field", CLUSTER, exprs);
        Type type =
            switch (field.name().text()) {
              case "name" -> Type.STRING;
              case "harts" -> Type.INT;
              default -> Type.FLOAT;
            };
        exprs.check(field.value(), type);
      }
    }
  }

  private static Diagnostic.Builder noClusters(Expr expr) {
    return Diagnostic.error(Code.TYPE_MISMATCH, expr.span(), "`clusters` lists records")
        .help("write `clusters: [{name: \"big\", harts: 2, speed: 1.0}, {name: \"little\", harts: 2, speed: 0.5}]`");
  }

  private static void isKnown(Expr.RecordLit.Field field, String what, List<String> names, ExprChecker exprs) {
    if (!names.contains(field.name().text())) {
      exprs.report(Problems.unknown(Code.UNKNOWN_ARGUMENT, field.name().span(), what, field.name().text(), names));
    }
  }

  /** What things cost. */
  Costs costs(@Nullable Expr expr) {
    Map<String, Cost> found = new LinkedHashMap<>();
    if (expr instanceof Expr.RecordLit record) {
      for (Expr.RecordLit.Field field : record.fields()) {
        found.put(field.name().text(), cost(field.value()));
      }
    }
    List<Cost> all = COSTS.stream().map(name -> found.getOrDefault(name, Cost.NONE)).toList();
    return new Costs(all.get(0), all.get(1), all.get(2), all.get(3), all.get(4));
  }

  private Cost cost(Expr expr) {
    ConstantValue value = values.evaluate(expr);
    if (value instanceof ConstantValue.OfDuration duration) {
      return cost(expr, duration.ns(), duration.ns());
    }
    if (value instanceof ConstantValue.OfRange range
        && range.from() instanceof ConstantValue.OfDuration from
        && range.to() instanceof ConstantValue.OfDuration to) {
      return cost(expr, from.ns(), range.inclusive() ? to.ns() : to.ns() - 1);
    }
    return Cost.NONE;
  }

  private Cost cost(Expr expr, long leastNs, long mostNs) {
    if (leastNs < 0) {
      diagnostics.add(Problems.outOfRange(expr.span(), "a cost is 0ns or more, not " + Durations.text(leastNs)));
      return Cost.NONE;
    }
    if (mostNs < leastNs) {
      diagnostics.add(Problems.outOfRange(expr.span(), "this range is empty"));
      return Cost.NONE;
    }
    return new Cost(leastNs, mostNs);
  }

  /** The speeds of all harts by number, cluster after cluster; empty where there are no clusters. */
  List<Speed> speeds(@Nullable Expr expr) {
    List<Speed> speeds = new ArrayList<>();
    if (expr instanceof Expr.ListLit list) {
      list.elements().forEach(element -> cluster((Expr.RecordLit) element, speeds));
    }
    return speeds;
  }

  private void cluster(Expr.RecordLit record, List<Speed> speeds) {
    long harts = 0;
    Speed speed = Speed.FULL;
    for (Expr.RecordLit.Field field : record.fields()) {
      ConstantValue value = values.evaluate(field.value());
      if (field.name().text().equals("harts") && value instanceof ConstantValue.OfInt count) {
        harts = count.value();
      } else if (field.name().text().equals("speed")) {
        speed = speed(field.value(), value);
      }
    }
    if (harts < 1 || harts > MachineConfig.MAX_HARTS - speeds.size()) {
      diagnostics.add(
          Problems.outOfRange(
              record.span(),
              "a cluster has 1 hart or more, and all have " + MachineConfig.MAX_HARTS + " at most, not "
                  + harts));
      return;
    }
    for (long hart = 0; hart < harts; hart++) {
      speeds.add(speed);
    }
  }

  private Speed speed(Expr expr, @Nullable ConstantValue value) {
    if (!(value instanceof ConstantValue.OfFloat) && !(value instanceof ConstantValue.OfInt)) {
      return Speed.FULL;
    }
    double number =
        value instanceof ConstantValue.OfFloat real ? real.value() : ((ConstantValue.OfInt) value).value();
    BigDecimal exact = Double.isFinite(number) ? BigDecimal.valueOf(number).stripTrailingZeros() : BigDecimal.ZERO;
    if (exact.signum() <= 0 || exact.scale() > SPEED_DIGITS || exact.compareTo(FASTEST) > 0) {
      diagnostics.add(
          Problems.outOfRange(expr.span(), "a speed is 0.001 to 1000 with at most 3 decimals, not " + number));
      return Speed.FULL;
    }
    int thousandths = exact.movePointRight(SPEED_DIGITS).intValueExact();
    int common = BigInteger.valueOf(thousandths).gcd(BigInteger.valueOf(1_000)).intValue();
    return new Speed(thousandths / common, 1_000 / common);
  }

  /** How long a queued task waits before it goes up by a class; that needs classes to go by. */
  long agingNs(Reader reader, String scheduler) {
    Expr expr = reader.expr("aging");
    if (expr == null) {
      return Column.NEVER;
    }
    if (!scheduler.equals("qos")) {
      diagnostics.add(
          Problems.outOfRange(expr.span(), "`aging` promotes by classes, which \"" + scheduler + "\" does not go by")
              .help("leave it out, or leave out `scheduler`"));
    }
    return reader.durationNs("aging", Column.NEVER, 1);
  }
}
