// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of JUnit Jupiter that works with a scenario. The method may take a {@link dev.nxs.Report}, for which the scenario
 * is run first, whatever comes of it; a {@link dev.nxs.Session}, which stands at boot and is closed behind the test; a
 * {@link dev.nxs.Instance}, to run it itself; or a {@link dev.nxs.Scenario}. Where it takes no report, nothing is run.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(NxsScenarioExtension.class)
public @interface NxsScenario {
  /** The file: a resource beside the test class, or else a path. */
  String value();

  /** The title; may be left out where the file holds one scenario. */
  String scenario() default "";

  /** Parameters, each as {@code name=value}; swept values, too, of which a test takes one combination. */
  String[] with() default {};

  /** Whether an expectation that never came to bear fails the run. */
  boolean strict() default false;
}
