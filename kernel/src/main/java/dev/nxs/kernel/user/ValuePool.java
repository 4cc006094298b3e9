// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that do not fit a word: texts and lists of words, each kept once and called by number. Equal values have equal
 * numbers, so comparing words compares values. Values never change and are never removed, so a number taken from any
 * snapshot stays good; what the numbers are depends on history, which is why the state's hash looks at the values.
 */
public final class ValuePool {
  /** The number of the empty list, in every pool. */
  public static final int EMPTY_LIST = 0;

  /** Characters and words that a pool takes for each value that it may hold; a few long ones must not fill a host. */
  private static final int CONTENT = 16;

  private final List<Object> values = new ArrayList<>();
  private final Map<Object, Integer> numbers = new HashMap<>();
  private final int limit;
  private final int listWords;
  private final int textChars;
  private long content;

  /**
   * A pool with nothing but the empty list.
   *
   * @param limit how many values it takes at most; their texts and lists may be {@value #CONTENT} characters and words
   *     long on average
   */
  public ValuePool(int limit) {
    this.limit = limit;
    this.listWords = Integer.MAX_VALUE;
    this.textChars = Integer.MAX_VALUE;
    add(new Words(new long[0]));
  }

  private ValuePool(ValuePool other, int listWords, int textChars) {
    this.limit = other.limit;
    this.listWords = listWords;
    this.textChars = textChars;
    this.content = other.content;
    values.addAll(other.values);
    numbers.putAll(other.numbers);
  }

  /** A pool that starts with the same values and grows by itself. */
  public ValuePool copy() {
    return new ValuePool(this, listWords, textChars);
  }

  /**
   * Like {@link #copy}, and what is added is bounded, too.
   *
   * @param words the most words of a list
   * @param chars the most UTF-16 code units of a text
   */
  public ValuePool bounded(int words, int chars) {
    return new ValuePool(this, words, chars);
  }

  /** How many values it holds; their numbers go from 0 to below this. */
  public int size() {
    return values.size();
  }

  /** The number of a text, or -1 where the pool is full. */
  public int intern(String text) {
    return add(text);
  }

  /** The number of a list of words, or -1 where the pool is full. */
  public int intern(long[] words) {
    return add(new Words(words.clone()));
  }

  /** The text of a number. */
  public String text(long number) {
    return (String) values.get((int) number);
  }

  /** Whether a number is that of a list. */
  public boolean isList(long number) {
    return number >= 0 && number < values.size() && values.get((int) number) instanceof Words;
  }

  /** Whether a number is that of a text. */
  public boolean isText(long number) {
    return number >= 0 && number < values.size() && values.get((int) number) instanceof String;
  }

  /** How many words a list has. */
  public int length(long number) {
    return ((Words) values.get((int) number)).words.length;
  }

  /** A word of a list, by index from 0. */
  public long word(long number, int index) {
    return ((Words) values.get((int) number)).words[index];
  }

  /** A copy of the words of a list. */
  public long[] words(long number) {
    return ((Words) values.get((int) number)).words.clone();
  }

  /** A hash of the value itself, the same in every pool and on every machine. */
  public long contentHash(long number) {
    if (number < 0 || number >= values.size()) {
      return number;
    }
    Object value = values.get((int) number);
    return value instanceof Words words ? Arrays.hashCode(words.words) : value.hashCode();
  }

  private int add(Object value) {
    Integer known = numbers.get(value);
    if (known != null) {
      return known;
    }
    int size = value instanceof Words words ? words.words.length : ((String) value).length();
    if (size > (value instanceof Words ? listWords : textChars)) {
      return -1;
    }
    if (values.size() >= limit || content + size > (long) CONTENT * limit) {
      return -1;
    }
    content += size;
    int number = values.size();
    values.add(value);
    numbers.put(value, number);
    return number;
  }

  private static final class Words {
    private final long[] words;

    Words(long[] words) {
      this.words = words;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Words that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(words);
    }
  }
}
