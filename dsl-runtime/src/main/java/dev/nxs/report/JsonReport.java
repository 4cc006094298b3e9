// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.nxs.Metrics;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Results as JSON, in the shape that docs/reports.md describes. They are written as they come. */
public final class JsonReport implements ReportSink {
  /** Of the shape; a field more does not change it. */
  static final int VERSION = 1;

  private static final double NS_PER_S = 1e9;

  private final @Nullable WholeFile file;
  private final JsonGenerator json;

  /**
   * Begins a report.
   *
   * @throws IOException if the file cannot be written
   */
  public JsonReport(Path place) throws IOException {
    this(new WholeFile(place));
  }

  private JsonReport(WholeFile file) throws IOException {
    this(file.writer(), file);
  }

  /**
   * Begins a report on a stream, which stays open behind it.
   *
   * @throws IOException if nothing can be written there
   */
  public JsonReport(PrintStream out) throws IOException {
    this(new OutputStreamWriter(out, StandardCharsets.UTF_8), null);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  private JsonReport(Writer out, @Nullable WholeFile file) throws IOException {
    this.file = file;
    json = new JsonFactory().createGenerator(out);
    json.useDefaultPrettyPrinter();
    json.writeStartObject();
    json.writeStringField("format", "nxs-test");
    json.writeNumberField("version", VERSION);
    json.writeArrayFieldStart("results");
  }

  @Override
  public void accept(CaseResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", result.file());
    json.writeNumberField("line", result.line());
    json.writeStringField("title", result.title());
    json.writeArrayFieldStart("tags");
    for (String tag : result.tags()) {
      json.writeString(tag);
    }
    json.writeEndArray();
    json.writeStringField("verdict", result.kind().word());
    json.writeBooleanField("ok", result.ok());
    json.writeStringField("remark", result.remark());
    json.writeNumberField("seconds", result.wallNs() / NS_PER_S);
    json.writeStringField("position", result.position());
    json.writeStringField("hash", result.hash());
    metrics(result);
    json.writeArrayFieldStart("expectations");
    for (CaseResult.Expected expected : result.expectations()) {
      json.writeStartObject();
      json.writeStringField("text", expected.text());
      json.writeNumberField("line", expected.line());
      json.writeStringField("verdict", expected.verdict());
      json.writeStringField("detail", expected.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("findings");
    for (Finding finding : result.findings()) {
      finding(finding);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void metrics(CaseResult result) throws IOException {
    Metrics metrics = result.metrics();
    if (metrics == null) {
      json.writeNullField("metrics");
      return;
    }
    json.writeObjectFieldStart("metrics");
    json.writeNumberField("virtual_ns", metrics.virtualNs());
    json.writeNumberField("events", metrics.events());
    json.writeNumberField("lines", metrics.lines());
    json.writeNumberField("dispatches", metrics.dispatches());
    json.writeNumberField("preemptions", metrics.preemptions());
    json.writeNumberField("migrations", metrics.migrations());
    json.writeNumberField("wakeups", metrics.wakeups());
    json.writeNumberField("steals", metrics.steals());
    json.writeNumberField("ipis", metrics.ipis());
    json.writeNumberField("deadline_misses", metrics.deadlineMisses());
    json.writeNumberField("timer_wakeups", metrics.timerWakeups());
    json.writeNumberField("expirations", metrics.expirations());
    json.writeNumberField("idle_wakeups", metrics.idleWakeups());
    json.writeNumberField("picojoules", metrics.picojoules());
    json.writeEndObject();
  }

  private void finding(Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("code", finding.code());
    json.writeStringField("message", finding.message());
    json.writeStringField("file", finding.file());
    json.writeNumberField("line", finding.line());
    json.writeNumberField("column", finding.column());
    json.writeStringField("position", finding.position());
    if (finding.hart() < 0) {
      json.writeNullField("hart");
    } else {
      json.writeNumberField("hart", finding.hart());
    }
    json.writeStringField("task", finding.task());
    json.writeStringField("text", finding.text());
    json.writeStringField("replay", finding.replay());
    json.writeEndObject();
  }

  @Override
  public void finish(Totals totals) throws IOException {
    json.writeEndArray();
    json.writeObjectFieldStart("summary");
    for (CaseKind kind : CaseKind.values()) {
      json.writeNumberField(kind.word(), totals.count(kind));
    }
    json.writeNumberField("exit_code", totals.exitCode());
    json.writeBooleanField("complete", totals.isComplete());
    json.writeNumberField("seconds", totals.wallNs() / NS_PER_S);
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
    if (file != null) {
      file.publish();
    }
  }
}
