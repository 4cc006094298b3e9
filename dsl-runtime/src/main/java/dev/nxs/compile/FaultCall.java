// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.compile;

import static dev.nxs.compile.CallParameter.required;

import dev.nxs.kernel.user.InjectedFault;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The faults that {@code inject} makes happen, written like calls: {@code inject(drop_ipi(1))}. */
@SuppressWarnings("ImmutableEnumChecker") // the collections are never changed
public enum FaultCall implements CallTarget {
  DROP_IPI(InjectedFault.DROP_IPI, "the next interrupt sent to a hart never arrives", required("h", Type.HART)),
  DELAY_TIMER(
      InjectedFault.DELAY_TIMER,
      "the next timer of the kernel that comes fires that much later",
      required("d", Type.DURATION)),
  SPURIOUS_IPI(InjectedFault.SPURIOUS_IPI, "an interrupt that nobody sent arrives at a hart", required("h", Type.HART)),
  TORN_UART(InjectedFault.TORN_UART, "the next marker line comes in two pieces"),
  FAIL_SEND(InjectedFault.FAIL_SEND, "the next message that a task sends, by `send` or `call`, fails with EAGAIN");

  private final String text;
  private final InjectedFault fault;
  private final String doc;
  private final List<CallParameter> parameters;

  FaultCall(InjectedFault fault, String doc, CallParameter... parameters) {
    this.text = name().toLowerCase(Locale.ROOT);
    this.fault = fault;
    this.doc = doc;
    this.parameters = List.of(parameters);
  }

  /** The fault of a name, or null. */
  public static @Nullable FaultCall named(String name) {
    for (FaultCall fault : values()) {
      if (fault.text.equals(name)) {
        return fault;
      }
    }
    return null;
  }

  /** All names. */
  static List<String> names() {
    return Arrays.stream(values()).map(FaultCall::text).toList();
  }

  /** The name that authors call it by. */
  public String text() {
    return text;
  }

  public List<CallParameter> parameters() {
    return parameters;
  }

  /** One sentence for help, lower case and without full stop. */
  public String doc() {
    return doc;
  }

  InjectedFault fault() {
    return fault;
  }
}
