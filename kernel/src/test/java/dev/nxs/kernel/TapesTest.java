// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tapes are recorded, given again, told and shortened. */
final class TapesTest {
  @Test
  void givesAgainWhatWasChosen() {
    Tape tape = Tape.of(7);
    List<Integer> chosen = List.of(tape.nextInt(10), tape.nextInt(1_000), tape.nextInt(3));
    Tape again = tape.again();
    assertThat(List.of(again.nextInt(10), again.nextInt(1_000), again.nextInt(3))).isEqualTo(chosen);
    assertThat(Tape.of(7).nextInt(10)).isEqualTo(chosen.get(0));
  }

  @Test
  void choosesThePlainestBehindTheEndAndWithinTheBoundBefore() {
    Tape tape = Tape.parse("9 4");
    assertThat(tape.nextInt(3)).isEqualTo(2);
    assertThat(tape.nextInt(5)).isEqualTo(4);
    assertThat(tape.nextInt(5)).isZero();
    assertThat(tape.text()).isEqualTo("9 4");
  }

  @Test
  void aMachineIsMadeAgainFromItsTape() {
    for (long seed = 0; seed < 20; seed++) {
      Tape tape = Tape.of(seed);
      Rig made = RandomMachines.rig(tape);
      made.machine().chooser(tape.chooser());
      made.steps(100);
      Tape again = Tape.parse(tape.text());
      Rig same = RandomMachines.rig(again);
      same.machine().chooser(again.chooser());
      same.steps(100);
      assertThat(same.trace).isEqualTo(made.trace);
      assertThat(same.machine().stateHash()).isEqualTo(made.machine().stateHash());
    }
  }

  @Test
  void aFailureIsShortenedAndTold() {
    // Fails where a choice of the first twenty is above 5: all others are of no account.
    Tapes.Property property = tape -> {
      int greatest = 0;
      for (int i = 0; i < 20; i++) {
        greatest = Math.max(greatest, tape.nextInt(10));
      }
      assertThat(greatest).isLessThan(6);
    };
    assertThatThrownBy(() -> Tapes.check(0, 50, property))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching("(?s)-Dnxs.tape=\"[6-9]\" fails \\(of 20 choices\\).*");
  }
}
