// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/**
 * The syntax tree: sealed families of records, one visitor each without defaults, so that a new kind of node does not
 * compile until every pass has decided about it. The tree is never annotated; passes keep side tables of their own.
 */
@NullMarked
package dev.nxs.syntax.ast;

import org.jspecify.annotations.NullMarked;
