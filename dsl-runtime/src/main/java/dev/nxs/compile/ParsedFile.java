// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.ast.Expr;
import dev.nxs.syntax.ast.SourceFile;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Label;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree without syntax errors with the files that it imports. Each file is there once, however many import it, so two
 * are the same only if they are the same object.
 */
public final class ParsedFile {
  private final SourceFile tree;
  private final List<Import> imports;
  private final List<TopLevel.Import> way;
  private final IdentityHashMap<Expr.Call, Source> loaded = new IdentityHashMap<>();

  /** An import and the file that it leads to. */
  public record Import(TopLevel.Import node, ParsedFile file) {}

  /**
   * A file whose imports are read already.
   *
   * @param imports in file order
   * @param way the imports that led here first, the outermost first; empty for the file that was given
   */
  public ParsedFile(SourceFile tree, List<Import> imports, List<TopLevel.Import> way) {
    this.tree = tree;
    this.imports = List.copyOf(imports);
    this.way = List.copyOf(way);
  }

  /** Adds the text that a {@code load(…)} of the file leads to, before the file is checked. */
  public void add(Expr.Call load, Source text) {
    loaded.put(load, text);
  }

  /** The text that a {@code load(…)} leads to; null where there is none, which has been reported. */
  @Nullable Source loaded(Expr.Call load) {
    return loaded.get(load);
  }

  public SourceFile tree() {
    return tree;
  }

  public Source source() {
    return tree.span().source();
  }

  public List<Import> imports() {
    return imports;
  }

  /** This file and all that it imports, each once and behind those that it imports itself. */
  public List<ParsedFile> all() {
    List<ParsedFile> files = new ArrayList<>();
    collect(files);
    return files;
  }

  private void collect(List<ParsedFile> files) {
    for (Import imported : imports) {
      if (!files.contains(imported.file())) {
        imported.file().collect(files);
      }
    }
    if (!files.contains(this)) {
      files.add(this);
    }
  }

  /** What was found here or in an imported file, the latter with the way there. */
  public Diagnostic withWay(Diagnostic diagnostic) {
    for (ParsedFile file : all()) {
      if (diagnostic.primary() != null && diagnostic.primary().span().source() == file.source()) {
        return withWay(diagnostic, file.way);
      }
    }
    return diagnostic;
  }

  /**
   * A diagnostic with the way to its file.
   *
   * @param way the imports that lead there, the outermost first
   */
  public static Diagnostic withWay(Diagnostic diagnostic, List<TopLevel.Import> way) {
    if (way.isEmpty()) {
      return diagnostic;
    }
    List<Label> secondary = new ArrayList<>(diagnostic.secondary());
    for (int i = way.size() - 1; i >= 0; i--) {
      Label step = new Label(way.get(i).path().span(), "imported here");
      if (!secondary.contains(step)) {
        secondary.add(step);
      }
    }
    return new Diagnostic(
        diagnostic.code(),
        diagnostic.severity(),
        diagnostic.message(),
        diagnostic.primary(),
        List.copyOf(secondary),
        diagnostic.notes(),
        diagnostic.help());
  }
}
