// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.format;

import dev.nxs.syntax.Comment;
import dev.nxs.syntax.internal.Piece;
import java.util.ArrayList;
import java.util.List;

/** What stands between the pieces of a text: comments, line ends and empty lines. */
final class Gaps {
  /** Where a comment stands. */
  enum Place {
    /** At the end of the line of what is before it. */
    TRAILING,
    OWN_LINE,
    /** In front of something on its line. */
    INLINE
  }

  /**
   * A comment in a gap.
   *
   * @param blankBefore whether an empty line stands in front of it
   */
  record Note(String text, Place place, boolean blankBefore) {}

  private final String source;
  private final List<List<Note>> notes = new ArrayList<>();
  private final boolean[] blanks;

  Gaps(String source, List<Piece> pieces, List<Comment> comments) {
    this.source = source;
    blanks = new boolean[pieces.size()];
    int next = 0;
    int end = 0;
    boolean any = false;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.kind() == Piece.Kind.END) {
        notes.add(List.of()); // what stands around a semicolon belongs to the next piece
        continue;
      }
      List<Comment> inGap = new ArrayList<>();
      while (next < comments.size() && comments.get(next).span().start() < piece.start()) {
        inGap.add(comments.get(next++));
      }
      notes.add(notes(end, any, piece.start(), inGap));
      int last = inGap.isEmpty() ? end : inGap.get(inGap.size() - 1).span().end();
      blanks[i] = isBlank(last, piece.start());
      while (next < comments.size() && comments.get(next).span().start() < piece.end()) {
        next++; // inside a string, which keeps it
      }
      end = piece.end();
      any = true;
    }
  }

  private List<Note> notes(int from, boolean any, int to, List<Comment> inGap) {
    List<Note> found = new ArrayList<>(inGap.size());
    int before = from;
    boolean sameLine = any;
    int i = 0;
    while (i < inGap.size()) {
      int first = i;
      int following = to;
      for (i++; i <= inGap.size(); i++) { // comments on one line are one
        following = i < inGap.size() ? inGap.get(i).span().start() : to;
        if (i == inGap.size() || hasLineEnd(inGap.get(i - 1).span().end(), following)) {
          break;
        }
      }
      int end = inGap.get(i - 1).span().end();
      int start = inGap.get(first).span().start();
      sameLine &= !hasLineEnd(before, start);
      // a comment over several lines ends a line, as the language reads it
      boolean lineEnds = hasLineEnd(start, following) || following == source.length();
      Place place = !lineEnds ? Place.INLINE : sameLine ? Place.TRAILING : Place.OWN_LINE;
      StringBuilder text = new StringBuilder();
      for (int j = first; j < i; j++) {
        boolean closes = place == Place.INLINE || j < i - 1;
        text.append(text.isEmpty() ? "" : " ").append(text(inGap.get(j), closes));
      }
      found.add(new Note(text.toString(), place, isBlank(before, start)));
      before = end;
    }
    return found;
  }

  /** A comment up to the line end; a carriage return alone ends one, too, and then what follows would join it. */
  private static String text(Comment comment, boolean closes) {
    String text = comment.span().text().replace("\r\n", "\n");
    if (comment.kind() == Comment.Kind.BLOCK) {
      return text;
    }
    return closes ? "/*" + text.substring(2).replace("*/", "* /") + " */" : text.stripTrailing();
  }

  /** The comments in front of a piece, in their order. */
  List<Note> before(int piece) {
    return notes.get(piece);
  }

  boolean isInlineBefore(int piece) {
    List<Note> before = notes.get(piece);
    return !before.isEmpty() && before.get(0).place() == Place.INLINE;
  }

  /** Whether an empty line stands in front of a piece, behind the comments before it. */
  boolean isBlankBefore(int piece) {
    return blanks[piece];
  }

  boolean hasLineEnd(int from, int to) {
    int at = source.indexOf('\n', from);
    return at >= 0 && at < to;
  }

  private boolean isBlank(int from, int to) {
    int first = source.indexOf('\n', from);
    return first >= 0 && first < to && hasLineEnd(first + 1, to);
  }
}
