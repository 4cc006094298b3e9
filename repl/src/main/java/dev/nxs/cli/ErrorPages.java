// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import dev.nxs.Reference;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Suggest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code nxs explain} tells: the pages of {@code docs/errors}, which the build puts beside this class, and those of
 * the words, calls, errors and topics of the language.
 */
final class ErrorPages {
  private static final int WIDTH = 96;

  private static final int LINE = 128;

  private static final String INDENT = "  ";

  private ErrorPages() {}

  /** All codes with their titles, and the names of all other topics. */
  static String list() {
    StringBuilder list = new StringBuilder();
    for (Code code : Code.values()) {
      list.append(code.id()).append("  ").append(code.title()).append('\n');
    }
    StringBuilder line = new StringBuilder();
    for (String name : Reference.create().names()) {
      if (line.length() + name.length() > WIDTH) {
        list.append('\n').append(line.toString().stripTrailing());
        line.setLength(0);
      }
      line.append(name).append("  ");
    }
    return list.append('\n').append(line.toString().stripTrailing()).append('\n').toString();
  }

  /** The page of a topic, or of a code, which may be written in small letters or as its number alone. */
  static String page(String word) throws UsageException {
    String wanted = word.toUpperCase(Locale.ROOT);
    List<String> ids = new ArrayList<>();
    for (Code code : Code.values()) {
      if (code.id().equals(wanted) || code.id().equals("NXS" + wanted)) {
        String page = read(code.id());
        return page == null ? code.id() + ": " + code.title() + "\n" : page;
      }
      ids.add(code.id());
    }
    boolean library = word.startsWith("nxs:");
    if (!library && ids.get(0).substring(0, 3).equals(wanted.substring(0, Math.min(3, wanted.length())))) {
      throw UsageException.badUsage("there is no code `" + word + "`", Suggest.closest(wanted, ids));
    }
    Reference reference = Reference.create();
    if (reference.topics(word).isEmpty()) {
      String message = "there is no topic `" + word + "`";
      String meant = reference.nearest(word);
      throw UsageException.badUsage(meant == null ? message + "; `nxs explain` lists them" : message, meant);
    }
    StringBuilder page = new StringBuilder();
    for (Reference.Topic topic : reference.topics(word)) {
      page.append(page.isEmpty() ? "" : "\n").append(wrapped(topic.text()));
      if (topic.example() != null) {
        page.append("\nExample:\n\n").append(topic.example().indent(2).replaceAll("(?m)^ +$", ""));
      }
    }
    return page.toString();
  }

  /** Lines of at most {@link #LINE} characters; what goes on below an item of a list is indented. */
  private static String wrapped(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.lines().toList()) {
      String rest = line;
      while (rest.length() > LINE && rest.lastIndexOf(' ', LINE) > INDENT.length()) {
        int end = rest.lastIndexOf(' ', LINE);
        out.append(rest, 0, end).append('\n');
        rest = (line.startsWith("- ") ? INDENT : "") + rest.substring(end + 1);
      }
      out.append(rest).append('\n');
    }
    return out.toString();
  }

  private static @Nullable String read(String id) {
    try (InputStream in = ErrorPages.class.getResourceAsStream("errors/" + id + ".md")) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
