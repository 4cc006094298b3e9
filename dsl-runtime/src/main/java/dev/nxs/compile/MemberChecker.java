// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what stands behind a dot: fields of records, lengths, numbers of distributions. */
final class MemberChecker {
  private static final List<String> STATISTICS =
      List.of("count", "min", "max", "mean", "p50", "p90", "p99", "percentile");

  private static final List<String> UNITS = List.of("ns", "us", "ms", "s", "min");

  private final Setting setting;
  private final ExprChecker exprs;
  private final NameChecker names;

  MemberChecker(Setting setting, ExprChecker exprs, NameChecker names) {
    this.setting = setting;
    this.exprs = exprs;
    this.names = names;
  }

  Type check(Expr.Member expr) {
    String imported = names.imported(expr);
    if (imported != null) {
      return imported(expr, imported);
    }
    Type target = exprs.value(expr.target(), null);
    String name = expr.member().text();
    if (target == Type.ERROR) {
      return Type.ERROR;
    }
    if (target instanceof Type.RecordOf record) {
      return field(expr, record, name);
    }
    boolean hasLength = target == Type.STRING || target instanceof Type.ListOf;
    if (hasLength && name.equals("length")) {
      setting.tables().member(expr, new MemberAccess.Length());
      return Type.INT;
    }
    Statistic statistic = target == Type.DISTRIBUTION ? statistic(name) : null;
    if (statistic != null) {
      setting.tables().member(expr, new MemberAccess.Stat(statistic));
      return statistic.type();
    }
    exprs.report(unknown(expr, target));
    return Type.ERROR;
  }

  private Type imported(Expr.Member expr, String name) {
    if (setting.names().lookup(name) instanceof Binding.Constant constant) {
      setting.tables().member(expr, new MemberAccess.Imported(constant.symbol()));
      return constant.symbol().type();
    }
    if (setting.names().function(name) != null) {
      exprs.report(
          Diagnostic.error(Code.UNKNOWN_NAME, expr.span(), "`" + name + "` is a call, not a value")
              .help("call it: `" + name + "(…)`"));
    } else {
      List<String> candidates = new ArrayList<>();
      setting.names().addNames(candidates);
      exprs.report(Problems.unknown(Code.UNKNOWN_NAME, expr.span(), "the name", name, candidates));
    }
    return Type.ERROR;
  }

  private Type field(Expr.Member expr, Type.RecordOf record, String name) {
    List<String> names = new ArrayList<>(record.fields().keySet());
    int index = names.indexOf(name);
    if (index < 0) {
      exprs.report(unknown(expr, record));
      return Type.ERROR;
    }
    setting.tables().member(expr, new MemberAccess.Field(index));
    return record.fields().getOrDefault(name, Type.ERROR);
  }

  private static @Nullable Statistic statistic(String name) {
    return switch (name) {
      case "count" -> Statistic.COUNT;
      case "min" -> Statistic.MIN;
      case "max" -> Statistic.MAX;
      case "mean" -> Statistic.MEAN;
      case "p50" -> Statistic.percentile(50_000);
      case "p90" -> Statistic.percentile(90_000);
      case "p99" -> Statistic.percentile(99_000);
      default -> null;
    };
  }

  /** A member that the value does not have, or one that must be called. */
  Diagnostic.Builder unknown(Expr.Member expr, Type target) {
    String name = expr.member().text();
    List<String> members = new ArrayList<>();
    if (target instanceof Type.RecordOf record) {
      members.addAll(record.fields().keySet());
    } else if (target == Type.STRING) {
      members.addAll(List.of("length", "contains", "starts_with"));
    } else if (target instanceof Type.ListOf) {
      members.add("length");
    } else if (target == Type.DISTRIBUTION) {
      members.addAll(STATISTICS);
    }
    Diagnostic.Builder problem =
        Diagnostic.error(
            Code.UNKNOWN_MEMBER,
            expr.member().span(),
            members.isEmpty()
                ? Types.withArticle(target) + " has no members"
                : what(target) + " has no member `" + name + "`");
    String meant = Problems.didYouMean(name, members);
    if (members.contains(name)) {
      problem.help("call it: `." + name + "(…)`");
    } else if (expr.target() instanceof Expr.IntLit && UNITS.contains(name)) {
      problem.help("a duration has no dot: `" + Problems.excerpt(expr.target()) + name + "`");
    } else if (members.isEmpty() && (Builtin.named(name) != null || Query.named(name) != null)) {
      problem.help("calls take it as an argument: `" + name + "(" + Problems.excerpt(expr.target()) + ")`");
    } else if (name.equals("value") && members.contains("ok")) {
      problem.note("the call gives no value");
    } else if (meant == null && !members.isEmpty()) {
      problem.help("its members are " + quoted(members));
    } else if (meant == null && target == Type.TASK) {
      List<String> queries = Arrays.stream(Query.values()).map(Query::text).toList();
      String holding = queries.stream().filter(query -> query.contains(name)).findFirst().orElse(null);
      String query = holding == null ? Suggest.closest(name, queries) : holding;
      problem.help("ask a query: `" + (query == null ? "state" : query) + "(" + Problems.excerpt(expr.target()) + ")`");
    } else {
      problem.help(meant);
    }
    return problem;
  }

  private static String what(Type type) {
    return type instanceof Type.RecordOf ? "the record" : Types.withArticle(type);
  }

  private static String quoted(List<String> words) {
    return "`" + String.join("`, `", words) + "`";
  }
}
