// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives out texts that the embedding program holds. */
final class TextLoader implements SourceLoader {
  private final Map<String, String> texts;

  TextLoader(Map<String, String> texts) {
    this.texts = new LinkedHashMap<>(texts);
  }

  @Override
  public Source load(Path path) {
    String name = path.toString().replace('\\', '/');
    String text = texts.get(name);
    if (text == null) {
      throw new NxsException(
          List.of(Diagnostic.error(Code.UNREADABLE_FILE, "`" + name + "` does not exist").build()));
    }
    return Source.of(name, text);
  }
}
