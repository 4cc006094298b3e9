// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.timed.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TimedFramesTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void aRegistrationIsEighteenBytesLittleEndian() {
    long[] words = TimedFrames.timerRequest(TimedOp.REGISTER, 0x5449_0001, 1, 0x1122_3344_5566_7788L);
    assertThat(bytes(words, TimedOp.REGISTER.requestLength())).isEqualTo("544d01010100495401008877665544332211");
  }

  @Test
  void aCancelIsTwelveBytesLittleEndian() {
    long[] words = TimedFrames.cancelRequest(7, 0xfedc_ba98L);
    assertThat(bytes(words, TimedOp.CANCEL.requestLength())).isEqualTo("544d01020700000098badcfe");
  }

  @Test
  void aQuestionForTheWallTimeIsItsHeader() {
    assertThat(bytes(TimedFrames.wallTimeRequest(-1), TimedOp.WALL_TIME.requestLength())).isEqualTo("544d0104ffffffff");
  }

  @Test
  void aClientWithoutNonceFillsThreeWords() {
    long deadlineNs = 0x8877_6655_4433_2211L;
    long[] words = TimedFrames.timerRequest(TimedOp.SLEEP_UNTIL, 0, 3, deadlineNs);
    assertThat(words).containsExactly(TimedFrames.header(TimedOp.SLEEP_UNTIL), 3 | (deadlineNs << 16), deadlineNs >>> 48);
  }

  @Test
  void aClientReadsTheResponseToARegistrationByShifts() {
    long[] words = TimedFrames.pack(HEX.parseHex("544d018102010049540500000080969800000000ff"));
    assertThat(TimedStatus.ofWire(TimedFrames.status(words[0]))).isEqualTo(TimedStatus.OVER_LIMIT);
    assertThat(TimedFrames.timerId(words[1])).isEqualTo(5);
    assertThat(TimedFrames.coalesced(words[1], words[2])).isEqualTo(0xff00_0000_0098_9680L);
  }

  @Test
  void aClientReadsTheTimeOfWakingByShifts() {
    long[] words = TimedFrames.pack(HEX.parseHex("544d018300000000000102030405060708"));
    assertThat(TimedFrames.status(words[0])).isZero();
    assertThat(TimedFrames.value(words[1], words[2])).isEqualTo(0x0807_0605_0403_0201L);
  }

  @Test
  void packingKeepsEveryByteAndLength() {
    for (int length = 0; length <= 32; length++) {
      byte[] frame = new byte[length];
      for (int i = 0; i < length; i++) {
        frame[i] = (byte) (i * 37 + 200);
      }
      assertThat(TimedFrames.unpack(TimedFrames.pack(frame), length)).isEqualTo(frame);
    }
  }

  @Test
  void putTouchesNothingButItsField() {
    long[] words = {-1, -1, -1};
    TimedFrames.put(words, 5, 4, 0x0102_0304);
    assertThat(TimedFrames.field(words, 5, 4)).isEqualTo(0x0102_0304);
    TimedFrames.put(words, 5, 4, -1);
    assertThat(words).containsExactly(-1, -1, -1);
  }

  @Test
  void bytesThatNameNothingHaveNoConstant() {
    assertThat(TimedOp.ofWire(0)).isNull();
    assertThat(TimedOp.ofWire(5)).isNull();
    assertThat(TimedStatus.ofWire(8)).isNull();
    for (TimedOp op : TimedOp.values()) {
      assertThat(TimedOp.ofWire(op.wire())).isEqualTo(op);
    }
    for (TimedStatus status : TimedStatus.values()) {
      assertThat(TimedStatus.ofWire(status.wire())).isEqualTo(status);
    }
  }

  private static String bytes(long[] words, int length) {
    return HEX.formatHex(TimedFrames.unpack(words, length));
  }
}
