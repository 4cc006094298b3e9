// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.isa.Assembler;
import dev.nxs.kernel.isa.Op;
import dev.nxs.kernel.user.Canon;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a body keeps its variables: the memory of its task, or the frame of a function. Words that are only needed for
 * a while are given back and used again.
 */
final class Storage {
  private final Assembler assembler;
  private final Assembler.@Nullable FunctionRef function;
  private final Map<Canon, Deque<Integer>> free = new EnumMap<>(Canon.class);
  private int temporaries;

  private Storage(Assembler assembler, Assembler.@Nullable FunctionRef function) {
    this.assembler = assembler;
    this.function = function;
  }

  static Storage memory(Assembler assembler) {
    return new Storage(assembler, null);
  }

  static Storage frame(Assembler assembler, Assembler.FunctionRef function) {
    return new Storage(assembler, function);
  }

  /** A new word. */
  int word(String name, Canon canon) {
    return function == null ? assembler.local(name, canon) : function.word();
  }

  /** A word for a while. */
  int temporary(Canon canon) {
    Deque<Integer> known = free.get(canon);
    if (known != null && !known.isEmpty()) {
      return known.pop();
    }
    temporaries++;
    return word("t" + temporaries, canon);
  }

  /** Gives back what {@link #temporary} gave. */
  void release(int word, Canon canon) {
    free.computeIfAbsent(canon, key -> new ArrayDeque<>()).push(word);
  }

  void load(int word) {
    assembler.emit(function == null ? Op.LOAD : Op.LOAD_FRAME, word);
  }

  void store(int word) {
    assembler.emit(function == null ? Op.STORE : Op.STORE_FRAME, word);
  }
}
