// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.ConsoleLine;
import dev.nxs.Engine;
import dev.nxs.Report;
import dev.nxs.RunOptions;
import dev.nxs.Verdict;
import dev.nxs.syntax.Source;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands of the prompt do, without any terminal. */
class ShellTest {
  @ParameterizedTest
  @EnumSource(CommandWord.class)
  void theExampleOnEachPageRuns(CommandWord command) {
    String example = command.example();
    if (example == null) {
      assertThat(command).isEqualTo(CommandWord.LOAD);
      return;
    }
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      int code = typed.code(example);
      if (command == CommandWord.INJECT) {
        // Faults that this version does not run are refused, and nothing else.
        assertThat(code == 0 || typed.printed().contains("NXS1601")).as(typed.printed()).isTrue();
      } else {
        assertThat(code).as(typed.printed()).isZero();
      }
    }
  }

  @Test
  void everyCommandHasAPageAndStandsInTheList() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      String list = typed.type("help");
      for (CommandWord command : CommandWord.values()) {
        assertThat(list).contains("\n  " + command.word());
        assertThat(typed.type("help " + command.word())).startsWith(command.word());
        command.aliases().forEach(alias -> assertThat(CommandWord.of(alias)).isEqualTo(command));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"machine", "harts", "tasks", "queues", "timers", "ipis", "qos", "locks", "snapshots", "expect"})
  void everyTopicIsATableThatFitsAndJson(String topic) {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      typed.code("goto 2ms; snapshot here");
      assertThat(typed.type("info " + topic).lines()).allMatch(line -> line.length() <= 80).isNotEmpty();
      String json = typed.type("info " + topic + " --format json");
      assertThat(json).startsWith("{\"" + topic + "\":[").endsWith("]}\n").hasLineCount(1);
    }
  }

  @Test
  void aBreakpointAtThePlaceOfATraceStopsAndTheTraceRunsAllTheSame() {
    for (String both :
        List.of(
            "trace on \"timed: ready\" { print 40 + 2 }; break on \"timed: ready\"",
            "break on \"timed: ready\"; trace on \"timed: ready\" { print 40 + 2 }")) {
      try (Typed typed = Typed.file(Typed.COALESCE)) {
        typed.code(both);
        String stop = both.startsWith("break") ? "stop b1 " : "stop b2 ";
        assertThat(typed.type("run")).contains("\n42\n", stop);
        assertThat(typed.shell().prompt()).isEqualTo("0ns#5> ");
        assertThat(typed.type("breaks")).containsPattern("b1 .* yes +1 ").containsPattern("b2 .* yes +1 ");
        assertThat(typed.type("run")).contains("stop end").doesNotContain("42");
      }
    }
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      typed.code("trace on \"timed: ready\" { print 40 + 2 }");
      assertThat(typed.type("run until \"timed: ready\"")).contains("\n42\n", "stop until \"timed: ready\" at 0ns#5");
    }
  }

  @Test
  void aTraceHasTheNameThatTheTableShows() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      assertThat(typed.type("break when now() > 1ms; trace on \"indexer 0 woke\" { print now() }"))
          .endsWith("b2  marker \"indexer 0 woke\"\n");
      assertThat(typed.type("breaks")).contains("\nb2    trace ");
    }
  }

  @Test
  void aFileOfScenariosIsNoFileOfCommands() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      String before = typed.shell().prompt();
      assertThat(typed.code("load " + Typed.COALESCE)).isEqualTo(2);
      assertThat(typed.printed()).contains("holds scenarios, and `load` runs the commands of a file", "start `nxs repl ");
      assertThat(typed.shell().prompt()).isEqualTo(before);
    }
  }

  @Test
  void aBreakpointStopsAndGoingBackTakesLinesBack() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      assertThat(typed.type("break on \"indexer 0 woke\"")).isEqualTo("b1  marker \"indexer 0 woke\"\n");
      assertThat(typed.type("run")).contains("stop b1 \"indexer 0 woke\" at 8ms#18  h0/indexer[0]   (+18 events, +8ms)");
      assertThat(typed.type("back 3"))
          .isEqualTo("back 8ms#18 -> 8ms#15   1 line taken back; the last line is now \"timed: ready\"\n");
      assertThat(typed.shell().prompt()).isEqualTo("8ms#15> ");
    }
  }

  @Test
  void aFailedAssertionShowsTheValuesOfItsParts() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      assertThat(typed.code("goto 2ms; assert timer_wakeups() + 1 == expirations()")).isEqualTo(1);
      assertThat(typed.printed())
          .endsWith(
              """
              assertion failed at 2ms#14
                timer_wakeups() + 1 == expirations()
                |                      0
                1
                0
              """);
    }
  }

  @Test
  void anExpressionPrintsItsValue() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      assertThat(typed.type("2ms + 3us")).isEqualTo("2.003ms\n");
      assertThat(typed.type("p [1, 2]")).isEqualTo("[1, 2]\n");
      assertThat(typed.type("state(indexer[1])")).isEqualTo("\"new\"\n");
      assertThat(typed.type("run; wake_latency(indexer[1]).count")).endsWith("\n2\n");
    }
  }

  @Test
  void aDeclarationJoinsTheScenario() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      assertThat(typed.code("task late(start: 5ms) {\n  mark(\"late\")\n}")).isZero();
      assertThat(typed.type("run")).contains("late        late");
    }
  }

  @Test
  void anyEventOfAKindStops() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      assertThat(typed.type("break event block by task timed once")).isEqualTo("b1  event block by task timed\n");
      assertThat(typed.type("run")).contains("stop b1 event block by task timed at 0ns#").contains("/timed");
      assertThat(typed.type("run until event timer-wakeup")).contains("stop until event timer-wakeup at 8ms#");
      assertThat(typed.type("goto 7ms; run until 9ms timeout 500us")).endsWith("it was not reached in time: 9ms\n");
    }
  }

  @Test
  void linesAreFoundByTextPatternCountAndInstant() {
    try (Typed typed = Typed.text("scenario \"s\" {\nat 1ms { mark(\"a  last 1\") }\nat 2ms { mark(\"b\") }\nat 3ms { mark(\"b\") }\n}")) {
      typed.code("goto end");
      assertThat(typed.type("markers \"a  last 1\"")).hasLineCount(1).contains("a  last 1");
      assertThat(typed.type("markers \"b\" last 1")).hasLineCount(1).contains("0.003");
      assertThat(typed.type("markers since 2ms")).hasLineCount(2);
      assertThat(typed.type("markers contains \"las\" since 0ms last 5")).hasLineCount(1);
      assertThat(typed.type("markers starts \"c\"")).isEqualTo("no line\n");
    }
  }

  @Test
  void locksTellWhoHoldsThemAndWhoWaits() {
    String text =
        """
        scenario "s" {
          machine(harts: 2)
          mutex m
          barrier gate(parties: 3)
          task holder(qos: idle) { lock(m); compute(5ms); unlock(m) }
          task second(start: 1ms) { lock(m); unlock(m) }
          task first(start: 500us) { arrive(gate) }
        }
        """;
    try (Typed typed = Typed.text(text)) {
      assertThat(typed.type("goto 2ms; info locks"))
          .contains("mutex    m     held by holder  second")
          .contains("barrier  gate  1 of 3 arrived  first");
      assertThat(typed.type("goto end; info locks")).contains("mutex    m     free            -");
    }
  }

  @Test
  void queuesAreToldInTheOrderInWhichTheyAreTakenFrom() {
    String tasks = "task low(qos: idle) { compute(1ms) }\ntask mid { compute(1ms) }\ntask high(qos: interactive) { compute(1ms) }\ntask run(qos: perfburst) { compute(9ms) }";
    try (Typed typed = Typed.text("scenario \"s\" { machine(harts: 1, queues: \"global\")\n" + tasks + "\n}")) {
      typed.code("goto 1ms");
      String queues = typed.type("info queues");
      assertThat(queues.lines().filter(line -> line.startsWith("all "))).hasSize(3);
      assertThat(queues).containsSubsequence("high", "mid", "low");
    }
    try (Typed typed = Typed.text("scenario \"s\" { machine(harts: 1, profile: \"nexus\")\n" + tasks + "\n}")) {
      assertThat(typed.type("goto 1ms; info queues")).containsSubsequence("high", "mid", "low");
    }
  }

  @Test
  void aTraceRunsItsCommandsAndGoesOn() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      typed.code("trace on marker starts \"indexer\" { print now() }");
      String printed = typed.type("run");
      assertThat(printed.split("\n8ms\n", -1)).hasSize(4);
      assertThat(printed).contains("stop end");
    }
  }

  @Test
  void aDisplayIsPrintedAtEveryStop() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      typed.code("display timer_wakeups()");
      assertThat(typed.type("step")).endsWith("d1 timer_wakeups() = 0\n");
      assertThat(typed.type("run")).endsWith("d1 timer_wakeups() = 1\n");
      typed.code("undisplay 1");
      assertThat(typed.type("back")).doesNotContain("d1");
    }
  }

  @Test
  void anEmptyLineRepeatsTheLastMotion() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      typed.code("step 2");
      typed.code("print 1");
      typed.code("");
      assertThat(typed.session().position().step()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "info tiemrs | there is no topic `tiemrs` | did you mean `timers`?",
        "rnu | this is no command and no expression | did you mean `run`?",
        "run sideways | `run` goes on as it is | run for 5ms",
        "step 0 | `0` is no count | ",
        "goto 99ms#7 | the run has no place 99ms#7; event 7 is at 0ns | ",
        "run until 99ms#7 | the run has no place 99ms#7; event 7 is at 0ns | ",
        "break at 99ms#7 | the run has no place 99ms#7; event 7 is at 0ns | ",
        "back to 1ms#7 | the run has no place 1ms#7; event 7 is at 0ns | ",
        "run until 99ms#99 | the run has no place 99ms#99; it ends at 8ms#20 | ",
        "run until 1ms | 1ms lies behind 2ms#14 | `back to 1ms` goes there",
        "break event stael | there is no kind of event `stael`; did you mean `steal`? | ",
        "break event dispatch on hart 9 | hart 9 does not exist | ",
        "markers last x | `x` is no count | ",
        "goto never | this is no place of a run | ",
        "break sideways | `break` needs to know where | ",
        "break on dispach(indexer) | NXS | ",
        "delete 7 | there is no breakpoint 7 | ",
        "restore nothing | there is no snapshot `nothing` | ",
        "why task indxer | no task is called `indxer` | ",
        "why timer x | `why timer` needs the id of a timer | ",
        "set now() = 3 | `now()` cannot be set | ",
        "set speed = 3 | speed | ",
        "quit 300 | an exit code is 0 to 255 | ",
        "print cpu_time( | NXS | ",
        "next 5 5 | `5` is too much here | ",
        "expect marker | NXS | ",
        "task x { compute(3) } | input:1:18 | ",
      })
  void whatMakesNoSenseIsRefusedAndNothingChanges(String line, String message, String help) {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      typed.code("goto 2ms");
      var before = typed.session().snapshot();
      assertThat(typed.code(line)).isEqualTo(2);
      assertThat(typed.printed()).contains(message).contains(help == null ? "" : help);
      assertThat(typed.session().snapshot()).isEqualTo(before);
    }
  }

  @Test
  void aSessionIsExportedAsAFileThatDoesTheSame(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("exported.nxs");
    try (Typed typed = Typed.file(Path.of("examples/validation/starved-boot.nxs"))) {
      typed.code("run until when running(display)");
      typed.code("run for 5ms; assert cpu_time(display) == 5ms");
      typed.code("act mark(\"from outside\")");
      typed.code("run for 5ms; assert ready(background[0]); assert running(background[1])");
      typed.code("goto end");
      List<ConsoleLine> lines = typed.session().markers();
      assertThat(typed.code("export session " + file)).as(typed.printed()).isZero();

      String text = Files.readString(file);
      assertThat(text).contains("(cpu_time(display) == 5ms) at 5ms").contains("xfail");
      Report report =
          Engine.create().compile(Source.of("exported.nxs", text)).scenarios().get(0).run(RunOptions.defaults());
      assertThat(report.verdict()).isEqualTo(Verdict.EXPECTED_FAILURE);
      assertThat(report.expectations().stream().map(e -> e.verdict()).toList())
          .containsSubsequence(Verdict.PASSED, Verdict.PASSED, Verdict.PASSED, Verdict.EXPECTED_FAILURE);
      assertThat(report.markers()).isNotEmpty();
      assertThat(lines).containsAll(report.markers());
    }
  }

  @Test
  void aScriptStopsAtItsFirstMistake() throws IOException {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      Batch batch = new Batch(typed.shell(), typed.stream(), false, false);
      assertThat(batch.feed(new StringReader("step\nassert now() == 1ms\nstep\n"), "x")).isFalse();
      assertThat(typed.session().position().step()).isEqualTo(1);
      assertThat(typed.shell().exit()).isEqualTo(1);
    }
  }

  @Test
  void aScriptGoesOnWhereItIsToldToAndStillFails() throws IOException {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      Batch batch = new Batch(typed.shell(), typed.stream(), false, true);
      assertThat(batch.feed(new StringReader("step\nnonsense here\r\n\r\n# a remark\nstep"), "x")).isTrue();
      assertThat(typed.session().position().step()).isEqualTo(2);
      assertThat(typed.shell().exit()).isEqualTo(2);
    }
  }

  @Test
  void aBlockThatIsNeverClosedIsAMistake() throws IOException {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      Batch batch = new Batch(typed.shell(), typed.stream(), false, false);
      assertThat(batch.feed(new StringReader("step\ntask x {\n  compute(1ms)\n"), "the input")).isFalse();
      assertThat(typed.printed()).contains("a block that is opened in line 2 of the input is never closed");
      assertThat(typed.shell().exit()).isEqualTo(2);
    }
  }

  @Test
  void commandsAreTakenApartOutsideOfStringsAndBlocks() {
    assertThat(Splitter.split("a; b \"x;y\" ; c { d; e }\n// f\ng // h\n# i\nr\"\\d;\""))
        .containsExactly("a", "b \"x;y\"", "c { d; e }", "g", "r\"\\d;\"");
    assertThat(Splitter.isOpen("task x {")).isTrue();
    assertThat(Splitter.isOpen("\"{\"")).isFalse();
    assertThat(Splitter.isOpen("/* a")).isTrue();
  }

  @Test
  void completionKnowsCommandsNamesLinesAndUnits() {
    try (Typed typed = Typed.file(Typed.COALESCE)) {
      typed.code("run");
      Completions completions = typed.shell().completions();
      assertThat(completions.of("inf")).containsExactly("info");
      assertThat(completions.of("info ti")).containsExactly("timers");
      assertThat(completions.of("why task ind")).contains("indexer[0]", "indexer[2]");
      assertThat(completions.of("break on \"ti")).containsExactly("\"timed: ready\"");
      assertThat(completions.of("run for 5")).contains("5ms");
      assertThat(completions.of("print timer_w")).containsExactly("timer_wakeups");
      assertThat(completions.of("load examples/coal")).containsExactly("examples/coalesce.nxs");
    }
  }

  @Test
  void theScheduleIsDrawnAsWideAsTheTerminal() {
    String text =
        "scenario \"s\" {\n machine(harts: 2)\n task a { compute(4ms) }\n task b { sleep(1ms); compute(2ms) }\n run for 8ms\n}\n";
    try (Typed typed = Typed.text(text)) {
      String drawn = typed.type("run; gantt");
      assertThat(drawn).contains("\nh0 aaaa");
      List<String> lines = drawn.lines().filter(line -> line.startsWith("h")).toList();
      assertThat(lines).hasSize(2).allMatch(line -> line.length() <= 80);
      assertThat(lines.get(0).chars().filter(c -> c == 'a').count()).isBetween(37L, 39L);
      assertThat(lines.get(1).chars().filter(c -> c == 'b').count()).isBetween(18L, 20L);
    }
  }
}
