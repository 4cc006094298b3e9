// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nxs.NxsException;
import dev.nxs.Report;
import dev.nxs.Verdict;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.Invocable;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script engine as a host sees it that knows nothing but {@code javax.script}. */
class NxsScriptEngineTest {
  private static final String TEXT =
      """
      scenario "s" {
        param cost: duration = 1ms
        param rounds: int = 2
        param loud: bool = true
        param name: string = "a"
        param ratio: float = 0.5
        task worker { for i in 0..rounds { compute(cost); if loud { mark("${name} ${i}") } } }
        expect { exactly 2 of marker starts "a" }
      }
      """;

  private final ScriptEngineManager manager = new ScriptEngineManager();

  private ScriptEngine engine() {
    ScriptEngine engine = manager.getEngineByName("nxs");
    engine.getContext().setWriter(new StringWriter());
    return engine;
  }

  private static Report only(Object value) {
    assertThat(value).isInstanceOf(List.class);
    assertThat((List<?>) value).hasSize(1);
    return (Report) ((List<?>) value).get(0);
  }

  @Test
  void isFoundByNameExtensionAndMimeType() {
    assertThat(manager.getEngineByName("nxs")).isInstanceOf(NxsScriptEngine.class);
    assertThat(manager.getEngineByExtension("nxs")).isInstanceOf(NxsScriptEngine.class);
    assertThat(manager.getEngineByMimeType("text/x-nxs")).isInstanceOf(NxsScriptEngine.class);
    assertThat(manager.getEngineFactories()).hasAtLeastOneElementOfType(NxsScriptEngineFactory.class);
  }

  @Test
  void runsATextAndGivesTheReports() throws ScriptException {
    Report report = only(engine().eval(TEXT));
    assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(report.metrics().virtualNs()).isEqualTo(2_000_000);
  }

  @Test
  void aScenarioThatFailsIsAVerdictAndNoException() throws ScriptException {
    ScriptEngine engine = engine();
    engine.put("rounds", 3);
    assertThat(only(engine.eval(TEXT)).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void allScenariosAreRunInFileOrder() throws ScriptException {
    Object value = engine().eval("scenario \"b\" { sweep n in [1, 2] }\nscenario \"a\" {}\n");
    List<String> titles = ((List<?>) value).stream().map(report -> ((Report) report).title()).toList();
    assertThat(titles).hasSize(3);
    assertThat(titles.get(0)).startsWith("b");
    assertThat(titles.get(2)).isEqualTo("a");
  }

  @Test
  void bindingsAreTheParameters() throws ScriptException {
    ScriptEngine engine = engine();
    engine.put("cost", Duration.ofMillis(3));
    engine.put("rounds", 4L);
    engine.put("loud", false);
    engine.put("name", "other");
    engine.put("ratio", 0.25);
    engine.put("harts", 2);
    engine.put("seed", 9L);
    Report report = only(engine.eval(TEXT));
    assertThat(report.metrics().virtualNs()).isEqualTo(12_000_000);
    assertThat(report.markers()).isEmpty();
    engine.put("cost", "5us");
    assertThat(only(engine.eval(TEXT)).metrics().virtualNs()).isEqualTo(20_000);
  }

  @Test
  void globalBindingsAreTakenWhereTheyAreParametersAndThoseOfTheEngineComeFirst() throws ScriptException {
    manager.put("cost", "5ms");
    manager.put("anything", new Object());
    ScriptEngine engine = engine();
    assertThat(only(engine.eval(TEXT)).metrics().virtualNs()).isEqualTo(10_000_000);
    engine.put("cost", "1us");
    assertThat(only(engine.eval(TEXT)).metrics().virtualNs()).isEqualTo(2_000);
  }

  @Test
  void aBindingThatIsNoParameterIsRefused() {
    ScriptEngine engine = engine();
    engine.put("ruonds", 5);
    assertThatExceptionOfType(ScriptException.class)
        .isThrownBy(() -> engine.eval(TEXT))
        .withMessageContaining("ruonds")
        .withMessageContaining("rounds");
  }

  @Test
  void aValueThatFitsNoParameterIsRefused() {
    for (Object wrong : List.of(new Object(), List.of(1), "never", 1.5, Duration.ofDays(1_000_000))) {
      ScriptEngine engine = engine();
      engine.put("cost", wrong);
      assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> engine.eval(TEXT)).withMessageContaining("cost");
    }
    ScriptEngine engine = engine();
    engine.put("harts", "many");
    assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> engine.eval(TEXT)).withMessageContaining("harts");
    engine.put("harts", 1L << 40);
    assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> engine.eval(TEXT)).withMessageContaining("harts");
    engine.getBindings(ScriptContext.ENGINE_SCOPE).put("harts", null);
    assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> engine.eval(TEXT)).withMessageContaining("harts");
  }

  @Test
  void bindingsOfOneCallAreThoseOfThatCall() throws ScriptException {
    ScriptEngine engine = engine();
    engine.put("rounds", 7);
    Bindings own = engine.createBindings();
    own.put("cost", "2ms");
    assertThat(only(engine.eval(TEXT, own)).metrics().virtualNs()).isEqualTo(4_000_000);
    assertThat(own).containsOnlyKeys("cost");
  }

  @Test
  void aTextWithErrorsTellsFileLineAndColumn() {
    ScriptEngine engine = engine();
    engine.put(ScriptEngine.FILENAME, "wrong.nxs");
    String wrong = "scenario \"s\" {\n  task a { compute(3) }\n  task b { compute(true) }\n}\n";
    assertThatExceptionOfType(ScriptException.class)
        .isThrownBy(() -> engine.eval(wrong))
        .satisfies(
            e -> {
              assertThat(e.getFileName()).isEqualTo("wrong.nxs");
              assertThat(e.getLineNumber()).isEqualTo(2);
              assertThat(e.getColumnNumber()).isEqualTo(20);
              assertThat(e.getMessage()).contains("wrong.nxs:2:20").contains("wrong.nxs:3:20");
              assertThat(e).hasCauseInstanceOf(NxsException.class);
            });
    assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> ((Compilable) engine).compile(wrong));
  }

  @Test
  void aCompiledScriptIsRunAnyNumberOfTimes() throws ScriptException {
    ScriptEngine engine = engine();
    CompiledScript script = ((Compilable) engine).compile(new StringReader(TEXT));
    assertThat(script.getEngine()).isSameAs(engine);
    Report first = only(script.eval());
    engine.put("rounds", 3);
    assertThat(only(script.eval()).verdict()).isEqualTo(Verdict.FAILED);
    engine.getBindings(ScriptContext.ENGINE_SCOPE).remove("rounds");
    assertThat(only(script.eval())).isEqualTo(first);
  }

  @Test
  void threadsMayShareACompiledScript() throws ScriptException {
    NxsScript script = (NxsScript) ((Compilable) engine()).compile(TEXT);
    List<Long> hashes =
        IntStream.range(0, 32)
            .parallel()
            .mapToObj(
                i -> {
                  SimpleScriptContext context = new SimpleScriptContext();
                  context.setWriter(new StringWriter());
                  context.setAttribute("rounds", 1 + i % 2, ScriptContext.ENGINE_SCOPE);
                  try {
                    return script.eval(context).get(0).hash();
                  } catch (ScriptException e) {
                    throw new AssertionError(e);
                  }
                })
            .toList();
    for (int i = 2; i < hashes.size(); i++) {
      assertThat(hashes.get(i)).isEqualTo(hashes.get(i % 2));
    }
    assertThat(hashes.get(0)).isNotEqualTo(hashes.get(1));
  }

  @Test
  void markerLinesGoToTheWriterOfTheContext() throws ScriptException {
    ScriptEngine engine = engine();
    StringWriter written = new StringWriter();
    engine.getContext().setWriter(written);
    engine.eval(TEXT);
    assertThat(written.toString()).isEqualTo("[    0.001000] h0 worker  a 0\n[    0.002000] h0 worker  a 1\n");
  }

  @Test
  void aReaderThatFailsIsAScriptException() {
    Reader broken =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            throw new IOException("gone");
          }

          @Override
          public void close() {}
        };
    assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> engine().eval(broken)).withMessageContaining("gone");
  }

  @Test
  void aReaderWithoutEndIsATextThatIsTooLong() {
    Reader endless =
        new Reader() {
          @Override
          public int read(char[] buffer, int offset, int length) {
            java.util.Arrays.fill(buffer, offset, offset + length, ' ');
            return length;
          }

          @Override
          public void close() {}
        };
    assertThatExceptionOfType(ScriptException.class).isThrownBy(() -> engine().eval(endless)).withMessageContaining("NXS1");
  }

  @Test
  void whatDoesNotApplySaysSo() {
    ScriptEngine engine = engine();
    assertThat(engine).isNotInstanceOf(Invocable.class);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> engine.getFactory().getMethodCallSyntax("a", "run"))
        .withMessageContaining("no methods");
  }

  @Test
  void aProgramOfStatementsRuns() throws ScriptException {
    ScriptEngineFactory factory = engine().getFactory();
    String text = factory.getProgram("compute(1ms)", factory.getOutputStatement("\"$x\" \\ \n end"));
    assertThat(only(engine().eval(text)).markers().get(0).text()).isEqualTo("\"$x\" \\ \n end");
  }

  @ParameterizedTest
  @ValueSource(strings = {ScriptEngine.ENGINE, ScriptEngine.LANGUAGE, ScriptEngine.NAME})
  void theFactoryTellsItsName(String key) {
    assertThat(engine().getFactory().getParameter(key)).isEqualTo("nxs");
  }

  @Test
  void theFactoryTellsThatAnEngineKeepsNothing() {
    ScriptEngineFactory factory = engine().getFactory();
    assertThat(factory.getParameter("THREADING")).isEqualTo("STATELESS");
    assertThat(factory.getParameter(ScriptEngine.ENGINE_VERSION)).isEqualTo(factory.getEngineVersion());
    assertThat(factory.getParameter(ScriptEngine.LANGUAGE_VERSION)).isEqualTo(factory.getLanguageVersion());
    assertThat(factory.getParameter("colour")).isNull();
  }
}
