// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.user;

import org.jspecify.annotations.Nullable;

/**
 * The internal errors of the reference's kernel, and the number that a system call answers for each. Families that the
 * model has no counterpart of (address spaces, virtual ranges) are here all the same: the numbers are the ABI's.
 */
public enum KernelError {
  INVALID_SYSCALL("InvalidSyscall", 38),
  TASK_EXIT("TaskExit", 22),
  RESCHEDULE("Reschedule", 11),
  INVALID_TARGET("InvalidTarget", 3),
  RUN_QUEUE_FULL("RunQueueFull", 28),
  RESOURCE_BUSY("ResourceBusy", 16),
  CAPABILITY_INVALID_SLOT("Capability(InvalidSlot)", 1),
  CAPABILITY_PERMISSION_DENIED("Capability(PermissionDenied)", 1),
  CAPABILITY_NO_SPACE("Capability(NoSpace)", 28),
  IPC_NO_SUCH_ENDPOINT("Ipc(NoSuchEndpoint)", 3),
  IPC_QUEUE_FULL("Ipc(QueueFull)", 11),
  IPC_QUEUE_EMPTY("Ipc(QueueEmpty)", 11),
  IPC_PERMISSION_DENIED("Ipc(PermissionDenied)", 1),
  IPC_TIMED_OUT("Ipc(TimedOut)", 110),
  IPC_NO_SPACE("Ipc(NoSpace)", 28),
  IPC_PEER_CLOSED("Ipc(PeerClosed)", 32),
  ADDRESS_SPACE_INVALID_HANDLE("AddressSpace(InvalidHandle)", 22),
  ADDRESS_SPACE_ASID_EXHAUSTED("AddressSpace(AsidExhausted)", 28),
  ADDRESS_SPACE_IN_USE("AddressSpace(InUse)", 1),
  ADDRESS_SPACE_UNSUPPORTED("AddressSpace(Unsupported)", 38),
  ADDRESS_SPACE_INVALID_ARGS("AddressSpace(InvalidArgs)", 22),
  MAPPING_UNALIGNED("AddressSpace(Mapping(Unaligned))", 22),
  MAPPING_OUT_OF_RANGE("AddressSpace(Mapping(OutOfRange))", 14),
  MAPPING_PERMISSION_DENIED("AddressSpace(Mapping(PermissionDenied))", 1),
  MAPPING_OVERLAP("AddressSpace(Mapping(Overlap))", 17),
  MAPPING_INVALID_FLAGS("AddressSpace(Mapping(InvalidFlags))", 22),
  MAPPING_NOT_MAPPED("AddressSpace(Mapping(NotMapped))", 2),
  SPAWN_INVALID_PARENT("Spawn(InvalidParent)", 22),
  SPAWN_INVALID_ENTRY_POINT("Spawn(InvalidEntryPoint)", 22),
  SPAWN_INVALID_STACK_POINTER("Spawn(InvalidStackPointer)", 22),
  SPAWN_BOOTSTRAP_NOT_ENDPOINT("Spawn(BootstrapNotEndpoint)", 1),
  SPAWN_STACK_EXHAUSTED("Spawn(StackExhausted)", 12),
  SPAWN_RUN_QUEUE_FULL("Spawn(RunQueueFull)", 11),
  TRANSFER_INVALID_PARENT("Transfer(InvalidParent)", 1),
  TRANSFER_INVALID_CHILD("Transfer(InvalidChild)", 1),
  WAIT_NO_CHILDREN("Wait(NoChildren)", 10),
  WAIT_NO_SUCH_PID("Wait(NoSuchPid)", 3),
  WAIT_INVALID_TARGET("Wait(InvalidTarget)", 22),
  WAIT_WOULD_BLOCK("Wait(WouldBlock)", 22),
  VA_WINDOW_EXHAUSTED("Va(WindowExhausted)", 12),
  VA_TABLE_FULL("Va(TableFull)", 28),
  VA_NOT_FOUND("Va(NotFound)", 2),
  VA_LEN_MISMATCH("Va(LenMismatch)", 22),
  VA_BAD_INPUT("Va(BadInput)", 22),
  VA_FIXED_REGION("Va(FixedRegion)", 1),
  VA_OCCUPIED("Va(Occupied)", 17);

  private final String text;
  private final int number;

  KernelError(String text, int number) {
    this.text = text;
    this.number = number;
  }

  /** The name in the reference: {@code Ipc(QueueFull)}. */
  public String text() {
    return text;
  }

  /** The positive number of the errno. */
  public int number() {
    return number;
  }

  /**
   * The errno of an internal error by its name, as a system call returns it: negative. What happened while a task was
   * spawned counts as itself, but a capability that was missing or refused is a refusal, a message that did not go out is a
   * bad argument, and whatever a transfer met is a refusal.
   *
   * @return null if the reference has no such error
   */
  public static @Nullable Integer result(String name) {
    for (KernelError error : values()) {
      if (error.text.equals(name)) {
        return -error.number;
      }
    }
    int open = name.indexOf('(');
    if (open < 0 || !name.endsWith(")")) {
      return null;
    }
    String inner = name.substring(open + 1, name.length() - 1);
    if (result(inner) == null) {
      return null;
    }
    return switch (name.substring(0, open)) {
      case "Transfer" -> -1;
      case "Spawn" -> ofSpawn(inner);
      default -> null;
    };
  }

  private static @Nullable Integer ofSpawn(String inner) {
    if (inner.startsWith("Capability(")) {
      return -1;
    }
    return inner.startsWith("Ipc(") ? Integer.valueOf(-22) : result(inner);
  }
}
