// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The unified difference of two texts, as {@code diff -u} writes it and {@code patch} reads it.
 *
 * <p>Between what both begin and end with, a longest common subsequence of lines is kept. Where the rest is so large that
 * the table for it would be out of proportion, it counts as changed altogether.
 */
final class Diff {
  private static final int CONTEXT = 3;
  private static final int LARGEST_TABLE = 4_000_000;

  /** A line and what becomes of it: kept ({@code ' '}), left out or put in. */
  private record Edit(char kind, String line) {}

  private final List<String> before;
  private final List<String> after;
  private final List<Edit> edits = new ArrayList<>();

  private Diff(String before, String after) {
    this.before = lines(before);
    this.after = lines(after);
  }

  /** The difference with its head; empty where there is none. */
  static String unified(String name, String before, String after) {
    Diff diff = new Diff(before, after);
    diff.compare();
    String hunks = diff.hunks();
    return hunks.isEmpty() ? "" : "--- " + name + "\n+++ " + name + "\n" + hunks;
  }

  /** Lines with their ends, so that a missing one at the end of the text is a difference. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, end));
      start = end;
    }
    return lines;
  }

  private void compare() {
    int head = 0;
    while (head < before.size() && head < after.size() && before.get(head).equals(after.get(head))) {
      head++;
    }
    int endBefore = before.size();
    int endAfter = after.size();
    while (endBefore > head && endAfter > head && before.get(endBefore - 1).equals(after.get(endAfter - 1))) {
      endBefore--;
      endAfter--;
    }
    before.subList(0, head).forEach(line -> edits.add(new Edit(' ', line)));
    middle(before.subList(head, endBefore), after.subList(head, endAfter));
    before.subList(endBefore, before.size()).forEach(line -> edits.add(new Edit(' ', line)));
  }

  private void middle(List<String> a, List<String> b) {
    int i = 0;
    int j = 0;
    if ((long) a.size() * b.size() <= LARGEST_TABLE) {
      int[][] common = common(a, b);
      while (i < a.size() && j < b.size()) {
        if (a.get(i).equals(b.get(j))) {
          edits.add(new Edit(' ', a.get(i)));
          i++;
          j++;
        } else if (common[i + 1][j] >= common[i][j + 1]) {
          edits.add(new Edit('-', a.get(i++)));
        } else {
          edits.add(new Edit('+', b.get(j++)));
        }
      }
    }
    a.subList(i, a.size()).forEach(line -> edits.add(new Edit('-', line)));
    b.subList(j, b.size()).forEach(line -> edits.add(new Edit('+', line)));
  }

  /** How long a common subsequence the rests from each pair of lines on have. */
  private static int[][] common(List<String> a, List<String> b) {
    int[][] common = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        common[i][j] =
            a.get(i).equals(b.get(j)) ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }

  private String hunks() {
    StringBuilder out = new StringBuilder();
    int i = 0;
    int lineBefore = 1;
    int lineAfter = 1;
    while (i < edits.size()) {
      int next = nextChange(i);
      if (next == edits.size()) {
        break;
      }
      int start = Math.max(i, next - CONTEXT);
      lineBefore += start - i;
      lineAfter += start - i;
      int end = endOfHunk(next);
      List<Edit> hunk = edits.subList(start, end);
      int left = count(hunk, '+');
      int right = count(hunk, '-');
      out.append("@@ -").append(range(lineBefore, left)).append(" +").append(range(lineAfter, right)).append(" @@\n");
      for (Edit edit : hunk) {
        boolean open = !edit.line.endsWith("\n");
        out.append(edit.kind).append(edit.line).append(open ? "\n\\ No newline at end of file\n" : "");
      }
      lineBefore += left;
      lineAfter += right;
      i = end;
    }
    return out.toString();
  }

  private int nextChange(int from) {
    int i = from;
    while (i < edits.size() && edits.get(i).kind == ' ') {
      i++;
    }
    return i;
  }

  /** Changes with no more than the context of both between them stand in one hunk. */
  private int endOfHunk(int firstChange) {
    int last = firstChange;
    while (true) {
      int next = nextChange(last + 1);
      if (next == edits.size() || next - last > 2 * CONTEXT) {
        return Math.min(edits.size(), last + 1 + CONTEXT);
      }
      last = next;
    }
  }

  private static int count(List<Edit> hunk, char other) {
    int count = 0;
    for (Edit edit : hunk) {
      count += edit.kind == other ? 0 : 1;
    }
    return count;
  }

  private static String range(int line, int count) {
    return count == 0 ? (line - 1) + ",0" : line + (count == 1 ? "" : "," + count);
  }
}
