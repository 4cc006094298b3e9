// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.ast.Name;
import dev.nxs.syntax.ast.TypeRef;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a type as it is written to the type that it means. */
final class TypeNames {
  private static final Map<String, Type> SIMPLE = simple();

  private TypeNames() {}

  /** The type, {@link Type#ERROR} after a diagnostic. */
  static Type resolve(TypeRef written, Diagnostics diagnostics) {
    boolean isList = written.name().equals("list");
    if (isList || written.name().equals("range")) {
      return structured(written, isList, diagnostics);
    }
    if (written.name().equals("record")) {
      return record(written, diagnostics);
    }
    Type type = SIMPLE.get(written.name());
    if (type == null) {
      List<String> names = new ArrayList<>(SIMPLE.keySet());
      names.add("list");
      names.add("range");
      String habit = Habits.type(written.name());
      Diagnostic.Builder problem = Problems.unknown(Code.UNKNOWN_TYPE, written.span(), "the type", written.name(), names);
      diagnostics.add(habit == null ? problem : problem.help("did you mean `" + habit + "`?"));
      return Type.ERROR;
    }
    if (!written.arguments().isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
              Code.UNKNOWN_TYPE, written.span(), "the type `" + written.name() + "` has nothing between `<` and `>`"));
    }
    return type;
  }

  private static Type record(TypeRef written, Diagnostics diagnostics) {
    if (written.fields().isEmpty()) {
      diagnostics.add(
          Diagnostic.error(Code.UNKNOWN_TYPE, written.span(), "the type of a record names its fields")
              .help("write `{name: string, at: duration}`"));
      return Type.ERROR;
    }
    Map<String, Type> fields = new LinkedHashMap<>();
    for (int i = 0; i < written.fields().size(); i++) {
      Name name = written.fields().get(i);
      if (fields.put(name.text(), resolve(written.arguments().get(i), diagnostics)) != null) {
        diagnostics.add(
            Diagnostic.error(Code.DUPLICATE_NAME, name.span(), "the field `" + name.text() + "` stands twice"));
      }
    }
    return new Type.RecordOf(fields);
  }

  private static Type structured(TypeRef written, boolean isList, Diagnostics diagnostics) {
    if (written.arguments().size() != 1) {
      diagnostics.add(
          Diagnostic.error(Code.UNKNOWN_TYPE, written.span(), "`" + written.name() + "` needs the type of its elements")
              .help("write `" + written.name() + "<int>`"));
      return Type.ERROR;
    }
    Type element = resolve(written.arguments().get(0), diagnostics);
    if (isList) {
      return new Type.ListOf(element);
    }
    if (element != Type.ERROR && !Operators.isNumber(element) && element != Type.DURATION) {
      diagnostics.add(
          Diagnostic.error(
              Code.UNKNOWN_TYPE, written.span(), "a range is of int, float or duration, not of " + element.text()));
      return Type.ERROR;
    }
    return new Type.RangeOf(element);
  }

  private static Map<String, Type> simple() {
    Map<String, Type> types = new LinkedHashMap<>();
    for (Type type :
        List.of(
            Type.INT, Type.FLOAT, Type.DURATION, Type.BOOL, Type.STRING, Type.QOS, Type.ERRNO, Type.TASK, Type.HART,
            Type.ENDPOINT, Type.MUTEX, Type.EVENT, Type.BARRIER, Type.TIMER)) {
      types.put(type.text(), type);
    }
    return types;
  }
}
