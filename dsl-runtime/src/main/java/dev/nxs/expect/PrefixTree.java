// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.expect;

import java.util.Arrays;

/**
 * Starts of lines, each with pairs of row and pattern that look for it: a line finds those that fit in one walk along its
 * text, however many there are. Filled first, and not changed any more when it is asked.
 */
final class PrefixTree {
  private final Node root = new Node();

  /** The place behind a character, or behind none. */
  private static final class Node {
    private char[] characters = {};
    private Node[] next = {};
    private int[] pairs = Plan.NONE;

    private Node to(char character) {
      int at = Arrays.binarySearch(characters, character);
      if (at >= 0) {
        return next[at];
      }
      int place = -at - 1;
      int count = characters.length;
      char[] grown = Arrays.copyOf(characters, count + 1);
      Node[] nodes = Arrays.copyOf(next, count + 1);
      System.arraycopy(characters, place, grown, place + 1, count - place);
      System.arraycopy(next, place, nodes, place + 1, count - place);
      grown[place] = character;
      nodes[place] = new Node();
      characters = grown;
      next = nodes;
      return nodes[place];
    }
  }

  /** Adds a pair behind those that are there. */
  void add(String prefix, int row, int pattern) {
    Node node = root;
    for (int i = 0; i < prefix.length(); i++) {
      node = node.to(prefix.charAt(i));
    }
    int count = node.pairs.length;
    node.pairs = Arrays.copyOf(node.pairs, count + 2);
    node.pairs[count] = row;
    node.pairs[count + 1] = pattern;
  }

  /**
   * The pairs of all starts that a line has, and those given; ascending.
   *
   * @param others ascending
   */
  int[] find(String line, int[] others) {
    int[] found = others;
    Node node = root;
    for (int i = 0; i < line.length(); i++) {
      int at = Arrays.binarySearch(node.characters, line.charAt(i));
      if (at < 0) {
        break;
      }
      node = node.next[at];
      if (node.pairs.length > 0) {
        found = merged(found, node.pairs);
      }
    }
    return found;
  }

  private static int[] merged(int[] left, int[] right) {
    int[] all = new int[left.length + right.length];
    int l = 0;
    int r = 0;
    for (int i = 0; i < all.length; i += 2) {
      boolean fromLeft =
          r == right.length
              || (l < left.length && (left[l] < right[r] || (left[l] == right[r] && left[l + 1] < right[r + 1])));
      int[] from = fromLeft ? left : right;
      int at = fromLeft ? l : r;
      all[i] = from[at];
      all[i + 1] = from[at + 1];
      l += fromLeft ? 2 : 0;
      r += fromLeft ? 0 : 2;
    }
    return all;
  }
}
