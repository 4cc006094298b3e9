// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.kernel.user.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The index of the language reference is what the tables of calls say, from which checker and completion read, too; with
 * {@code -Dnxs.bless=true} it is written anew.
 */
class CallIndexTest {
  private static final Path PAGE = Path.of("../docs/language.md");
  private static final String HEAD = "## Index of calls, queries and arguments\n";

  @Test
  void theIndexOfTheReferenceIsThatOfTheTables() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(HEAD);
    assertThat(start).isPositive();
    int end = page.indexOf("\n## ", start + HEAD.length());
    String behind = end < 0 ? "" : page.substring(end);
    String wanted = page.substring(0, start) + HEAD + index() + behind;
    if (Boolean.getBoolean("nxs.bless")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(Files.readString(PAGE)).as("bless with -Dnxs.bless=true").isEqualTo(wanted);
  }

  private static String index() {
    StringBuilder out = new StringBuilder();
    out.append("\nMade from the tables in the code by a test. `?` marks what may be left out. T: tasks, programs and the");
    out.append(" jobs of\ntimers; A: acts of the world; E: expressions everywhere.\n");
    out.append("\n| call | where | gives | errors | what it does |\n|---|---|---|---|---|\n");
    for (Builtin call : Builtin.values()) {
      out.append("| `").append(call.text()).append(signature(call.parameters())).append('`');
      out.append(" | ").append(where(call)).append(" | ");
      out.append(gives(call.result())).append(" | ");
      out.append(call.errors().stream().map(Errno::name).collect(Collectors.joining(", ")));
      out.append(" | ").append(call.doc()).append(" |\n");
    }
    out.append("\n| query | gives | what it tells |\n|---|---|---|\n");
    for (Query query : Query.values()) {
      out.append("| `").append(query.text()).append(signature(query.parameters())).append('`');
      out.append(" | ").append(gives(query.result()));
      out.append(" | ").append(query.doc()).append(" |\n");
    }
    out.append("\n| fault, for `inject` | what happens |\n|---|---|\n");
    for (FaultCall fault : FaultCall.values()) {
      out.append("| `").append(fault.text()).append(signature(fault.parameters())).append("` | ");
      out.append(fault.doc()).append(" |\n");
    }
    out.append("\n| argument of | | type | if left out | what it says |\n|---|---|---|---|---|\n");
    for (Declaration declaration : Declaration.values()) {
      for (ArgumentSpec argument : declaration.arguments()) {
        out.append("| `").append(declaration.text()).append("` | `").append(argument.name()).append("` | ");
        out.append(argument.type() == null ? "" : argument.type().text()).append(" | ");
        out.append(argument.fallback().isEmpty() ? "must be given" : "`" + argument.fallback() + "`").append(" | ");
        out.append(argument.doc()).append(" |\n");
      }
    }
    return out.toString();
  }

  private static String signature(List<CallParameter> parameters) {
    return parameters.stream()
        .map(
            parameter ->
                parameter.name()
                    + (parameter.isOptional() ? "?" : "")
                    + (parameter.type() == Type.ANY ? "" : ": " + parameter.type().text())
                    + (parameter.repeated() ? ", …" : ""))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String where(Builtin call) {
    if (call.allowedIn(Builtin.Place.OBSERVING)) {
      return "E";
    }
    String tasks = call.allowedIn(Builtin.Place.TASK) ? "T" : "";
    return call.allowedIn(Builtin.Place.ACT) ? tasks + "A" : tasks;
  }

  private static String gives(Type type) {
    return type == Type.VOID ? "" : type == Type.ANY ? "a value" : type.text();
  }
}
