// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, and what no class of the engine does, as docs/architecture.md says. */
class ArchitectureTest {
  private static final String[] ENGINE = {
    "dev.nxs", "dev.nxs.syntax..", "dev.nxs.kernel..", "dev.nxs.timed..", "dev.nxs.compile..", "dev.nxs.expect..",
    "dev.nxs.report..", "dev.nxs.script.."
  };

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.nxs");
    assertThat(classes.contain("dev.nxs.cli.Main")).isTrue();
    assertThat(classes.contain("dev.nxs.kernel.Machine")).isTrue();
  }

  @Test
  void theKernelKnowsNothingButItself() {
    check(noClasses().that().resideInAPackage("dev.nxs.kernel..").should().dependOnClassesThat(outside("dev.nxs.kernel")));
  }

  @Test
  void theSyntaxKnowsNothingButItself() {
    check(noClasses().that().resideInAPackage("dev.nxs.syntax..").should().dependOnClassesThat(outside("dev.nxs.syntax")));
  }

  @Test
  void timedSeesTheUserSideOfTheKernelAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.nxs.timed..")
            .and()
            .resideOutsideOfPackage("dev.nxs.timed.check")
            .should()
            .dependOnClassesThat(outside("dev.nxs.timed", "dev.nxs.kernel.user", "dev.nxs.kernel.trace")));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.nxs.timed..")
            .and()
            .resideOutsideOfPackage("dev.nxs.timed.check")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.nxs.timed.check"));
  }

  @Test
  void compilingKnowsNothingOfWatchingAndRunning() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.nxs.compile..")
            .should()
            .dependOnClassesThat(outside("dev.nxs.compile", "dev.nxs.syntax", "dev.nxs.kernel", "dev.nxs.timed")));
  }

  @Test
  void onlyTheApplicationKnowsTheApplication() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.nxs.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.nxs.cli.."));
  }

  @Test
  void theApplicationUsesTheApiAlone() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.nxs.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.nxs.compile..", "dev.nxs.expect..", "dev.nxs.timed..", "dev.nxs.kernel.state..",
                "dev.nxs.kernel.sched..", "dev.nxs.kernel.isa..", "dev.nxs.syntax.internal.."));
  }

  @Test
  void onlyTheSyntaxSeesTheParserGenerator() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.nxs.syntax.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.antlr.."));
  }

  @Test
  void onlyPatternsSeeTheRegularExpressions() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("dev.nxs.compile..", "dev.nxs.expect..", "dev.nxs.log..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.google.re2j.."));
  }

  @Test
  void theEngineSeesNoClockAndPrintsNothing() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ENGINE)
            .should()
            .accessTargetWhere(
                system("currentTimeMillis", "nanoTime", "exit", "getProperty", "getenv", "identityHashCode", "out", "err", "in")));
  }

  @Test
  void theEngineHasNoChanceAndNoThreads() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(ENGINE)
            .should()
            .dependOnClassesThat(are(DescribedPredicate.describe("random", c -> c.isAssignableTo(Random.class))))
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .accessTargetWhere(have(DescribedPredicate.describe("a parallel stream", a -> a.getName().equals("parallelStream"))))
            .orShould()
            .accessTargetWhere(
                have(DescribedPredicate.describe(
                    "a thread or an executor", a -> startsThreads(a.getTargetOwner().getName(), a.getName())))));
  }

  /** Asking who the caller is, to keep a machine to one thread at a time, starts nothing. */
  private static boolean startsThreads(String owner, String member) {
    boolean executor = owner.startsWith("java.util.concurrent.") && !owner.startsWith("java.util.concurrent.atomic.");
    return executor || (owner.equals("java.lang.Thread") && !member.equals("currentThread"));
  }

  @Test
  void noStaticFieldChanges() {
    check(
        fields()
            .that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(DescribedPredicate.describe("are written here", c -> !isGenerated(c)))
            .should()
            .beFinal());
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        classes.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(p -> !p.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toSet());

    assertThat(unmarked).isEmpty();
  }

  @Test
  void aModuleHasSixPackagesAtMost() {
    Map<String, Set<String>> packages =
        classes.stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.groupingBy(ArchitectureTest::module, Collectors.toSet()));

    assertThat(packages).allSatisfy((module, names) -> assertThat(names).as(module).hasSizeLessThanOrEqualTo(6));
  }

  private static String module(String packageName) {
    for (String root : List.of("dev.nxs.syntax", "dev.nxs.kernel", "dev.nxs.timed", "dev.nxs.cli", "dev.nxs.repl", "dev.nxs.junit", "dev.nxs.kit")) {
      if (packageName.equals(root) || packageName.startsWith(root + ".")) {
        return switch (root) {
          case "dev.nxs.repl" -> "dev.nxs.cli";
          case "dev.nxs.kit" -> "dev.nxs.junit";
          default -> root;
        };
      }
    }
    return "dev.nxs";
  }

  private static void check(ArchRule rule) {
    rule.check(classes);
  }

  /** Own classes outside of some packages and what lies in them; a package that ends in a name is meant without others. */
  private static DescribedPredicate<JavaClass> outside(String... packages) {
    return DescribedPredicate.describe(
        "reside outside of " + String.join(", ", packages),
        c -> {
          String name = c.getPackageName();
          boolean own = name.equals("dev.nxs") || name.startsWith("dev.nxs.");
          for (String allowed : packages) {
            own &= !name.equals(allowed) && !name.startsWith(allowed + ".");
          }
          return own;
        });
  }

  private static DescribedPredicate<JavaAccess<?>> system(String... members) {
    Set<String> names = Set.of(members);
    return DescribedPredicate.describe(
        "it is the clock, a stream or a setting of the process",
        access -> access.getTargetOwner().isEquivalentTo(System.class) && names.contains(access.getName()));
  }

  /** ANTLR keeps its caches in static fields. */
  private static boolean isGenerated(JavaClass c) {
    return c.getSimpleName().matches("Nxs(Lexer|Parser).*");
  }
}
