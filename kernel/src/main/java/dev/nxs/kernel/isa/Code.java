// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

import dev.nxs.kernel.user.Column;
import java.util.List;

/**
 * The parts of a program: what an assembler has collected, a verifier judges, and a disassembler shows. The arrays are
 * handed on, not copied, and written by nobody once they are here.
 */
final class Code {
  /** Words of a frame behind its locals: the place to return to, and the frame of the caller. */
  static final int LINK_WORDS = 2;

  /**
   * A pure function of a program.
   *
   * @param entry its first instruction
   * @param arity how many arguments it takes
   * @param frame how many words its arguments and its own locals take
   * @param stack how many operands it has at most
   */
  record Function(String name, int entry, int arity, int frame, int stack) {
    /** Words of scratch from the first argument on. */
    int extent() {
      return frame + LINK_WORDS + stack;
    }
  }

  private final String name;
  private final int[] code;
  private final int[] sites;
  private final long[] constants;
  private final List<Column> locals;
  private final List<Function> functions;
  private final boolean observing;

  Code(
      String name,
      int[] code,
      int[] sites,
      long[] constants,
      List<Column> locals,
      List<Function> functions,
      boolean observing) {
    this.name = name;
    this.code = code;
    this.sites = sites;
    this.constants = constants;
    this.locals = List.copyOf(locals);
    this.functions = List.copyOf(functions);
    this.observing = observing;
  }

  /** The same program with other words about its functions. */
  Code withFunctions(List<Function> known) {
    return new Code(name, code, sites, constants, locals, known, observing);
  }

  String name() {
    return name;
  }

  int[] code() {
    return code;
  }

  /** The site of each instruction. */
  int[] sites() {
    return sites;
  }

  long[] constants() {
    return constants;
  }

  List<Column> locals() {
    return locals;
  }

  List<Function> functions() {
    return functions;
  }

  boolean observing() {
    return observing;
  }
}
