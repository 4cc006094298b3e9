// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Prints a document into lines of a width. It keeps its own stack, so no document is too deep for it. */
final class Printer {
  /** What is still to be printed: a part, how far its lines are indented, and whether the group around it is broken. */
  private record Task(int indent, boolean broken, Doc doc) {}

  private final int width;
  private final StringBuilder out = new StringBuilder();
  private final Deque<Task> tasks = new ArrayDeque<>();
  private final List<Integer> comments = new ArrayList<>();
  private int column;
  private boolean lineStart = true;
  private int indent;

  private Printer(int width) {
    this.width = width;
  }

  static String print(Doc doc, int width) {
    Printer printer = new Printer(width);
    printer.run(doc);
    return printer.aligned();
  }

  private void run(Doc doc) {
    tasks.push(new Task(0, true, doc));
    while (!tasks.isEmpty()) {
      Task task = tasks.pop();
      Doc next = task.doc;
      if (next instanceof Doc.Text text) {
        text(text.text());
      } else if (next instanceof Doc.Line line) {
        if (task.broken) {
          newLine(task.indent);
        } else {
          text(line.flat());
        }
      } else if (next instanceof Doc.Hard) {
        newLine(task.indent);
      } else if (next instanceof Doc.Blank) {
        newLine(task.indent);
        out.append('\n');
      } else if (next instanceof Doc.Trailing trailing) {
        trailing(trailing.comment());
      } else if (next instanceof Doc.Indent inner) {
        tasks.push(new Task(task.indent + inner.by(), task.broken, inner.content()));
      } else if (next instanceof Doc.Row row) {
        for (int i = row.parts().size() - 1; i >= 0; i--) {
          tasks.push(new Task(task.indent, task.broken, row.parts().get(i)));
        }
      } else if (next instanceof Doc.Group group) {
        boolean broken = group.forced() || (task.broken && !fits(group.content()));
        tasks.push(new Task(task.indent, broken, group.content()));
      }
    }
    newLine(0);
  }

  private void text(String text) {
    if (lineStart && text.isBlank()) {
      return;
    }
    if (lineStart) {
      out.append(" ".repeat(indent));
      column = indent;
      lineStart = false;
    }
    out.append(text);
    int lastLine = text.lastIndexOf('\n');
    column = lastLine < 0 ? column + length(text) : length(text.substring(lastLine + 1));
  }

  private void trailing(String comment) {
    if (!lineStart) {
      boolean closes = comment.startsWith("/*"); // it may stand between words, too, and looks the same there
      if (!closes) {
        comments.add(out.length());
      }
      out.append(closes ? " " : "  ");
    }
    text(comment);
  }

  /** Ends a line, unless nothing stands on it; where the next one begins, who asks last decides. */
  private void newLine(int nextIndent) {
    if (!lineStart) {
      out.append('\n');
      lineStart = true;
    }
    indent = nextIndent;
  }

  /** Whether a part fits on the rest of the line, with what follows it up to the next possible line end. */
  private boolean fits(Doc doc) {
    int room = width - (lineStart ? indent : column);
    Deque<Task> ahead = new ArrayDeque<>();
    ahead.push(new Task(0, false, doc));
    Iterator<Task> rest = tasks.iterator();
    while (room >= 0) {
      if (ahead.isEmpty()) {
        if (!rest.hasNext()) {
          return true;
        }
        ahead.push(rest.next());
      }
      Task task = ahead.pop();
      Doc next = task.doc;
      if (next instanceof Doc.Text text) {
        int lineEnd = text.text().indexOf('\n');
        if (lineEnd >= 0) {
          return length(text.text().substring(0, lineEnd)) <= room;
        }
        room -= length(text.text());
      } else if (next instanceof Doc.Line line) {
        if (task.broken) {
          return true;
        }
        room -= length(line.flat());
      } else if (next instanceof Doc.Hard || next instanceof Doc.Blank || next instanceof Doc.Trailing) {
        return true;
      } else if (next instanceof Doc.Indent inner) {
        ahead.push(new Task(0, task.broken, inner.content()));
      } else if (next instanceof Doc.Row row) {
        for (int i = row.parts().size() - 1; i >= 0; i--) {
          ahead.push(new Task(0, task.broken, row.parts().get(i)));
        }
      } else if (next instanceof Doc.Group group) {
        ahead.push(new Task(0, task.broken, group.content()));
      }
    }
    return false;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The output with the comments at the ends of lines that follow each other in one column. */
  private String aligned() {
    StringBuilder result = new StringBuilder(out.length());
    int from = 0;
    int first = 0;
    while (first < comments.size()) {
      int last = first;
      while (last + 1 < comments.size() && isNextLine(comments.get(last), comments.get(last + 1))) {
        last++;
      }
      int widest = 0;
      for (int i = first; i <= last; i++) {
        widest = Math.max(widest, columnOf(comments.get(i)));
      }
      for (int i = first; i <= last; i++) {
        int at = comments.get(i);
        result.append(out, from, at).append(" ".repeat(widest - columnOf(at)));
        from = at;
      }
      first = last + 1;
    }
    return result.append(out, from, out.length()).toString();
  }

  private boolean isNextLine(int place, int later) {
    int lineEnd = out.indexOf("\n", place);
    return lineEnd < later && out.lastIndexOf("\n", later) == lineEnd;
  }

  private int columnOf(int place) {
    int start = out.lastIndexOf("\n", place - 1) + 1;
    return out.codePointCount(start, place);
  }
}
