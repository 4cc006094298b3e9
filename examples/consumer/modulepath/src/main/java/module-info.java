// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** An application as a module. */
module org.example.app {
  requires dev.nxs.dsl;

  exports org.example.app;
}
