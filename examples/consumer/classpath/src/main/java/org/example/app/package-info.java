// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/** An application that runs a scenario. */
package org.example.app;
