// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.nxs.ExpectationResult;
import dev.nxs.Failure;
import dev.nxs.Metrics;
import dev.nxs.Report;
import dev.nxs.Verdict;
import dev.nxs.kernel.user.Durations;
import dev.nxs.kernel.user.QosClass;
import dev.nxs.syntax.diag.Renderer;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * A page about one run: verdicts, explanations, a timeline that can be zoomed, histograms of latencies, and what coalescing
 * saved. One file that needs nothing else; every text in it is escaped, and its size is bounded however long the run was.
 */
public final class HtmlPage {
  private static final String TEMPLATE = "page.html";

  /** Characters of a line that are shown. */
  private static final int LONGEST_LINE = 300;

  private final Report report;
  private final RunHistory history;
  private final OptionalLong uncoalesced;

  /**
   * Prepares a page.
   *
   * @param uncoalesced how often timers would have woken the machine without coalescing; empty where nobody knows
   */
  public HtmlPage(Report report, RunHistory history, OptionalLong uncoalesced) {
    this.report = report;
    this.history = history;
    this.uncoalesced = uncoalesced;
  }

  /**
   * Writes the page; it appears as a whole.
   *
   * @throws IOException if it cannot be written there
   */
  public void write(Path place) throws IOException {
    WholeFile file = new WholeFile(place);
    try (Writer out = file.writer()) {
      out.write(text());
    }
    file.publish();
  }

  /** The name of a file for a run: its file and title, as far as they are plain letters, and a number that tells twins apart. */
  public static String fileName(Report report) {
    String name = report.source().name() + "-" + report.title();
    String plain = name.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
    String hash = Integer.toHexString(name.hashCode());
    return plain.substring(0, Math.min(80, plain.length())) + "-" + hash + ".html";
  }

  /** The page as a text. */
  public String text() throws IOException {
    String template = template();
    // Places are found in the template alone, so that nothing that is put into it is taken for one.
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (String place : List.of("@TITLE@", "@BODY@", "@DATA@")) {
      int at = template.indexOf(place, from);
      out.append(template, from, at);
      out.append(
          switch (place) {
            case "@TITLE@" -> escaped(report.title() + " – nxs");
            case "@BODY@" -> body();
            default -> data();
          });
      from = at + place.length();
    }
    return out.append(template, from, template.length()).toString();
  }

  private static String template() throws IOException {
    try (InputStream in = HtmlPage.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IllegalStateException("a resource is missing: " + TEMPLATE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String body() {
    StringBuilder out = new StringBuilder();
    out.append("<header><h1>").append(escaped(report.title()));
    out.append("<span class=\"badge ").append(tone(report.verdict())).append("\">").append(report.verdict().text()).append("</span></h1>");
    out.append("<p>").append(escaped(report.source().name())).append("</p></header>\n");
    figures(out);
    expectations(out);
    failures(out);
    timeline(out);
    distributions(out);
    savings(out);
    return out.append("<footer>Written by nxs. Drag or use the wheel to look around in the timeline, double-click for all of it; with the "
        + "keyboard: arrows, <kbd>+</kbd>, <kbd>-</kbd>, <kbd>0</kbd>.</footer>\n").toString();
  }

  private void figures(StringBuilder out) {
    Metrics metrics = report.metrics();
    out.append("<section class=\"figures\">");
    figure(out, Durations.text(metrics.virtualNs()), "virtual time");
    figure(out, grouped(metrics.events()), "events");
    figure(out, grouped(metrics.dispatches()), "dispatches");
    figure(out, grouped(metrics.preemptions()), "preemptions");
    figure(out, grouped(metrics.migrations()), "migrations");
    figure(out, grouped(metrics.ipis()), "interrupts between harts");
    figure(out, grouped(metrics.deadlineMisses()), "missed deadlines");
    figure(out, report.hashText(), "hash");
    out.append("</section>\n");
  }

  private static void figure(StringBuilder out, String value, String what) {
    out.append("<div class=\"figure\"><b>").append(escaped(value)).append("</b><span>").append(what).append("</span></div>");
  }

  private static String grouped(long number) {
    String digits = Long.toString(number);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      boolean group = i > 0 && (digits.length() - i) % 3 == 0;
      out.append(group ? "\u202f" : "").append(digits.charAt(i));
    }
    return out.toString();
  }

  private void expectations(StringBuilder out) {
    if (report.expectations().isEmpty()) {
      return;
    }
    out.append("<section class=\"card\"><h2>Expectations</h2><table>");
    for (ExpectationResult each : report.expectations()) {
      out.append("<tr><td class=\"verdict is-").append(tone(each.verdict())).append("\">").append(each.verdict().text());
      out.append("</td><td class=\"text\">").append(escaped(each.text())).append("</td><td class=\"detail\">");
      out.append(escaped(each.detail())).append("</td></tr>\n");
    }
    out.append("</table></section>\n");
  }

  private void failures(StringBuilder out) {
    List<Failure> told = report.failures().isEmpty() ? report.notices() : report.failures();
    if (told.isEmpty()) {
      return;
    }
    FailureText text = new FailureText(Renderer.plain());
    out.append("<section class=\"card\"><h2>").append(report.failures().isEmpty() ? "What is open" : "Why it did not pass");
    out.append("</h2>");
    told.forEach(failure -> out.append("<pre>").append(escaped(text.write(failure))).append("</pre>"));
    out.append("</section>\n");
  }

  private void timeline(StringBuilder out) {
    if (history.endNs() == 0 && history.marks().isEmpty()) {
      return;
    }
    out.append("<section class=\"card\"><div class=\"bar\"><h2>Timeline</h2><div class=\"legend\">");
    for (QosClass of : QosClass.values()) {
      legend(out, of.label(), of.label());
    }
    legend(out, "mark", "marker");
    legend(out, "ipi", "interrupt between harts");
    legend(out, "timer", "timer, dots are wakeups");
    out.append("</div><div class=\"buttons\"><span class=\"is-soft\" id=\"range\"></span>");
    if (!report.failures().isEmpty()) {
      out.append("<button id=\"failed\">To the failure</button>");
    }
    out.append("<button id=\"in\" aria-label=\"Zoom in\">+</button><button id=\"out\" aria-label=\"Zoom out\">−</button>");
    out.append("<button id=\"all\">All</button></div></div>");
    out.append("<div class=\"plot\"><canvas id=\"timeline\" tabindex=\"0\" role=\"img\" aria-label=\"Harts over time\"></canvas>");
    out.append("<div id=\"tip\"></div></div>");
    long lost = history.spans().lost();
    if (lost > 0) {
      out.append("<p class=\"note\">The shaded middle of the run is left out: ").append(grouped(lost)).append(" of ");
      out.append(grouped(history.spans().count())).append(" stretches.</p>");
    }
    out.append("</section>\n");
  }

  private static void legend(StringBuilder out, String color, String text) {
    out.append("<span><i style=\"background:var(--").append(color).append(")\"></i>").append(text).append("</span>");
  }

  private void distributions(StringBuilder out) {
    boolean waited = sum(history.latency()) > 0;
    boolean timers = sum(new long[][] {history.lateness()}) > 0;
    if (!waited && !timers) {
      return;
    }
    out.append("<div class=\"two\">");
    if (waited) {
      out.append("<section class=\"card\"><h2>From ready to running</h2><canvas class=\"still\" id=\"latency\"></canvas>");
      out.append("<p class=\"note\">").append(grouped(sum(history.latency()))).append(" dispatches, coloured by class</p></section>");
    }
    if (timers) {
      out.append("<section class=\"card\"><h2>From deadline to delivery</h2><canvas class=\"still\" id=\"lateness\"></canvas>");
      out.append("<p class=\"note\">").append(grouped(history.expirations().count())).append(" timers and sleeps</p></section>");
    }
    out.append("</div>\n");
  }

  private static long sum(long[][] buckets) {
    long sum = 0;
    for (long[] each : buckets) {
      for (long count : each) {
        sum += count;
      }
    }
    return sum;
  }

  private void savings(StringBuilder out) {
    long delivered = report.metrics().expirations();
    long wakeups = report.metrics().timerWakeups();
    if (delivered == 0 || wakeups == 0) {
      return;
    }
    long most = Math.max(wakeups, uncoalesced.orElse(delivered));
    out.append("<section class=\"card\"><h2>Wakeups by timers</h2><div class=\"savings\">");
    saving(out, "as it was", wakeups, most, "");
    saving(out, uncoalesced.isPresent() ? "without coalescing" : "timers delivered", uncoalesced.orElse(delivered), most, "more");
    out.append("</div><p class=\"note\">").append(grouped(delivered)).append(" timers and sleeps in ").append(grouped(wakeups));
    out.append(" wakeups");
    if (uncoalesced.isPresent() && uncoalesced.getAsLong() > wakeups) {
      long saved = uncoalesced.getAsLong() - wakeups;
      out.append(": ").append(grouped(saved)).append(" saved, ").append(saved * 100 / uncoalesced.getAsLong()).append(" %");
    }
    out.append("</p></section>\n");
  }

  private static void saving(StringBuilder out, String what, long count, long most, String style) {
    out.append("<span>").append(what).append("</span><div class=\"").append(style).append("\" style=\"width:");
    out.append(Math.max(1, count * 100 / Math.max(1, most))).append("%\"></div><b>").append(grouped(count)).append("</b>");
  }

  private static String tone(Verdict verdict) {
    return switch (verdict) {
      case PASSED, EXPECTED_FAILURE -> "good";
      case FAILED, STOPPED -> "bad";
      case VACUOUS, UNDECIDED -> "warn";
      case SKIPPED -> "soft";
    };
  }

  /** A text as part of a page: nothing in it is markup. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
    return out.toString();
  }

  /** The data of the timeline as JSON that can stand in a script element: without any character that could end it. */
  private String data() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("endNs", history.endNs());
      json.writeNumberField("harts", history.harts());
      json.writeNumberField("failedNs", report.failures().isEmpty() ? 0 : report.failures().get(0).position().timeNs());
      tasks(json);
      rows(json, "spans", history.spans().rows());
      rows(json, "ipis", history.ipis().rows());
      rows(json, "expirations", history.expirations().rows());
      rows(json, "wakeups", history.wakeups().rows());
      rows(json, "misses", history.misses().rows());
      rows(json, "depth", history.depths().rows());
      marks(json);
      json.writeArrayFieldStart("gaps");
      long[] gap = history.spans().gap(3, 2);
      if (gap != null) {
        json.writeArray(gap, 0, gap.length);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("latency");
      for (QosClass of : QosClass.values()) {
        histogram(json, of.label(), history.latency()[of.ordinal()]);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("lateness");
      histogram(json, "timer", history.lateness());
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        .replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  private void tasks(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("tasks");
    json.writeObjectFieldStart("0");
    json.writeStringField("name", history.nameOf(0));
    json.writeEndObject();
    for (int pid : history.pids()) {
      json.writeObjectFieldStart(Integer.toString(pid));
      json.writeStringField("name", history.nameOf(pid));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void rows(JsonGenerator json, String name, List<long[]> rows) throws IOException {
    json.writeArrayFieldStart(name);
    for (long[] row : rows) {
      json.writeArray(row, 0, row.length);
    }
    json.writeEndArray();
  }

  private void marks(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("marks");
    for (RunHistory.Mark mark : history.marks()) {
      json.writeStartArray();
      json.writeNumber(mark.timeNs());
      json.writeNumber(mark.hart());
      json.writeNumber(mark.pid());
      json.writeString(mark.text().length() > LONGEST_LINE ? mark.text().substring(0, LONGEST_LINE) + "…" : mark.text());
      json.writeNumber(mark.fault() ? 1 : 0);
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void histogram(JsonGenerator json, String color, long[] counts) throws IOException {
    json.writeStartObject();
    json.writeStringField("color", color);
    json.writeFieldName("counts");
    json.writeArray(counts, 0, counts.length);
    json.writeEndObject();
  }
}
