// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.script;

import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes script engines for scenarios. {@code new ScriptEngineManager().getEngineByName("nxs")} finds it, and so does the
 * extension {@code nxs}. Immutable.
 */
public final class NxsScriptEngineFactory implements ScriptEngineFactory {
  private static final String NAME = "nxs";
  private static final String VERSION = "1";

  /** For the service loader. */
  public NxsScriptEngineFactory() {}

  @Override
  public String getEngineName() {
    return NAME;
  }

  /** The version of the artifact; {@code unknown} where it is run from loose classes. */
  @Override
  public String getEngineVersion() {
    String version = NxsScriptEngineFactory.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  @Override
  public List<String> getExtensions() {
    return List.of("nxs");
  }

  @Override
  public List<String> getMimeTypes() {
    return List.of("text/x-nxs");
  }

  @Override
  public List<String> getNames() {
    return List.of(NAME);
  }

  @Override
  public String getLanguageName() {
    return NAME;
  }

  @Override
  public String getLanguageVersion() {
    return VERSION;
  }

  /**
   * What the constants of {@link ScriptEngine} ask for. {@code THREADING} is {@code STATELESS}: an engine keeps nothing of
   * what it runs and changes no binding.
   */
  @Override
  public @Nullable Object getParameter(String key) {
    return switch (key) {
      case ScriptEngine.ENGINE, ScriptEngine.LANGUAGE, ScriptEngine.NAME -> NAME;
      case ScriptEngine.ENGINE_VERSION -> getEngineVersion();
      case ScriptEngine.LANGUAGE_VERSION -> VERSION;
      case "THREADING" -> "STATELESS";
      default -> null;
    };
  }

  /**
   * Does not apply: a scenario has no objects and no functions that could be called from outside.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public String getMethodCallSyntax(String object, String method, String... arguments) {
    throw new UnsupportedOperationException("a scenario has no methods to call: method=" + method);
  }

  /** A statement of a task that writes a marker line. */
  @Override
  public String getOutputStatement(String toDisplay) {
    StringBuilder text = new StringBuilder("mark(\"");
    for (int i = 0; i < toDisplay.length(); i++) {
      char c = toDisplay.charAt(i);
      switch (c) {
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '"', '\\', '$' -> text.append('\\').append(c);
        default -> text.append(c);
      }
    }
    return text.append("\")").toString();
  }

  /** A scenario with one task that does some statements, one after the other. */
  @Override
  public String getProgram(String... statements) {
    StringBuilder text = new StringBuilder("scenario \"script\" {\n  task main {\n");
    for (String statement : statements) {
      text.append("    ").append(statement).append('\n');
    }
    return text.append("  }\n}\n").toString();
  }

  @Override
  public NxsScriptEngine getScriptEngine() {
    return new NxsScriptEngine(this);
  }
}
