// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel.isa;

/**
 * The numbers of {@link Op}, as constants of the compiler: the interpreter's switch over them is one table jump, which a
 * switch over the enum is not.
 */
final class Opcode {
  static final int PUSH = 0;
  static final int CONST = 1;
  static final int LOAD = 2;
  static final int STORE = 3;
  static final int LOAD_AT = 4;
  static final int STORE_AT = 5;
  static final int LOAD_FRAME = 6;
  static final int STORE_FRAME = 7;
  static final int DUP = 8;
  static final int POP = 9;
  static final int SWAP = 10;
  static final int ADD = 11;
  static final int SUB = 12;
  static final int MUL = 13;
  static final int DIV = 14;
  static final int REM = 15;
  static final int NEG = 16;
  static final int ADD_SATURATED = 17;
  static final int EQ = 18;
  static final int NE = 19;
  static final int LT = 20;
  static final int LE = 21;
  static final int GT = 22;
  static final int GE = 23;
  static final int NOT = 24;
  static final int AND = 25;
  static final int OR = 26;
  static final int SHL = 27;
  static final int SHR = 28;
  static final int INT_TO_FLOAT = 29;
  static final int FADD = 30;
  static final int FSUB = 31;
  static final int FMUL = 32;
  static final int FDIV = 33;
  static final int FREM = 34;
  static final int FNEG = 35;
  static final int FEQ = 36;
  static final int FLT = 37;
  static final int FLE = 38;
  static final int JUMP = 39;
  static final int JUMP_IF = 40;
  static final int JUMP_UNLESS = 41;
  static final int CALL = 42;
  static final int RETURN = 43;
  static final int TEXT_BEGIN = 44;
  static final int MARK_BEGIN = 45;
  static final int TEXT_CONST = 46;
  static final int TEXT_INT = 47;
  static final int TEXT_FLOAT = 48;
  static final int TEXT_DURATION = 49;
  static final int TEXT_BOOL = 50;
  static final int TEXT_CLASS = 51;
  static final int TEXT_ERRNO = 52;
  static final int TEXT_VALUE = 53;
  static final int TEXT_NAME = 54;
  static final int TEXT_END = 55;
  static final int CONCAT = 56;
  static final int TEXT_LENGTH = 57;
  static final int TEXT_CONTAINS = 58;
  static final int TEXT_STARTS = 59;
  static final int LIST_NEW = 60;
  static final int LIST_GET = 61;
  static final int FIELD = 62;
  static final int LIST_LENGTH = 63;
  static final int LIST_CONCAT = 64;
  static final int LIST_CONTAINS = 65;
  static final int NOW = 66;
  static final int SELF = 67;
  static final int HART = 68;
  static final int QOS = 69;
  static final int RESULT = 70;
  static final int ERRNO = 71;
  static final int MESSAGE = 72;
  static final int SET_MESSAGE = 73;
  static final int MESSAGE_LENGTH = 74;
  static final int SENDER = 75;
  static final int REPLY_TOKEN = 76;
  static final int KEEP_CALLER = 77;
  static final int PORT_OF = 78;
  static final int RANDOM = 79;
  static final int QUERY = 80;
  static final int SYSCALL = 81;
  static final int CHECK = 82;
  static final int MARK = 83;
  static final int COMPUTE = 84;
  static final int COMPUTE_CONST = 85;
  static final int COMPUTE_LOCAL = 86;
  static final int SLEEP = 87;
  static final int SLEEP_CONST = 88;
  static final int SLEEP_LOCAL = 89;
  static final int SPIN = 90;
  static final int EXIT = 91;
  static final int FAULT = 92;

  private Opcode() {}
}
