// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nxs.compile.Builtin;
import dev.nxs.compile.Query;
import dev.nxs.kernel.user.Errno;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Renderer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the language knows has a page, whose example runs. */
class ReferenceTest {
  private static final Reference REFERENCE = Reference.create();

  /** What no scenario can show: a result that is no error, errors of services, words that stand outside of scenarios. */
  private static final Set<String> WITHOUT_EXAMPLE =
      Set.of(
          "OK", "ECHILD", "EBUSY", "EPIPE", "ENOSYS", "nxs", "as", "import", "log", "explore", "phase", "start", "end",
          "over", "inversion", "priority");

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
      assertThat(instances).isNotEmpty().allMatch(instance -> instance.run().verdict() == Verdict.PASSED);
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

  private static void check(String name, Reference.Kind kind, String text) {
    assertThat(REFERENCE.topics(name))
        .as(name)
        .anySatisfy(
            topic -> {
              assertThat(topic.kind()).isEqualTo(kind);
              assertThat(topic.text()).contains(text);
              assertThat(topic.example() != null || WITHOUT_EXAMPLE.contains(name)).isTrue();
            });
  }
}
