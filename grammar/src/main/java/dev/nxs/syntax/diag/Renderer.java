// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.diag;

import dev.nxs.syntax.LineTable;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes diagnostics for people: code and message, the place, the lines with their marks, notes and help. The form is
 * that of the Rust compiler, which many know.
 *
 * <p>A span over several lines is marked on its first. Nothing that a source holds reaches the output as a control
 * character, and no line of the output grows with a line of the source.
 */
public final class Renderer {
  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String BLUE = "\u001b[1;34m";

  private final boolean colored;

  private Renderer(boolean colored) {
    this.colored = colored;
  }

  /** Writes plain text. */
  public static Renderer plain() {
    return new Renderer(false);
  }

  /** Writes text with the colours of ANSI terminals. */
  public static Renderer colored() {
    return new Renderer(true);
  }

  /** A text of a script or of a run as one line that is safe to print: what would act on a terminal is made visible. */
  public static String visible(String text) {
    return Glyphs.visible(text);
  }

  /** Several diagnostics with an empty line between them. */
  public String render(List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      out.append(out.isEmpty() ? "" : "\n").append(render(diagnostic));
    }
    return out.toString();
  }

  /** One diagnostic; every line ends with a line feed. */
  public String render(Diagnostic diagnostic) {
    return new Page(diagnostic).write();
  }

  /** A diagnostic while it is written. */
  private final class Page {
    private final Diagnostic diagnostic;
    private final String accent;
    private final StringBuilder out = new StringBuilder();
    private final List<Label> labels = new ArrayList<>();
    private final int gutter;

    Page(Diagnostic diagnostic) {
      this.diagnostic = diagnostic;
      accent = diagnostic.severity() == Severity.ERROR ? RED : YELLOW;
      Label primary = diagnostic.primary();
      if (primary != null) {
        labels.add(primary);
      }
      labels.addAll(diagnostic.secondary());
      int lastLine = 1;
      for (Label label : labels) {
        lastLine = Math.max(lastLine, lineOf(label));
      }
      gutter = Integer.toString(lastLine).length() + 2;
    }

    String write() {
      String head = diagnostic.severity().text() + "[" + diagnostic.code().id() + "]";
      out.append(paint(accent, head)).append(paint(BOLD, ": " + Glyphs.visible(diagnostic.message()))).append('\n');
      byFile().forEach(this::writeFile);
      boolean advice = !diagnostic.notes().isEmpty() || diagnostic.help() != null;
      if (advice && !labels.isEmpty()) {
        writeGutter("");
        out.append('\n');
      }
      diagnostic.notes().forEach(note -> writeAdvice("note", note));
      String help = diagnostic.help();
      if (help != null) {
        writeAdvice("help", help);
      }
      return out.toString();
    }

    private void writeAdvice(String kind, String text) {
      out.append(" ".repeat(gutter)).append(paint(BLUE, "= ")).append(paint(BOLD, kind)).append(": ");
      out.append(Glyphs.visible(text)).append('\n');
    }

    /** The file of the primary place first, since it is the first label. */
    private Map<Source, List<Label>> byFile() {
      Map<Source, List<Label>> files = new LinkedHashMap<>();
      for (Label label : labels) {
        files.computeIfAbsent(label.span().source(), s -> new ArrayList<>()).add(label);
      }
      return files;
    }

    private void writeFile(Source source, List<Label> inFile) {
      boolean primary = inFile.get(0).equals(diagnostic.primary());
      String arrow = primary ? "--> " : "::: ";
      out.append(" ".repeat(gutter - 1)).append(paint(BLUE, arrow));
      out.append(Glyphs.visible(inFile.get(0).span().place())).append('\n');
      writeGutter("");
      out.append('\n');
      List<Integer> lines = inFile.stream().map(this::lineOf).distinct().sorted().toList();
      int previous = lines.get(0);
      for (int line : lines) {
        if (line - previous == 2) {
          writeLine(source, previous + 1, List.of());
        } else if (line - previous > 2) {
          out.append(paint(BLUE, "...")).append('\n');
        }
        writeLine(source, line, inFile.stream().filter(label -> lineOf(label) == line).toList());
        previous = line;
      }
    }

    private void writeLine(Source source, int line, List<Label> onLine) {
      int focus = onLine.isEmpty() ? source.lines().startOf(line) : onLine.get(0).span().start();
      Excerpt excerpt = new Excerpt(source, line, focus);
      writeGutter(Integer.toString(line));
      out.append(excerpt.shown().isEmpty() ? "" : " " + excerpt.shown()).append('\n');
      List<Label> shown =
          onLine.stream()
              .filter(label -> excerpt.shows(label.span()))
              .sorted(Comparator.comparingInt((Label label) -> label.span().start()))
              .toList();
      if (!shown.isEmpty()) {
        writeMarks(excerpt, shown);
      }
    }

    /** All marks of a line in one row, with the word of the last one behind it; the words of others stand below. */
    private void writeMarks(Excerpt excerpt, List<Label> shown) {
      writeGutter("");
      out.append(' ');
      int column = 0;
      for (Label label : shown) {
        int start = Math.max(column, excerpt.columnOf(label.span()));
        int end = excerpt.columnOf(label.span()) + excerpt.widthOf(label.span());
        boolean primary = label.equals(diagnostic.primary());
        out.append(" ".repeat(start - column));
        out.append(paint(colorOf(label), (primary ? "^" : "-").repeat(Math.max(0, end - start))));
        column = Math.max(column, end);
      }
      Label last = shown.get(shown.size() - 1);
      out.append(last.text().isEmpty() ? "" : " " + paint(colorOf(last), Glyphs.visible(last.text()))).append('\n');
      for (int i = shown.size() - 2; i >= 0; i--) {
        Label label = shown.get(i);
        if (!label.text().isEmpty()) {
          writeGutter("");
          out.append(" ".repeat(excerpt.columnOf(label.span()) + 1));
          out.append(paint(colorOf(label), Glyphs.visible(label.text()))).append('\n');
        }
      }
    }

    private String colorOf(Label label) {
      return label.equals(diagnostic.primary()) ? accent : BLUE;
    }

    private void writeGutter(String number) {
      String text = " ".repeat(gutter - 1 - number.length()) + number + " |";
      out.append(paint(BLUE, text));
    }

    private int lineOf(Label label) {
      LineTable lines = label.span().source().lines();
      Span span = label.span();
      return lines.line(span.start());
    }

    private String paint(String color, String text) {
      return colored ? color + text + RESET : text;
    }
  }
}
