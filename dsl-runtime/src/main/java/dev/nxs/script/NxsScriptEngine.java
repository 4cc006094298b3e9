// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.script;

import dev.nxs.CompiledFile;
import dev.nxs.Engine;
import dev.nxs.NxsException;
import dev.nxs.Report;
import dev.nxs.syntax.Limits;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Label;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.diag.Severity;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import javax.script.AbstractScriptEngine;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import javax.script.SimpleBindings;

/**
 * Runs the scenarios of a text, one after the other, in file order. The value of a script is a list with the
 * {@link Report} of each; a scenario that fails is a verdict in its report, not an exception. A text with errors is a
 * {@link ScriptException} with the file, the line and the column of the first one, and all of them in its message.
 *
 * <p>A binding of the engine is a parameter of the scenarios, or {@code harts} or {@code seed}: a number, a bool, a
 * {@link java.time.Duration}, or a text as it stands behind {@code -p name=}. Each must belong to a scenario of the text;
 * of the global bindings those are taken that do. Names with a dot, such as {@link ScriptEngine#FILENAME}, are no
 * parameters. Marker lines go to the writer of the context.
 *
 * <p>There are no functions or objects to call from outside, so it is no {@link javax.script.Invocable}. A text reads nothing
 * but itself and the library. An engine keeps nothing between two scripts.
 */
public final class NxsScriptEngine extends AbstractScriptEngine implements Compilable {
  private static final String UNNAMED = "script.nxs";

  private final NxsScriptEngineFactory factory;
  private final Engine engine = Engine.create();

  NxsScriptEngine(NxsScriptEngineFactory factory) {
    this.factory = factory;
  }

  @Override
  public List<Report> eval(String script, ScriptContext scriptContext) throws ScriptException {
    return compiled(script, scriptContext).eval(scriptContext);
  }

  @Override
  public List<Report> eval(Reader reader, ScriptContext scriptContext) throws ScriptException {
    return eval(read(reader), scriptContext);
  }

  @Override
  public NxsScript compile(String script) throws ScriptException {
    return compiled(script, getContext());
  }

  @Override
  public NxsScript compile(Reader script) throws ScriptException {
    return compile(read(script));
  }

  private NxsScript compiled(String script, ScriptContext scriptContext) throws ScriptException {
    Object name = scriptContext.getAttribute(ScriptEngine.FILENAME);
    CompiledFile file = engine.compile(Source.of(name == null ? UNNAMED : name.toString(), script));
    if (file.hasErrors()) {
      throw refused(new NxsException(file.diagnostics()));
    }
    return new NxsScript(this, file);
  }

  /** Reads one character more than a file may have, so that a text that is too long is told as such. */
  private static String read(Reader reader) throws ScriptException {
    StringBuilder text = new StringBuilder();
    char[] some = new char[8192];
    try {
      int count = reader.read(some);
      while (count >= 0 && text.length() <= Limits.DEFAULT.fileChars()) {
        text.append(some, 0, count);
        count = reader.read(some);
      }
    } catch (IOException e) {
      throw new ScriptException(e);
    }
    return text.toString();
  }

  /** The exception of the script API for what is wrong with a text or with the bindings. */
  static ScriptException refused(NxsException cause) {
    String message = Renderer.plain().render(cause.diagnostics());
    ScriptException exception = new ScriptException(message);
    for (Diagnostic diagnostic : cause.diagnostics()) {
      Label label = diagnostic.primary();
      if (diagnostic.severity() == Severity.ERROR && label != null) {
        Span span = label.span();
        exception = new ScriptException(message, span.source().name(), span.source().lines().line(span.start()), span.source().lines().column(span.start()));
        break;
      }
    }
    exception.initCause(cause);
    return exception;
  }

  @Override
  public Bindings createBindings() {
    return new SimpleBindings();
  }

  @Override
  public NxsScriptEngineFactory getFactory() {
    return factory;
  }
}
