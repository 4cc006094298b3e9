// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.protocol;

/**
 * Where the fields of a frame lie, and how frames travel in message registers: byte i is bits 8·(i mod 8) and up of word
 * i div 8, so every field is little endian. Numbers are unsigned. Requests start with magic, version, operation and
 * nonce; responses have the status between operation and nonce, which moves the nonce to the odd place 5.
 *
 * <p>A client needs no bytes. With a nonce of 0 a request is two words, or three:
 *
 * <pre>{@code
 * word 0   header(op)                    the constant part, for each operation
 * word 1   qos | deadline << 16          register, sleep;  id for cancel
 * word 2   deadline >>> 48               register, sleep
 *
 * word 0   status = word0 >>> 32 & 0xff                   every response
 * word 1   id = word1 >>> 8 & 0xffffffff                  register
 *          coalesced = word1 >>> 40 | word2 << 24         register
 *          value = word1 >>> 8 | word2 << 56              sleep (time of waking), wall time
 * }</pre>
 */
public final class TimedFrames {
  /** Bytes of a message word. */
  public static final int WORD_BYTES = 8;

  /** The longest frame: the response to a registration. */
  public static final int MAX_LENGTH = TimedOp.REGISTER.responseLength();

  /** Magic and version, the first three bytes of every frame: the letters T and M, then 1. */
  public static final long MAGIC = 0x01_4D_54;

  /** Set in the operation byte of a response. */
  public static final int RESPONSE = 0x80;

  /** Bytes of a response that carries nothing but its status. */
  public static final int SHORT_LENGTH = 9;

  /** Bytes from which a frame has an operation; from {@link #REQUEST_HEADER} on it has a nonce, too. */
  public static final int OP_HEADER = 4;

  public static final int REQUEST_HEADER = 8;

  public static final int OP_AT = 3;
  public static final int REQUEST_NONCE_AT = 4;
  public static final int QOS_AT = 8;
  public static final int DEADLINE_AT = 10;
  public static final int CANCEL_ID_AT = 8;
  public static final int STATUS_AT = 4;
  public static final int RESPONSE_NONCE_AT = 5;
  public static final int TIMER_ID_AT = 9;
  public static final int COALESCED_AT = 13;

  /** The time of waking, or the wall time. */
  public static final int VALUE_AT = 9;

  private TimedFrames() {}

  /** The first word of a request with nonce 0. */
  public static long header(TimedOp op) {
    return MAGIC | ((long) op.wire() << (8 * OP_AT));
  }

  /**
   * The words of a request to register or to sleep.
   *
   * @param nonce any 32 bits; the response repeats them
   * @param qos the byte that names a class
   * @param deadlineNs unsigned
   */
  public static long[] timerRequest(TimedOp op, int nonce, int qos, long deadlineNs) {
    long[] words = request(op, nonce);
    put(words, QOS_AT, 1, qos);
    put(words, DEADLINE_AT, 8, deadlineNs);
    return words;
  }

  /** The words of a request to cancel an alarm. */
  public static long[] cancelRequest(int nonce, long id) {
    long[] words = request(TimedOp.CANCEL, nonce);
    put(words, CANCEL_ID_AT, 4, id);
    return words;
  }

  /** The words of a request for the wall time. */
  public static long[] wallTimeRequest(int nonce) {
    return request(TimedOp.WALL_TIME, nonce);
  }

  /**
   * The first word of any response.
   *
   * @param op the operation byte of the request
   */
  public static long responseWord0(long op, TimedStatus status, long nonce) {
    return MAGIC
        | (((op | RESPONSE) & 0xff) << (8 * OP_AT))
        | ((long) status.wire() << (8 * STATUS_AT))
        | (nonce << (8 * RESPONSE_NONCE_AT));
  }

  /** The second word of a short response: what is left of the nonce. */
  public static long responseWord1(long nonce) {
    return (nonce >>> 24) & 0xff;
  }

  /** The second word of the response to a registration. */
  public static long registerWord1(long nonce, long id, long coalescedNs) {
    return responseWord1(nonce) | (id << (8 * (TIMER_ID_AT - WORD_BYTES))) | (coalescedNs << (8 * (COALESCED_AT - WORD_BYTES)));
  }

  /** Its third word. */
  public static long registerWord2(long coalescedNs) {
    return coalescedNs >>> (8 * (2 * WORD_BYTES - COALESCED_AT));
  }

  /** The second word of the response to a sleep or a question for the wall time. */
  public static long valueWord1(long nonce, long value) {
    return responseWord1(nonce) | (value << (8 * (VALUE_AT - WORD_BYTES)));
  }

  /** Its third word. */
  public static long valueWord2(long value) {
    return value >>> (8 * (2 * WORD_BYTES - VALUE_AT));
  }

  /** The nonce of a request, by its first word. */
  public static long nonce(long word0) {
    return word0 >>> (8 * REQUEST_NONCE_AT);
  }

  /** The class byte of a request to register or to sleep, by its second word. */
  public static long qos(long word1) {
    return word1 & 0xff;
  }

  /** The deadline of a request to register or to sleep, by its second and third words. */
  public static long deadline(long word1, long word2) {
    return straddling(word1, word2, DEADLINE_AT - WORD_BYTES);
  }

  /** The id of a request to cancel, by its second word. */
  public static long cancelId(long word1) {
    return word1 & 0xffff_ffffL;
  }

  /** The status byte of a response, by its first word. */
  public static long status(long word0) {
    return (word0 >>> (8 * STATUS_AT)) & 0xff;
  }

  /** The id in the response to a registration, by its second word. */
  public static long timerId(long word1) {
    return (word1 >>> (8 * (TIMER_ID_AT - WORD_BYTES))) & 0xffff_ffffL;
  }

  /** The coalesced deadline in the response to a registration, by its second and third words. */
  public static long coalesced(long word1, long word2) {
    return straddling(word1, word2, COALESCED_AT - WORD_BYTES);
  }

  /** The time in the response to a sleep or a question for the wall time, by its second and third words. */
  public static long value(long word1, long word2) {
    return straddling(word1, word2, VALUE_AT - WORD_BYTES);
  }

  /** An unsigned field of one to eight bytes. */
  public static long field(long[] words, int at, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= ((words[(at + i) / WORD_BYTES] >>> bit(at + i)) & 0xff) << (8 * i);
    }
    return value;
  }

  /** Sets a field of one to eight bytes to the low bytes of a value. */
  public static void put(long[] words, int at, int bytes, long value) {
    for (int i = 0; i < bytes; i++) {
      int word = (at + i) / WORD_BYTES;
      int shift = bit(at + i);
      words[word] = (words[word] & ~(0xffL << shift)) | (((value >>> (8 * i)) & 0xff) << shift);
    }
  }

  /** The words that carry a frame of any bytes; what lies behind its end is zero. */
  public static long[] pack(byte[] frame) {
    long[] words = new long[(frame.length + WORD_BYTES - 1) / WORD_BYTES];
    for (int i = 0; i < frame.length; i++) {
      words[i / WORD_BYTES] |= (frame[i] & 0xffL) << bit(i);
    }
    return words;
  }

  /** The bytes of a frame that lies in words; the inverse of {@link #pack}. */
  public static byte[] unpack(long[] words, int length) {
    byte[] frame = new byte[length];
    for (int i = 0; i < length; i++) {
      frame[i] = (byte) (words[i / WORD_BYTES] >>> bit(i));
    }
    return frame;
  }

  private static long[] request(TimedOp op, int nonce) {
    long[] words = new long[(op.requestLength() + WORD_BYTES - 1) / WORD_BYTES];
    words[0] = header(op);
    put(words, REQUEST_NONCE_AT, 4, nonce);
    return words;
  }

  private static long straddling(long word1, long word2, int byteOfWord1) {
    return (word1 >>> (8 * byteOfWord1)) | (word2 << (8 * (WORD_BYTES - byteOfWord1)));
  }

  private static int bit(int index) {
    return 8 * (index % WORD_BYTES);
  }
}
