// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.report.KernelLog;
import dev.nxs.syntax.Source;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The log of a run, damaged in every way that serial lines, emulators and trimming do it, has the verdicts that it should. */
class DamagedLogsTest {
  private static final String RUN =
      """
      scenario "boot" {
        machine(harts: 2)
        task init { mark("boot 1.0"); mark("init: start"); sleep(2ms); mark("init: ready") }
        task timed(start: 1ms) { mark("timed: ready"); sleep(1ms); mark("timed: fire id=1 late=2ms") }
        task self(start: 3ms) { mark("SELFTEST: qos ok"); sleep(1ms); mark("SELFTEST: ipi ok"); mark("SELFTEST: end") }
      }
      """;

  private static final String EXPECTED =
      """
      log board {
        banner "boot 1.0"
        prefix "[ts={time:ms}ms] "
        prefix "[{level} {source}] "
        %s
      }
      expect boot {
        marker "SELFTEST: qos ok"
        never marker contains "PANIC"
        order { marker "init: start"; marker "init: ready" }
        marker "timed: ready" within 2ms
        once marker "SELFTEST: ipi ok"
      }
      """;

  /** The lines of the run, each with its time in front and without an end. */
  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    Ran.of(RUN, RunOptions.defaults().listener(line -> lines.add(KernelLog.stamped(line).strip())));
    return lines;
  }

  private static String verdicts(byte[] log, String rules, LogCheck.Torn torn, boolean killed) throws IOException {
    Source source = Source.of("boot.nxs", EXPECTED.formatted(rules));
    LogCheck.Result result =
        LogCheck.ofSets(source, EngineOptions.defaults(), List.of())
            .judge(new ByteArrayInputStream(log), "uart.log", new LogCheck.Options(false, killed, false, List.of(), torn));
    return result.expectations().stream().map(e -> e.verdict().name().substring(0, 1)).collect(Collectors.joining());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Lines as a log, after a change to each. */
  private static String each(UnaryOperator<String> change) {
    return lines().stream().map(change).collect(Collectors.joining("\n", "", "\n"));
  }

  /** Lines as a log, after the line of a text was replaced. */
  private static String instead(String text, String replacement) {
    return each(line -> line.endsWith("] " + text) ? line.substring(0, line.length() - text.length()) + replacement : line);
  }

  private static String at(String text, UnaryOperator<String> change) {
    return each(line -> line.endsWith("] " + text) ? change.apply(line) : line);
  }

  /** Every text damage: its name, the log, and the verdicts of the five expectations, P F U. */
  private static Map<String, String[]> damages() {
    Map<String, String[]> all = new TreeMap<>();
    String ok = "PPPPP";
    String qos = "SELFTEST: qos ok";
    all.put("none", new String[] {each(l -> l), ok});
    all.put("carriage returns and line feeds", new String[] {each(l -> l + "\r"), ok});
    all.put("carriage returns alone", new String[] {String.join("\r", lines()) + "\r", ok});
    all.put("empty lines", new String[] {each(l -> "\n" + l + "\n"), ok});
    all.put("zero bytes in every line", new String[] {each(l -> "\0" + l.substring(0, 9) + "\0\0" + l.substring(9)), ok});
    all.put("colours around", new String[] {each(l -> "\u001b[1;32m" + l + "\u001b[0m"), ok});
    all.put("colours inside", new String[] {each(l -> l.replace("ok", "\u001b[32mok\u001b[m")), ok});
    all.put("cursor and erase sequences", new String[] {each(l -> "\u001b[2K\u001b[1G" + l + "\u001b[?25l"), ok});
    all.put("a window title, ended by a bell", new String[] {each(l -> "\u001b]0;qemu\u0007" + l), ok});
    all.put("a window title, ended by ST", new String[] {each(l -> "\u001b]0;qemu\u001b\\" + l), ok});
    all.put("a device string", new String[] {each(l -> "\u001bP1$r0m\u001b\\" + l), ok});
    all.put("privacy and application strings", new String[] {each(l -> "\u001b^x\u001b\\\u001b_y\u001b\\" + l), ok});
    all.put("a start of string", new String[] {each(l -> "\u001bXx\u001b\\" + l), ok});
    all.put("a string that is never ended", new String[] {each(l -> l + "\u001b]0;qemu"), ok});
    all.put("a sequence that is cut by the end of its line", new String[] {each(l -> l + "\u001b["), ok});
    all.put("line ends of all kinds", new String[] {mixedEnds(), ok});
    all.put("lines of two writers in turn", new String[] {each(l -> l + "\n[INFO logd] logd: cpu1\n[ts=1ms] gpud: cpu0"), ok});
    all.put("sequences of two characters", new String[] {each(l -> "\u001b=\u001b(B" + l + "\u001bM"), ok});
    all.put("sequences of one character", new String[] {each(l -> "\u009b31m" + l + "\u009d0;t\u009c"), ok});
    all.put("bells and shifts", new String[] {each(l -> "\u0007\u000e" + l + "\u000f"), ok});
    all.put("trailing blanks", new String[] {each(l -> l + "  \t"), ok});
    all.put("other lines in between", new String[] {each(l -> l + "\n[INFO net] net: poll\nraw text"), ok});
    all.put("a level in place of the time", new String[] {at(qos, l -> "[INFO self] " + qos), ok});
    all.put("no time where one matters", new String[] {at("timed: ready", l -> "[INFO timed] timed: ready"), "PPPUP"});
    all.put("the same with FAIL behind it", new String[] {instead(qos, qos + " FAIL"), "FPPPP"});
    all.put("a longer line", new String[] {instead(qos, qos + "ay"), "FPPPP"});
    all.put("other capitals", new String[] {instead(qos, "selftest: qos ok"), "FPPPP"});
    all.put("a line that is missing", new String[] {instead(qos, "x"), "FPPPP"});
    all.put("a line twice", new String[] {at("SELFTEST: ipi ok", l -> l + "\n" + l), "PPPPF"});
    all.put("a panic", new String[] {at(qos, l -> l + "\nPANIC at 0x0"), "PFPPP"});
    all.put("two lines in the other order", new String[] {swapped("init: start", "init: ready"), "PPFPP"});
    all.put("a late line", new String[] {at("timed: ready", l -> "[ts=9ms] timed: ready"), "PPPFP"});
    all.put("a very long line before", new String[] {at(qos, l -> "x".repeat(200_000) + "\n" + l), ok});
    all.put("control characters alone", new String[] {each(l -> l + "\n\u0001\u0002\u0003"), ok});
    // The head is cut off: what came before is not known.
    all.put("no head", new String[] {cut(90, Integer.MAX_VALUE), "PUUUU"});
    all.put("no banner", new String[] {each(l -> l.replace("boot 1.0", "x")), "PUPUU"});
    all.put("no end of the last line", new String[] {each(l -> l).stripTrailing(), "PUPPU"});
    all.put("no tail", new String[] {cut(0, each(l -> l).indexOf(qos) + 3), "UUPPU"});
    all.put("nothing", new String[] {"", "UUUUU"});
    all.put("zero bytes alone", new String[] {"\0\0\0\0", "UUUUU"});
    // Only the last boot is judged.
    all.put("two boots", new String[] {each(l -> l) + each(l -> l), ok});
    all.put("a boot that panics, and one that does not", new String[] {each(l -> l) .replace("init: ready", "PANIC") + each(l -> l), ok});
    all.put("a boot, and the start of another", new String[] {each(l -> l) + "[ts=0ms] boot 1.0\n", "FPFFF"});
    // Torn lines decide nothing, and fail what they would decide.
    all.put("torn by a line", new String[] {at(qos, l -> l.replace("qos ok", "q[INFO net] net: up\nos ok")), "FPPPP"});
    all.put("torn by a line feed", new String[] {at(qos, l -> l.replace("qos ok", "qos\nok")), "FPPPP"});
    all.put("torn, with lines in between", new String[] {at(qos, l -> l.replace("qos ok", "q\nnet: up\nnet: 2\nos ok")), "FPPPP"});
    all.put("a line behind another without a line feed", new String[] {at(qos, l -> "[INFO net] net: up" + l), "FPPPP"});
    all.put("characters of another in front", new String[] {at(qos, l -> "[ts=3ms] UB!" + qos), "FPPPP"});
    all.put("torn, and whole once more", new String[] {at(qos, l -> l.replace("qos ok", "q\nos ok") + "\n" + l), ok});
    all.put("folded", new String[] {
        "boot 1.0\n[    0.158113]  OK     kself          53/53   14ms\n OK  self 3/3 2ms\ntimed: ready\n".replace("[    0.158113]", ""), "UPUUU"});
    return all;
  }

  private static String mixedEnds() {
    StringBuilder log = new StringBuilder();
    List<String> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      log.append(lines.get(i)).append(List.of("\n", "\r\n", "\r").get(i % 3));
    }
    return log.append("\n").toString();
  }

  private static String swapped(String a, String b) {
    List<String> lines = new ArrayList<>(lines());
    int first = 0;
    int second = 0;
    for (int i = 0; i < lines.size(); i++) {
      first = lines.get(i).endsWith(a) ? i : first;
      second = lines.get(i).endsWith(b) ? i : second;
    }
    Collections.swap(lines, first, second);
    return String.join("\n", lines) + "\n";
  }

  private static String cut(int from, int to) {
    String log = each(l -> l);
    return log.substring(Math.min(from, log.length()), Math.min(to, log.length()));
  }

  static Stream<Arguments> texts() {
    return damages().entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()[0], e.getValue()[1]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void aDamagedLogHasItsVerdicts(String name, String log, String expected) throws IOException {
    assertThat(verdicts(utf8(log), "", LogCheck.Torn.FAIL, false)).as(log).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void aLogOfAKilledMachineTellsNoAbsence(String name, String log, String expected) throws IOException {
    String killed = verdicts(utf8(log), "", LogCheck.Torn.FAIL, true);
    for (int i = 0; i < killed.length(); i++) {
      boolean unsaid = i == 1 || i == 4;
      if (unsaid && expected.charAt(i) == 'P') {
        assertThat(killed.charAt(i)).as(name + " " + i).isEqualTo('U');
      }
    }
  }

  @Test
  void tornLinesAreJoinedWhereThatIsAskedFor() throws IOException {
    damages().forEach(
        (name, damage) -> {
          if (name.startsWith("torn") || name.startsWith("a line behind") || name.startsWith("characters of")) {
            try {
              assertThat(verdicts(utf8(damage[0]), "", LogCheck.Torn.ACCEPT, false)).as(name).isEqualTo("PPPPP");
              String hinted = verdicts(utf8(damage[0]), "", LogCheck.Torn.HINT, false);
              assertThat(hinted).as(name).isEqualTo(damage[1].replace('F', 'U'));
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        });
  }

  @Test
  void brokenUtf8IsHarmlessWhereItStandsAlone() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    for (String line : lines()) {
      log.write(new byte[] {(byte) 0xFF, (byte) 0xC3, '\n', (byte) 0x80, '\n'});
      log.write(utf8(line + "\n"));
    }
    assertThat(verdicts(log.toByteArray(), "", LogCheck.Torn.FAIL, false)).isEqualTo("PPPPP");

    byte[] hurt = new String(utf8(each(l -> l)), StandardCharsets.ISO_8859_1).replace("qos ok", "qos\u00ff ok").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(verdicts(hurt, "", LogCheck.Torn.FAIL, false)).startsWith("F");
  }

  @Test
  void anEscapedLogIsReadWhereItsRuleSaysSo() throws IOException {
    StringBuilder escaped = new StringBuilder();
    each(l -> l).chars().forEach(c -> escaped.append((char) c).append('E'));
    assertThat(verdicts(utf8(escaped.toString()), "decode \"escape-e\"", LogCheck.Torn.FAIL, false)).isEqualTo("PPPPP");
  }
}
