// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit XML as Surefire writes it and CI servers read it: one suite, one case for each scenario, the file as its class
 * name. The schema knows no places, so file and line open the message of a failure and stand in the output of a success.
 *
 * <p>The suite begins with its totals, which are known last; the cases wait in a file, not in memory.
 */
public final class JUnitXml implements ReportSink {
  private final String suite;
  private final WholeFile file;
  private final Path casesFile;
  private final Writer cases;

  /**
   * Begins a report.
   *
   * @param suite its name
   * @throws IOException if the file cannot be written
   */
  public JUnitXml(Path place, String suite) throws IOException {
    this.suite = suite;
    file = new WholeFile(place);
    casesFile = file.draft().resolveSibling(file.draft().getFileName() + ".cases");
    cases = Files.newBufferedWriter(casesFile, StandardCharsets.UTF_8);
  }

  @Override
  public void accept(CaseResult result) throws IOException {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      write(xml, result);
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    cases.write("  " + text + "\n");
  }

  private static void write(XMLStreamWriter xml, CaseResult result) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", clean(result.title().isEmpty() ? result.file() : result.title()));
    xml.writeAttribute("classname", clean(result.file()));
    xml.writeAttribute("time", seconds(result.wallNs()));
    switch (result.kind()) {
      case PASSED, EXPECTED_FAILURE -> {}
      case SKIPPED -> {
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", clean(result.remark()));
      }
      case VACUOUS -> {
        if (!result.ok()) {
          problem(xml, "failure", result);
        }
      }
      case FAILED, UNDECIDED -> problem(xml, "failure", result);
      case STOPPED, BROKEN, BUG -> problem(xml, "error", result);
    }
    xml.writeStartElement("system-out");
    xml.writeCharacters(clean(output(result)));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static void problem(XMLStreamWriter xml, String element, CaseResult result) throws XMLStreamException {
    xml.writeStartElement(element);
    String place = result.file() + ":" + result.line();
    String what = result.kind().text();
    StringBuilder text = new StringBuilder();
    if (!result.findings().isEmpty()) {
      Finding first = result.findings().get(0);
      place = first.file() + ":" + first.line();
      what = first.message();
      result.findings().forEach(finding -> text.append(text.isEmpty() ? "" : "\n").append(finding.text()));
    }
    String type = result.findings().isEmpty() ? "" : result.findings().get(0).code();
    xml.writeAttribute("message", clean(place + ": " + what));
    xml.writeAttribute("type", type.isEmpty() ? result.kind().word() : type);
    xml.writeCharacters(clean(text.toString()));
    xml.writeEndElement();
  }

  private static String output(CaseResult result) {
    StringBuilder out = new StringBuilder();
    out.append(result.file()).append(':').append(result.line()).append(": ").append(result.kind().text());
    if (!result.remark().isEmpty()) {
      out.append(" (").append(result.remark()).append(')');
    }
    if (!result.hash().isEmpty()) {
      out.append("\nended at ").append(result.position()).append(", hash ").append(result.hash());
    }
    for (CaseResult.Expected expected : result.expectations()) {
      out.append('\n').append(expected.verdict()).append(' ').append(expected.text());
      if (!expected.detail().isEmpty()) {
        out.append(" (").append(expected.detail()).append(')');
      }
    }
    return out.append('\n').toString();
  }

  @Override
  public void finish(Totals totals) throws IOException {
    cases.close();
    try (Writer out = file.writer()) {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", clean(suite));
      xml.writeAttribute("time", seconds(totals.wallNs()));
      xml.writeAttribute("tests", Integer.toString(totals.all()));
      int errors = totals.count(CaseKind.STOPPED) + totals.count(CaseKind.BROKEN) + totals.count(CaseKind.BUG);
      xml.writeAttribute("errors", Integer.toString(errors));
      xml.writeAttribute("skipped", Integer.toString(totals.count(CaseKind.SKIPPED)));
      xml.writeAttribute("failures", Integer.toString(totals.failures()));
      xml.writeCharacters("\n");
      xml.flush();
      Files.newBufferedReader(casesFile, StandardCharsets.UTF_8).transferTo(out);
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    } finally {
      Files.deleteIfExists(casesFile);
    }
    file.publish();
  }

  /** A text without the characters that XML cannot hold; each becomes a replacement character. */
  static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isXml(c) ? c : 0xFFFD));
    return out.toString();
  }

  private static boolean isXml(int c) {
    return c == '\t' || c == '\n' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }

  private static String seconds(long ns) {
    BigDecimal seconds = BigDecimal.valueOf(ns, 9).setScale(3, RoundingMode.HALF_UP);
    return String.format(Locale.ROOT, "%s", seconds.toPlainString());
  }
}
