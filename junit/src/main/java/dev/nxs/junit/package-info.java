// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * Scenarios as tests of the JUnit Platform: {@link dev.nxs.junit.NxsTestEngine} runs files, {@link
 * dev.nxs.junit.NxsScenario} gives a scenario to a method of JUnit Jupiter.
 */
@NullMarked
package dev.nxs.junit;

import org.jspecify.annotations.NullMarked;
