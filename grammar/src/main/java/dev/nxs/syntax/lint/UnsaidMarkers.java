// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.lint;

import dev.nxs.syntax.ast.EventPattern;
import dev.nxs.syntax.ast.Expectation;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.ScenarioItem;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Expectations of lines that no task of the file writes, most often a slip of the pen. Lines of services and of the
 * machine begin with a name and a colon; a file that imports may have tasks that are not seen here. Of both nothing is
 * said.
 */
final class UnsaidMarkers {
  private static final Pattern FAMILY = Pattern.compile("^[\\w.-]+:.*");

  private final List<Pattern> said = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private boolean known = true;

  private UnsaidMarkers() {}

  static List<Finding> find(SourceFile file, TopLevel.Scenario scenario) {
    UnsaidMarkers markers = new UnsaidMarkers();
    for (TopLevel item : file.items()) {
      markers.known &= !(item instanceof TopLevel.Import);
      if (item instanceof TopLevel.Program) {
        markers.collect(item);
      }
    }
    markers.collect(scenario);
    List<Finding> findings = new ArrayList<>();
    if (markers.known) {
      for (ScenarioItem item : scenario.items()) {
        if (item instanceof ScenarioItem.ExpectBlock block) {
          block.items().forEach(expectation -> markers.check(expectation, findings));
        }
      }
    }
    return findings;
  }

  private void collect(Object node) {
    for (Expr.Call call : Nodes.all(node, Expr.Call.class)) {
      if (call.callee() instanceof Expr.NameExpr name && name.name().equals("mark")) {
        boolean literal = call.arguments().size() == 1 && call.arguments().get(0).value() instanceof Expr.StringLit;
        known &= literal;
        if (literal) {
          add((Expr.StringLit) call.arguments().get(0).value());
        }
      }
    }
  }

  private void add(Expr.StringLit text) {
    StringBuilder pattern = new StringBuilder();
    StringBuilder plain = new StringBuilder();
    for (Expr.StringLit.Part part : text.parts()) {
      if (part instanceof Expr.StringLit.Text piece) {
        pattern.append(Pattern.quote(piece.value()));
        plain.append(piece.value());
      } else {
        pattern.append(".*");
      }
    }
    said.add(Pattern.compile(pattern.toString(), Pattern.DOTALL));
    texts.add(plain.toString());
  }

  /** Only of lines that must come: that something never comes is the point of `never`. */
  private void check(Expectation expectation, List<Finding> findings) {
    Expectation.Form form = expectation.form();
    boolean wanted =
        form instanceof Expectation.Occurs
            || form instanceof Expectation.Order
            || (form instanceof Expectation.Group group && group.kind() == Expectation.Group.Kind.ALL)
            || (form instanceof Expectation.WheneverThen);
    if (!wanted || expectation.xfail() != null) {
      return;
    }
    for (EventPattern.Marker marker : Nodes.all(form, EventPattern.Marker.class)) {
      String text = marker.text() instanceof Expr.StringLit literal ? literal.constant() : null;
      boolean plain = marker.match() == EventPattern.Marker.Match.EXACT;
      if (plain && text != null && !FAMILY.matcher(text).matches() && said.stream().noneMatch(p -> p.matcher(text).matches())) {
        String near = Suggest.closest(text, texts);
        findings.add(
            new Finding(
                Diagnostic.warning(Code.UNSAID_MARKER, marker.span(), "no task writes this line")
                    .help(near == null ? "`mark(\"" + text + "\")` would" : "did you mean `marker \"" + near + "\"`?")
                    .build(),
                null));
      }
    }
  }
}
