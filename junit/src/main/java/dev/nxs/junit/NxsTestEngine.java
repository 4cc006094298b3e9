// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.junit;

import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.config.PrefixedConfigurationParameters;
import org.junit.platform.engine.support.hierarchical.ForkJoinPoolHierarchicalTestExecutorService;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;
import org.junit.platform.engine.support.hierarchical.SameThreadHierarchicalTestExecutorService;

/**
 * Runs {@code .nxs} files as tests: a container for each file, in it a test for each scenario, or a container with a test
 * for each combination of its swept values. It finds files by the selectors for files, folders, resources and roots of the
 * class path, and takes settings from configuration parameters (docs/junit.md).
 *
 * <p>Messages of failures are what the command line prints. Scenarios run in parallel if {@code
 * nxs.execution.parallel.enabled} is true.
 */
public final class NxsTestEngine extends HierarchicalTestEngine<NxsContext> {
  /** How the platform calls this engine. */
  public static final String ID = "nxs";

  private static final String PARALLEL = "nxs.execution.parallel.";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
    return Discovery.of(request, id);
  }

  @Override
  protected NxsContext createExecutionContext(ExecutionRequest request) {
    return new NxsContext();
  }

  @Override
  protected HierarchicalTestExecutorService createExecutorService(ExecutionRequest request) {
    boolean parallel =
        request.getConfigurationParameters().getBoolean(PARALLEL + "enabled").orElse(false);
    return parallel
        ? new ForkJoinPoolHierarchicalTestExecutorService(
            new PrefixedConfigurationParameters(request.getConfigurationParameters(), PARALLEL + "config."))
        : new SameThreadHierarchicalTestExecutorService();
  }
}
