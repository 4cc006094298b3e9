// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays what the reference's own code did, operation by operation, on the run queues and the system calls that a machine
 * with the profile nexus runs on; and shows that a file which was not compared never counts as one without a difference.
 */
class ConformanceTest {
  private static final String HEADER = "{\"kind\":\"sched\",\"format\":1,\"seed\":\"1\"}\n{\"op\":\"reset\",\"scenario\":\"s\"}\n";

  @TempDir Path folder;

  @Test
  void everyOutcomeIsTheReferences() throws IOException {
    Conformance run = Conformance.ofKernel();
    for (String name : List.of("sched-a", "sched-b", "qos-syscall", "kernel-a", "misc")) {
      run.replayResource(ConformanceTest.class, name + ".jsonl.gz");
    }
    assertThat(run.divergences()).isEmpty();
    assertThat(run.operations()).isGreaterThan(64_000);
  }

  private Conformance replay(String text) throws IOException {
    Files.writeString(folder.resolve("one.jsonl"), text);
    return Conformance.ofKernel().replayFolder(folder);
  }

  @Test
  void tellsFileLineExpectedAndGot() throws IOException {
    Conformance run =
        replay(HEADER + "{\"op\":\"enqueue\",\"cpu\":0,\"pid\":7,\"qos\":1,\"outcome\":\"full\"}\n");
    assertThat(run.summary()).isEqualTo("conformance: 1 files, 1 operations, 1 divergences");
    assertThat(run.divergences().get(0)).startsWith("one.jsonl:3: expected \"full\", got \"ok\"");
  }

  @Test
  void aDumpThatDiffersIsADivergence() throws IOException {
    Conformance run = replay(HEADER + "{\"op\":\"dump\",\"steals\":1,\"cpus\":[]}\n");
    assertThat(run.divergences()).hasSize(1);
    assertThat(run.divergences().get(0)).contains("got steals=0");
  }

  @Test
  void instantsOfTheReferenceHaveNoSign() throws IOException {
    Conformance run =
        replay(
            """
            {"kind":"kernel","format":1}
            {"op":"reset","scenario":"s","online":3,"runtime_ready":true}
            {"op":"spawn","cpu":0,"outcome":1,"home":0}
            {"op":"resume","cpu":0,"pid":1,"outcome":0}
            {"op":"dispatch","cpu":0,"now":"1","outcome":1}
            {"op":"block","cpu":0,"deadline":"18446744073709551615"}
            {"op":"expire","cpu":0,"now":"9223372036854775807","outcome":[]}
            {"op":"expire","cpu":0,"now":"18446744073709551614","outcome":[]}
            {"op":"expire","cpu":0,"now":"18446744073709551615","outcome":[1]}
            {"op":"dispatch","cpu":0,"now":"1","outcome":1}
            {"op":"block","cpu":0,"deadline":"9223372036854775807"}
            {"op":"expire","cpu":0,"now":"9223372036854775806","outcome":[]}
            {"op":"expire","cpu":0,"now":"9223372036854775808","outcome":[1]}
            {"op":"dispatch","cpu":0,"now":"1","outcome":1}
            {"op":"block","cpu":0,"deadline":"0"}
            {"op":"expire","cpu":0,"now":"18446744073709551615","outcome":[]}
            {"op":"wake","cpu":0,"pid":1,"outcome":"woken"}
            {"op":"dispatch","cpu":1,"now":"18446744073709551614","outcome":1}
            {"op":"block","cpu":1,"deadline":"0"}
            {"op":"spawn","cpu":0,"outcome":2,"home":1}
            {"op":"spawn","cpu":0,"outcome":3,"home":0}
            {"op":"resume","cpu":0,"pid":3,"outcome":0}
            {"op":"dispatch","cpu":1,"now":"18446744073709551615","outcome":null}
            {"op":"dispatch","cpu":1,"now":"2000000","outcome":null}
            """);
    assertThat(run.divergences()).isEmpty();
    assertThat(run.operations()).isEqualTo(22);
  }

  @Test
  void manyTasksAreReplayedToo() throws IOException {
    Conformance run =
        replay(
            """
            {"kind":"kernel","format":1}
            {"op":"reset","scenario":"s","online":1,"runtime_ready":true}
            {"op":"spawn_many","cpu":0,"count":5000,"outcome":[1,5000]}
            {"op":"wake","cpu":0,"pid":4294967295,"outcome":"not_found"}
            """);
    assertThat(run.divergences()).isEmpty();
  }

  @Test
  void aHartOfAnyNumberIsReplayed() throws IOException {
    String line = "{\"op\":\"enqueue_on\",\"cpu\":4294967295,\"pid\":7,\"qos\":1,\"outcome\":\"bad_cpu\"}\n";
    assertThat(replay(HEADER + line).divergences()).isEmpty();
  }

  @Test
  void aLineWithoutItsOperandsIsADivergenceThatTellsWhatIsMissing() throws IOException {
    Conformance run = replay(HEADER + "{\"op\":\"purge\"}\n{\"op\":\"finish\",\"cpu\":\"first\"}\n");
    assertThat(run.divergences()).hasSize(2);
    assertThat(run.divergences().get(0)).contains("got a line without the number \"pid\"");
    assertThat(run.divergences().get(1)).contains("got a line without the number \"cpu\"");
    assertThat(replay("{\"kind\":\"qos-syscall\",\"format\":1}\n").divergences().get(0)).contains("its header lacks a field");
  }

  @Test
  void refusesAnUnknownKind() throws IOException {
    Conformance run = replay("{\"kind\":\"sound\",\"format\":1}\n");
    assertThat(run.divergences()).hasSize(1);
    assertThat(run.divergences().get(0)).contains("its kind is \"sound\", which is none of [sched,");
  }

  @Test
  void refusesAnUnknownFormat() throws IOException {
    assertThat(replay("{\"kind\":\"sched\",\"format\":2}\n").divergences().get(0)).contains("its format is 2");
  }

  @Test
  void refusesWhatIsNoJson() throws IOException {
    assertThat(replay("hello\n").divergences().get(0)).contains("the first line is no header");
    assertThat(replay("").divergences()).hasSize(1);
    assertThat(replay(HEADER + "{]\n").divergences().get(0)).startsWith("one.jsonl:3: expected an operation");
  }

  @Test
  void countsALineThatCannotBeReplayed() throws IOException {
    assertThat(replay(HEADER + "{\"op\":\"frobnicate\"}\n{\"op\":\"steal\",\"cpu\":0}\n").divergences()).hasSize(2);
  }

  @Test
  void refusesAFolderWithoutFiles() {
    assertThat(Conformance.ofKernel().replayFolder(folder).divergences().get(0)).contains("the folder has no .jsonl file");
    assertThat(Conformance.ofKernel().replayFolder(folder.resolve("none")).divergences().get(0))
        .contains("there is no such folder");
  }
}
