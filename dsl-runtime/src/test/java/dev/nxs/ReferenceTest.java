// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.compile.ArgumentSpec;
import dev.nxs.compile.Builtin;
import dev.nxs.compile.Declaration;
import dev.nxs.compile.FaultCall;
import dev.nxs.compile.Query;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Syscall;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the language knows has a page, whose example runs. */
class ReferenceTest {
  private static final Reference REFERENCE = Reference.create();

  static Set<String> examples() {
    Set<String> examples = new TreeSet<>();
    for (String name : REFERENCE.names()) {
      REFERENCE.topics(name).forEach(topic -> examples.add(topic.example() == null ? "" : topic.example()));
    }
    examples.remove("");
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleRunsAndPasses(String example) {
    CompiledFile file = Engine.create().compile(Source.of("example.nxs", example));
    boolean later = file.diagnostics().stream().anyMatch(d -> d.code() == Code.NOT_YET);

    assertThat(file.hasErrors()).as(Renderer.plain().render(file.diagnostics())).isEqualTo(later);
    if (!later) {
      List<Instance> instances = file.instances(file.scenarios(), RunOptions.defaults());
      assertThat(instances).isNotEmpty();
      for (Instance instance : instances) {
        Report report = instance.run();
        List<Diagnostic> failures = report.failures().stream().map(Failure::diagnostic).toList();
        boolean skipped = example.contains("skip:") && report.end() == null;
        Verdict wanted = example.contains("(xfail:") ? Verdict.EXPECTED_FAILURE : Verdict.PASSED;
        assertThat(skipped || report.verdict() == wanted).as(example + Renderer.plain().render(failures)).isTrue();
      }
    }
  }

  @Test
  void everyCallQueryAndErrorHasItsPage() {
    for (Builtin call : Builtin.values()) {
      check(call.text(), Reference.Kind.CALL, call.doc());
    }
    for (Query query : Query.values()) {
      check(query.text(), Reference.Kind.QUERY, query.doc());
    }
    for (Errno errno : Errno.values()) {
      check(errno.name(), Reference.Kind.ERROR, "number " + errno.number());
    }
  }

  @Test
  void everyWordHasItsPage() {
    Nxs.words().forEach(word -> check(word, Reference.Kind.WORD, word));
  }

  @Test
  void aNameThatIsNoTopicHasANearestOne() {
    assertThat(REFERENCE.topics("slep")).isEmpty();
    assertThat(REFERENCE.nearest("slep")).isEqualTo("sleep");
    assertThat(REFERENCE.topics("eperm")).hasSize(1);
  }

  @Test
  void everyFaultArgumentServiceAndSystemCallHasItsPage() {
    for (FaultCall fault : FaultCall.values()) {
      check(fault.text(), Reference.Kind.FAULT, fault.doc());
    }
    for (Syscall call : Syscall.values()) {
      check(call.name(), Reference.Kind.SYSCALL, call.name());
    }
    for (Declaration declaration : Declaration.values()) {
      for (ArgumentSpec argument : declaration.arguments()) {
        check(argument.name(), Reference.Kind.ARGUMENT, argument.doc());
        check(declaration.text(), null, argument.doc());
      }
    }
  }

  @Test
  void everyTopicHasAnExample() {
    for (String name : REFERENCE.names()) {
      assertThat(REFERENCE.topics(name)).as(name).isNotEmpty().allMatch(topic -> topic.example() != null);
    }
    assertThat(REFERENCE.names())
        .contains("QOS_SET", "nexus", "plain", "timed", "nxs:workloads", "coalescing", "limits", "percentile", "dispatch");
  }

  private static void check(String name, Reference.@Nullable Kind kind, String text) {
    assertThat(REFERENCE.topics(name))
        .as(name)
        .anySatisfy(
            topic -> {
              assertThat(kind == null || topic.kind() == kind).isTrue();
              assertThat(topic.text()).contains(text);
            });
  }
}
