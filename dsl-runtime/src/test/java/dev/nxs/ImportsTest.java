// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What imports bring, where they lead, and what they do not let happen. */
class ImportsTest {
  private static final String ALONE = "scenario \"s\" { expect { now() == 0ns } }\n";

  @TempDir Path folder;

  @Test
  void namesOfAnotherFileBecomeVisible() {
    assertPasses(
        """
        import "lib/work.nxs"
        scenario "s" {
          machine two(timeslice: 5ms)
          task w = worker(period, twice(cost))
          expect boot
          expect { cpu_time(w) == 2ms; utilization(hart(1)) == 0.0 }
        }
        """,
        Map.of("lib/work.nxs", WORK));
  }

  @Test
  void aNameBeforeThemKeepsThemApart() {
    assertPasses(
        """
        import "lib/work.nxs" as lib
        let period = 1ms
        fn twice(d: duration): duration = d * 4
        scenario "s" {
          machine lib.two()
          let slow = lib.period * 2
          task w = lib.worker(slow, lib.twice(lib.cost) + twice(0ns))
          task here { mark("${lib.period} ${lib.twice(period)}") }
          expect lib.boot
          expect { cpu_time(w) == 2ms; marker "3ms 2ms" }
        }
        """,
        Map.of("lib/work.nxs", WORK));
  }

  private static final String WORK =
      """
      import "../base.nxs"
      let cost = 1ms
      let period = base * 3
      fn twice(d: duration): duration = d * 2
      program worker(pause: duration, work: duration) { compute(work); mark("worked ${twice(base)}"); sleep(pause) }
      machine two(harts: 2)
      expect boot { marker "worked 2ms" at cost * 2; finally exited(w) }
      """;

  private static Map<String, String> withBase(Map<String, String> files) {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.put("base.nxs", "let base = 1ms\n");
    return all;
  }

  @Test
  void whatAFileImportsIsHandedOnUnlessItHasAName() {
    Map<String, String> files =
        Map.of("a.nxs", "import \"b.nxs\"\nimport \"c.nxs\" as c\n", "b.nxs", "let x = 1\n", "c.nxs", "let y = 2\n");

    assertThat(codes("import \"a.nxs\"\nscenario \"s\" { let z = x; expect { z == 1 } }", files)).isEmpty();
    assertThat(codes("import \"a.nxs\"\nscenario \"s\" { let z = y; expect { z == 1 } }", files))
        .containsExactly("NXS1201");
    assertThat(codes("import \"a.nxs\"\nscenario \"s\" { let z = c.y; expect { z == 1 } }", files))
        .containsExactly("NXS1201");
  }

  @Test
  void theSameDeclarationMayComeBySeveralWays() {
    Map<String, String> files =
        Map.of("a.nxs", "import \"c.nxs\"\n", "b.nxs", "import \"c.nxs\"\n", "c.nxs", "let x = 1\nfn f(): int = x\n");

    assertThat(codes("import \"a.nxs\"\nimport \"b.nxs\"\nimport \"./c.nxs\"\nlet z = x + f()\n" + ALONE, files))
        .isEmpty();
  }

  @Test
  void eachFileIsReadOnce() {
    List<String> read = new ArrayList<>();
    SourceLoader texts = SourceLoader.of(Map.of("a.nxs", "import \"c.nxs\"\n", "c.nxs", "let x = 1\n"));
    SourceLoader counting =
        path -> {
          read.add(path.toString());
          return texts.load(path);
        };
    Source main = Source.of("m.nxs", "import \"a.nxs\"\nimport \"c.nxs\" as c\nimport \"d/../c.nxs\" as e\n" + ALONE);

    CompiledFile file = Engine.create(EngineOptions.defaults().loader(counting)).compile(main);

    assertThat(file.diagnostics()).isEmpty();
    assertThat(read).containsExactly("a.nxs", "c.nxs");
  }

  @Test
  void aSecondMeaningOfANameIsAnError() {
    Map<String, String> files = Map.of("a.nxs", "fn f(): int = 1\nlet x = 1\n", "b.nxs", "program f() { }\n");

    assertThat(codes("import \"a.nxs\"\nimport \"b.nxs\"\n" + ALONE, files)).containsExactly("NXS1202");
    assertThat(codes("import \"a.nxs\"\nlet x = 2\n" + ALONE, files)).containsExactly("NXS1202");
    assertThat(codes("import \"a.nxs\" as l\nimport \"b.nxs\" as l\n" + ALONE, files)).containsExactly("NXS1202");
    assertThat(codes("import \"a.nxs\" as l\nimport \"b.nxs\" as k\nlet x = 2\n" + ALONE, files)).isEmpty();
  }

  @Test
  void aCircleIsShownWhole() {
    CompiledFile file =
        compile(
            "import \"a.nxs\"\n" + ALONE,
            Map.of("a.nxs", "import \"b.nxs\"\n", "b.nxs", "import \"c.nxs\"\n", "c.nxs", "import \"b.nxs\"\n"));

    assertThat(Renderer.plain().render(file.diagnostics()))
        .isEqualTo(
            """
            error[NXS1008]: files import each other in a circle
              --> c.nxs:1:8
               |
             1 | import "b.nxs"
               |        ^^^^^^^
              ::: b.nxs:1:8
               |
             1 | import "c.nxs"
               |        ------- imported here
              ::: a.nxs:1:8
               |
             1 | import "b.nxs"
               |        ------- imported here
              ::: main.nxs:1:8
               |
             1 | import "a.nxs"
               |        ------- imported here
               |
               = help: move what both need into a file of its own
            """);
  }

  @Test
  void aFileThatImportsItselfIsACircle() {
    assertThat(codes("import \"main.nxs\"\n" + ALONE, Map.of("main.nxs", "let x = 1\n"))).containsExactly("NXS1008");
  }

  @Test
  void mistakesInAnImportedFileShowTheWay() {
    for (String mistake : List.of("let x = = 1\n", "let x: int = foo\n", "fn f(): int = \"a\"\n")) {
      CompiledFile file =
          compile("import \"a.nxs\"\n" + ALONE, Map.of("a.nxs", "import \"b.nxs\"\n", "b.nxs", mistake));

      assertThat(file.diagnostics()).hasSize(1);
      assertThat(Renderer.plain().render(file.diagnostics()))
          .contains("--> b.nxs:1:")
          .containsSubsequence("::: a.nxs:1:8", "imported here", "::: main.nxs:1:8", "imported here");
    }
  }

  @Test
  void aSetThatDoesNotFitTheScenarioShowsTheWay() {
    CompiledFile file =
        compile("import \"a.nxs\"\nscenario \"s\" { expect gone }", Map.of("a.nxs", "expect gone { exited(nobody) }"));

    assertThat(instanceErrors(file)).contains("NXS1201", "a.nxs:1:22", "main.nxs:1:8", "imported here");
  }

  @Test
  void anEngineReadsNothingUnlessItIsTold() {
    CompiledFile file = Engine.create().compile(Source.of("m.nxs", "import \"a.nxs\"\n" + ALONE));

    assertThat(file.diagnostics()).extracting(problem -> problem.code().id()).containsExactly("NXS1010");
  }

  @Test
  void theLibraryNeedsNoLoader() {
    CompiledFile file =
        Engine.create()
            .compile(
                Source.of("m.nxs", "import \"nxs:workloads\" as l\nscenario \"s\" { task a = l.batch(1ms) }\n"));

    assertThat(file.diagnostics()).isEmpty();
    assertThat(codes("import \"nxs:worklods\"\n" + ALONE, Map.of())).containsExactly("NXS1007");
  }

  @Test
  void theNumberOfImportsIsBounded() {
    Map<String, String> files = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      files.put("f" + i + ".nxs", "import \"f" + (i + 1) + ".nxs\"\n");
    }
    files.put("f300.nxs", "let x = 1\n");

    assertThat(codes("import \"f0.nxs\"\n" + ALONE, files)).containsExactly("NXS1011");
    assertThat(codes("import \"f100.nxs\"\nlet y = x\n" + ALONE, files)).isEmpty();
  }

  @Test
  void nothingOutsideTheRootIsReadWhateverWayLeadsThere() throws IOException {
    Path root = Files.createDirectories(folder.resolve("root/inner"));
    Files.writeString(folder.resolve("secret.nxs"), "let x = 1\n");
    Files.createSymbolicLink(root.resolve("link.nxs"), folder.resolve("secret.nxs"));
    SourceLoader loader = SourceLoader.below(folder.resolve("root"));
    List<String> ways =
        List.of(
            "../../secret.nxs", "../../absent.nxs", folder.resolve("secret.nxs").toString(), "link.nxs",
            "../../nowhere/absent.nxs");
    for (String way : ways) {
      Source main = Source.of(root.resolve("main.nxs").toString(), "import \"" + way + "\"\n" + ALONE);
      List<Diagnostic> problems =
          Engine.create(EngineOptions.defaults().loader(loader)).compile(main).diagnostics();

      assertThat(problems).as(way).extracting(problem -> problem.code().id()).containsExactly("NXS1009");
    }
  }

  @Test
  void pathsStartAtTheImportingFileAndLinksAreOneFile() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("base.nxs"), "let x = 1\n");
    Files.createSymbolicLink(folder.resolve("also.nxs"), folder.resolve("base.nxs"));
    Files.writeString(lib.resolve("a.nxs"), "import \"../base.nxs\"\n");
    Source main =
        Source.of(
            folder.resolve("main.nxs").toString(),
            "import \"lib/a.nxs\"\nimport \"also.nxs\"\nlet y = x\n" + ALONE);

    CompiledFile file =
        Engine.create(EngineOptions.defaults().loader(SourceLoader.below(folder))).compile(main);

    assertThat(file.diagnostics()).isEmpty();
  }

  @Test
  void aPathThatIsNoneIsSaidToBeSo() {
    assertThat(codes("import \"\"\n" + ALONE, Map.of())).containsExactly("NXS1007");
    assertThat(codes("import \"a\\u{0}b\"\n" + ALONE, Map.of())).containsExactly("NXS1007");
    assertThat(codes("import \"a${1}.nxs\"\n" + ALONE, Map.of())).containsExactly("NXS1210");
  }

  @Test
  void anImportIsNoValue() {
    Map<String, String> files = Map.of("a.nxs", "fn f(): int = 1\nlet x = 1\nprogram p() { }\n");
    for (String use : List.of("let z = l", "let z = l.y", "let z = l.f", "let z = l.g()", "let z = l.p()")) {
      assertThat(codes("import \"a.nxs\" as l\nscenario \"s\" { " + use + " }", files)).as(use).hasSize(1);
    }
    assertThat(codes("import \"a.nxs\" as l\nscenario \"s\" { let l = {x: 2}; let z = l.x; expect { z == 2 } }", files))
        .isEmpty();
  }

  private static void assertPasses(String text, Map<String, String> files) {
    CompiledFile file = compile(text, withBase(files));
    assertThat(Renderer.plain().render(file.diagnostics())).isEmpty();
    Report report = file.scenario("s").run(RunOptions.defaults());
    List<Diagnostic> failures = report.failures().stream().map(Failure::diagnostic).toList();
    assertThat(report.verdict()).as(Renderer.plain().render(failures)).isEqualTo(Verdict.PASSED);
  }

  private static String instanceErrors(CompiledFile file) {
    try {
      file.instances(file.scenarios(), RunOptions.defaults());
      return "";
    } catch (NxsException e) {
      return Renderer.plain().render(e.diagnostics());
    }
  }

  private static List<String> codes(String text, Map<String, String> files) {
    return compile(text, files).diagnostics().stream().map(problem -> problem.code().id()).toList();
  }

  private static CompiledFile compile(String text, Map<String, String> files) {
    return Engine.create(EngineOptions.defaults().loader(SourceLoader.of(files)))
        .compile(Source.of("main.nxs", text));
  }
}
