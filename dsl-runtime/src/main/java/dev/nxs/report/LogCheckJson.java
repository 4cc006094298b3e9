// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.nxs.ExpectationResult;
import dev.nxs.Failure;
import dev.nxs.LogCheck;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Renderer;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What came of a log as JSON, in the shape of docs/schemas/nxs-check.schema.json. */
public final class LogCheckJson {
  private LogCheckJson() {}

  /**
   * Writes it; the stream stays open.
   *
   * @param log its name
   * @param exitCode of the command
   * @throws IOException if nothing can be written there
   */
  public static void write(PrintStream out, String log, LogCheck.Result result, int exitCode) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeStringField("format", "nxs-check");
      json.writeNumberField("version", JsonReport.VERSION);
      json.writeStringField("log", log);
      json.writeArrayFieldStart("expectations");
      for (ExpectationResult each : result.expectations()) {
        write(json, each);
      }
      json.writeEndArray();
      json.writeNumberField("lines", result.lines());
      json.writeNumberField("boots", result.boots());
      json.writeBooleanField("head_cut", result.headCut());
      json.writeBooleanField("tail_cut", result.tailCut());
      json.writeNumberField("zero_bytes", result.zeroBytes());
      json.writeNumberField("folded", result.folded());
      json.writeNumberField("torn", result.torn());
      json.writeStringField("first_failed_phase", result.firstFailedPhase());
      json.writeNumberField("exit_code", exitCode);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator json, ExpectationResult each) throws IOException {
    Span span = each.span();
    Failure failure = each.failure();
    json.writeStartObject();
    json.writeStringField("text", each.text());
    json.writeStringField("file", span.source().name());
    json.writeNumberField("line", span.source().lines().line(span.start()));
    json.writeStringField("verdict", each.verdict().text());
    json.writeStringField("detail", each.detail());
    json.writeStringField("why", failure == null ? "" : new FailureText(Renderer.plain()).writeOfLog(failure));
    json.writeEndObject();
  }
}
