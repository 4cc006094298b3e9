// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.syntax.format;

import dev.nxs.syntax.Comment;
import dev.nxs.syntax.internal.Piece;
import dev.nxs.syntax.internal.Piece.Joint;
import dev.nxs.syntax.internal.Piece.Kind;
import dev.nxs.syntax.internal.Words;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes a document of pieces. Items stand on lines of their own; a block that its author wrote on one line stays on one
 * where it fits. What is too long is broken at its commas, or in front of the loosest words and operators that join it.
 *
 * <p>Comments stay where they are: at the end of a line, on lines of their own, or between two words. The comments in
 * front of the first piece of a part are the business of who asks for the part.
 */
final class Shaper {
  private static final int STEP = 2;
  private static final Doc SPACE = new Doc.Text(" ");
  private static final Doc NOTHING = new Doc.Text("");
  private static final Doc HARD = new Doc.Hard();
  private static final Doc BLANK = new Doc.Blank();

  private final List<Piece> pieces;
  private final int[] partner;
  private final Gaps gaps;

  private Shaper(String source, List<Piece> pieces, List<Comment> comments) {
    this.pieces = pieces;
    this.gaps = new Gaps(source, pieces, comments);
    partner = new int[pieces.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < pieces.size(); i++) {
      Kind kind = kind(i);
      if (kind == Kind.OPEN || kind == Kind.BLOCK_OPEN) {
        open.push(i);
      } else if (kind == Kind.CLOSE || kind == Kind.BLOCK_CLOSE) {
        int opener = open.pop();
        partner[opener] = i;
        partner[i] = opener;
      }
    }
  }

  /** The document of a whole file; the last of the pieces is its end. */
  static Doc file(String source, List<Piece> pieces, List<Comment> comments) {
    Shaper shaper = new Shaper(source, pieces, comments);
    List<Doc> parts = new ArrayList<>();
    shaper.items(0, pieces.size() - 1, true, false, parts);
    return Doc.Row.of(parts);
  }

  private Kind kind(int i) {
    return pieces.get(i).kind();
  }

  /**
   * The items from a piece up to the one that ends their block, with the comments around them. A semicolon at the end of
   * a line goes where the line end says as much.
   */
  private void items(int from, int end, boolean broken, boolean statements, List<Doc> parts) {
    int i = from;
    boolean first = true;
    while (i < end) {
      if (kind(i) == Kind.END) {
        i++;
        continue;
      }
      int next = i;
      while (kind(next) != Kind.END) {
        next = kind(next) == Kind.OPEN || kind(next) == Kind.BLOCK_OPEN ? partner[next] + 1 : next + 1;
      }
      if (!first) {
        boolean shown = !pieces.get(i - 1).text().isEmpty() && !Words.beginsItem(pieces.get(i).text(), statements);
        parts.add(shown ? new Doc.Text(";") : NOTHING);
        parts.add(broken ? NOTHING : new Doc.Line(shown ? " " : "; "));
      }
      comments(i, broken, !first, parts);
      parts.add(item(i, next));
      first = false;
      i = next + 1;
    }
    comments(end, broken, !first, parts);
  }

  /** The comments in front of an item or of the end of a block; in a broken block each on a line. */
  private void comments(int i, boolean broken, boolean separated, List<Doc> parts) {
    boolean separates = separated;
    boolean last = kind(i) == Kind.BLOCK_CLOSE || kind(i) == Kind.EOF;
    for (Gaps.Note note : gaps.before(i)) {
      if (note.place() == Gaps.Place.TRAILING) {
        parts.add(new Doc.Trailing(note.text()));
        continue;
      }
      if (broken && (separates || note.place() == Gaps.Place.OWN_LINE)) {
        parts.add(HARD);
        if (separates && note.blankBefore()) {
          parts.add(BLANK);
        }
      }
      boolean inline = note.place() == Gaps.Place.INLINE && !last;
      parts.add(new Doc.Text(note.text()));
      parts.add(inline ? SPACE : HARD);
      separates = !inline;
    }
    if (broken && separates && !last) {
      parts.add(HARD);
      if (gaps.isBlankBefore(i)) {
        parts.add(BLANK);
      }
    }
  }

  /** An item: words with blocks between them or behind them. */
  private Doc item(int from, int end) {
    List<Integer> blocks = new ArrayList<>();
    for (int i = from; i < end; i++) {
      if (kind(i) == Kind.BLOCK_OPEN) {
        blocks.add(i);
      }
      if (kind(i) == Kind.OPEN || kind(i) == Kind.BLOCK_OPEN) {
        i = partner[i];
      }
    }
    // One block that does not fit breaks the others, so that both arms of an `if` look alike.
    boolean shared = blocks.size() > 1;
    boolean forced = false;
    for (int open : blocks) {
      forced |= isForced(open);
    }
    List<Doc> parts = new ArrayList<>();
    int i = from;
    for (int open : blocks) {
      words(i, open, from, parts);
      if (open > from) {
        parts.add(SPACE);
      }
      Doc block = block(open, forced, Words.holdsStatements(pieces.get(from).text()));
      parts.add(shared ? block : Doc.Group.of(block, forced));
      i = partner[open] + 1;
    }
    words(i, end, from, parts);
    Doc row = Doc.Row.of(parts);
    return shared ? Doc.Group.of(row, forced) : row;
  }

  private void words(int from, int to, int first, List<Doc> parts) {
    if (from == to) {
      return;
    }
    if (from > first) {
      inner(from, parts);
      parts.add(SPACE);
    }
    parts.add(Doc.Group.of(run(from, to, true)));
  }

  private boolean isForced(int open) {
    return gaps.hasLineEnd(pieces.get(open).start(), pieces.get(partner[open]).end())
        || !gaps.before(open).isEmpty()
        || !gaps.before(partner[open]).isEmpty();
  }

  private Doc block(int open, boolean forced, boolean statements) {
    int close = partner[open];
    List<Doc> parts = new ArrayList<>();
    parts.add(new Doc.Text("{"));
    List<Doc> moved = new ArrayList<>();
    for (Gaps.Note note : gaps.before(open)) { // a comment in front of the brace goes behind it
      if (note.place() == Gaps.Place.OWN_LINE) {
        moved.add(HARD);
        moved.add(new Doc.Text(note.text()));
      } else {
        moved.add(new Doc.Trailing(note.text()));
      }
      moved.add(HARD);
    }
    parts.add(new Doc.Indent(STEP, Doc.Row.of(moved)));
    List<Doc> content = new ArrayList<>();
    items(open + 1, close, forced, statements, content);
    if (!content.isEmpty()) {
      Doc lineEnd = forced ? HARD : new Doc.Line(" ");
      boolean trailing = content.get(0) instanceof Doc.Trailing;
      content.add(trailing ? 1 : 0, lineEnd);
      parts.add(new Doc.Indent(STEP, Doc.Row.of(content)));
      parts.add(lineEnd);
    } else if (!moved.isEmpty()) {
      parts.add(HARD);
    }
    parts.add(new Doc.Text("}"));
    return Doc.Row.of(parts);
  }

  /** Comments between the words of an item. */
  private void inner(int i, List<Doc> parts) {
    for (Gaps.Note note : gaps.before(i)) {
      switch (note.place()) {
        case INLINE -> {
          parts.add(SPACE);
          parts.add(new Doc.Text(note.text()));
        }
        case TRAILING -> {
          parts.add(new Doc.Trailing(note.text()));
          parts.add(HARD);
        }
        case OWN_LINE -> {
          parts.add(HARD);
          parts.add(new Doc.Text(note.text()));
          parts.add(HARD);
        }
      }
    }
  }

  /**
   * Words with brackets, but without blocks.
   *
   * @param outermost whether commas separate parts here, and what is broken stands far enough in not to look like a block
   */
  private Doc run(int from, int to, boolean outermost) {
    List<Integer> cuts = new ArrayList<>();
    Joint loosest = Joint.NONE;
    boolean comma = false;
    for (int i = from; i < to; i++) {
      if (kind(i) == Kind.OPEN) {
        i = partner[i];
      } else if (outermost && kind(i) == Kind.COMMA) {
        comma = true;
      } else if (i > from && pieces.get(i).joint().compareTo(loosest) < 0) {
        loosest = pieces.get(i).joint();
      }
    }
    if (!comma && loosest == Joint.NONE) {
      return plain(from, to);
    }
    for (int i = kind(from) == Kind.OPEN ? partner[from] + 1 : from + 1; i < to; i++) {
      if (comma ? kind(i - 1) == Kind.COMMA : pieces.get(i).joint() == loosest) {
        cuts.add(i);
      }
      if (kind(i) == Kind.OPEN) {
        i = partner[i];
      }
    }
    Doc head = run(from, cuts.get(0), false);
    List<Doc> tail = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      inner(cuts.get(i), tail);
      tail.add(new Doc.Line(" "));
      tail.add(run(cuts.get(i), i + 1 < cuts.size() ? cuts.get(i + 1) : to, false));
    }
    Doc row = Doc.Row.of(tail);
    return Doc.Group.of(Doc.Row.of(List.of(head, new Doc.Indent(outermost ? 2 * STEP : STEP, row))));
  }

  private Doc plain(int from, int to) {
    List<Doc> parts = new ArrayList<>();
    int i = from;
    while (i < to) {
      if (i > from) {
        List<Doc> comments = new ArrayList<>();
        inner(i, comments);
        parts.add(new Doc.Indent(2 * STEP, Doc.Row.of(comments)));
        if (pieces.get(i).spaced()) {
          parts.add(SPACE);
        }
      }
      if (kind(i) == Kind.OPEN) {
        parts.add(bracket(i));
        i = partner[i] + 1;
      } else {
        parts.add(new Doc.Text(pieces.get(i).text()));
        i++;
      }
    }
    return Doc.Row.of(parts);
  }

  /** A bracket with the parts between its commas; one behind the last part is left out. */
  private Doc bracket(int open) {
    int close = partner[open];
    List<Doc> content = new ArrayList<>();
    int start = open + 1;
    for (int i = start; i <= close; i++) {
      if (kind(i) == Kind.OPEN) {
        i = partner[i];
      } else if ((kind(i) == Kind.COMMA || i == close) && start < i) {
        element(start, i, start > open + 1, content);
        start = i + 1;
        if (start < close) {
          content.add(new Doc.Text(","));
        }
        if (i < close) {
          inner(i, content); // a comment in front of a comma goes behind it
        }
      }
    }
    inner(close, content);
    List<Doc> parts = new ArrayList<>();
    parts.add(new Doc.Text(pieces.get(open).text()));
    if (!content.isEmpty()) {
      boolean trailing = content.get(0) instanceof Doc.Trailing;
      content.add(trailing ? 1 : 0, new Doc.Line(""));
      parts.add(new Doc.Indent(STEP, Doc.Row.of(content)));
      parts.add(new Doc.Line(""));
    }
    parts.add(new Doc.Text(pieces.get(close).text()));
    return Doc.Group.of(Doc.Row.of(parts));
  }

  private void element(int from, int to, boolean follows, List<Doc> parts) {
    List<Doc> before = new ArrayList<>();
    inner(from, before);
    if (follows) {
      parts.addAll(before);
      parts.add(new Doc.Line(" "));
    } else if (gaps.isInlineBefore(from)) {
      before.add(SPACE);
      parts.addAll(before.subList(1, before.size()));
    } else {
      parts.addAll(before);
    }
    parts.add(run(from, to, false));
  }
}
