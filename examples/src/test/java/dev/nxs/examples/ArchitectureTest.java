// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The arrows between modules and the rules that keep a run deterministic (docs/architecture.md). */
class ArchitectureTest {
  private static final String[] ENGINE = {
    "dev.nxs.kernel..", "dev.nxs.timed..", "dev.nxs", "dev.nxs.compile..", "dev.nxs.expect..", "dev.nxs.report.."
  };

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.nxs");

  @Test
  void kernelDependsOnNothingButTheJdk() {
    classes()
        .that()
        .resideInAPackage("dev.nxs.kernel..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.nxs.kernel..", "java..", "org.jspecify..", "com.google.errorprone..")
        .check(CLASSES);
  }

  @Test
  void timedSeesTheUserSideOfTheKernelAlone() {
    classes()
        .that()
        .resideInAPackage("dev.nxs.timed..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.nxs.timed..",
            "dev.nxs.kernel.user..",
            "dev.nxs.kernel.trace..",
            "java..",
            "org.jspecify..",
            "com.google.errorprone..")
        .check(CLASSES);
  }

  @Test
  void grammarAloneSeesTheParserGenerator() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.nxs.syntax..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.antlr..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.nxs.syntax..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.nxs.kernel..", "dev.nxs.timed..", "dev.nxs.compile..", "dev.nxs.cli..")
        .check(CLASSES);
  }

  @Test
  void nothingDependsOnTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.nxs.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.nxs.cli..")
        .check(CLASSES);
  }

  @Test
  void engineKnowsNoClockAndNoStreams() {
    noClasses()
        .that()
        .resideInAnyPackage(ENGINE)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "identityHashCode", Object.class)
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.Random.class)
        .check(CLASSES);
  }

  @Test
  void engineHasNoStaticStateThatChanges() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(ENGINE)
        .and()
        .areStatic()
        .should()
        .beFinal()
        .check(CLASSES);
  }

  @Test
  void moduleHasSixPackagesAtMost() {
    Map<String, Set<String>> packages = new TreeMap<>();
    CLASSES.forEach(type -> {
      String name = type.getPackageName();
      packages.computeIfAbsent(module(name), key -> new TreeSet<>()).add(name);
    });
    assertThat(packages).allSatisfy((module, names) -> assertThat(names).as(module).hasSizeLessThanOrEqualTo(6));
  }

  private static String module(String packageName) {
    for (String root : new String[] {"dev.nxs.syntax", "dev.nxs.kernel", "dev.nxs.timed", "dev.nxs.cli"}) {
      if (packageName.startsWith(root)) {
        return root;
      }
    }
    return "dev.nxs";
  }
}
