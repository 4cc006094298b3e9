// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import dev.nxs.kernel.user.Canon;

/** A word that keeps a value while code is written that needs it more than once, or after a trap. */
final class Kept {
  private final Storage storage;
  private final Canon canon;
  private final int word;

  Kept(Storage storage, Canon canon) {
    this.storage = storage;
    this.canon = canon;
    this.word = storage.temporary(canon);
  }

  void push() {
    storage.load(word);
  }

  /** Pops the top into it. */
  void set() {
    storage.store(word);
  }

  void release() {
    storage.release(word, canon);
  }
}
