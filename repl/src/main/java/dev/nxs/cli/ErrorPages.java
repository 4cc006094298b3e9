// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

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

/** The pages of {@code docs/errors}, which the build puts beside this class. */
final class ErrorPages {
  private ErrorPages() {}

  /** All codes with their titles. */
  static String list() {
    StringBuilder list = new StringBuilder();
    for (Code code : Code.values()) {
      list.append(code.id()).append("  ").append(code.title()).append('\n');
    }
    return list.toString();
  }

  /** The page of a code, which may be written in small letters or as its number alone. */
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
    throw UsageException.badUsage("there is no code `" + word + "`", Suggest.closest(wanted, ids));
  }

  private static @Nullable String read(String id) {
    try (InputStream in = ErrorPages.class.getResourceAsStream("errors/" + id + ".md")) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
