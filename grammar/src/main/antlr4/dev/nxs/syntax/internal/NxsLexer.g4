// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/*
 * From characters to tokens. Words are told apart from names by Words, not here: a table costs nothing at start-up,
 * while each keyword as a rule of its own would add its letters to the automaton. What is malformed has rules too,
 * so that it can be named: the lexer itself never fails.
 */
lexer grammar NxsLexer;

options { superClass = LexerBase; }

tokens {
  // Reserved words.
  LET, VAR, IF, ELSE, WHILE, LOOP, FOR, IN, BREAK, CONTINUE, RETURN, FN, IMPORT, TRUE, FALSE, AND, OR, NOT, EXPECT,
  TRY, IGNORE,
  // Words of declarations, names elsewhere.
  NXS, AS, PROGRAM, MACHINE, LOG, SCENARIO, PARAM, SWEEP, SERVICE, ENDPOINT, MUTEX, EVENT, BARRIER, TASK, TIMER, AT,
  EVERY, WHEN, RUN, EXPLORE, TIMEOUT, FROM, UNTIL, FAILS,
  // Words of expectations, names elsewhere.
  MARKER, AUDIT, CONTAINS, STARTS, ON, HART, BY, WHERE, WITHIN, AFTER, BEFORE, BETWEEN, NEVER, EXACTLY, LEAST, MOST, OF,
  ONCE, ORDER, STRICT, ALL, ANY, EXCLUSIVE, WHENEVER, THEN, REQUIRE, THE, SAME, WITH, IFF, ALWAYS, EVENTUALLY, FINALLY,
  STABLE, NO, STARVATION, DEADLOCK, PRIORITY, INVERSION, LOST, WAKEUP, OVER, COMPLETE, ALLOW, PHASE, START, END, XFAIL,
  // Made by LexerBase: a closing brace that ends a hole.
  HOLE_CLOSE,
  // Made by Layout: the angle brackets of types.
  LANGLE, RANGLE
}

SPACE : [ \t\f]+ -> skip ;
LINE_END : '\r'? '\n' { lineEnd(); } ;
LONE_CR : '\r' -> skip ;

DOC_COMMENT : '///' ~[\r\n]* ;
LINE_COMMENT : '//' ~[\r\n]* ;
BLOCK_COMMENT : '/*' (~'*' | '*'+ ~[*/])* '*'+ '/' ;
OPEN_COMMENT : '/*' (~'*' | '*'+ ~[*/])* '*'* ;

ID : [a-zA-Z_] [a-zA-Z0-9_]* ;
WIDE_ID : [a-zA-Z_\u0080-\uffff] [a-zA-Z0-9_\u0080-\uffff]* ;

NUMBER
    : [0-9] [a-zA-Z0-9_]* ('.' [0-9] [a-zA-Z0-9_]*)?
    | [0-9] [0-9_]* ('.' [0-9] [0-9_]*)? [eE] [+\-] [0-9] [a-zA-Z0-9_]*
    ;

STRING : '"' (~["\\\r\n$] | '\\' ~[\r\n])* '"' ;
QUOTE : '"' -> pushMode(STR) ;
TRIPLE_QUOTE : '"""' -> pushMode(TRIPLE) ;
SINGLE_QUOTED : '\'' ~['\r\n]* '\'' ;
OPEN_SINGLE_QUOTED : '\'' ~['\r\n]* ;
PATTERN : [rp] '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' ;
OPEN_PATTERN : [rp] '"' (~["\\\r\n] | '\\' ~[\r\n])* ;

LPAREN : '(' ;
RPAREN : ')' ;
LBRACK : '[' ;
RBRACK : ']' ;
LBRACE : '{' { openBrace(); } ;
RBRACE : '}' { closeBrace(); } ;

SEMI : ';' ;
COMMA : ',' ;
COLON : ':' ;
DOT : '.' ;
ASSIGN : '=' ;
RANGE : '..' ;
RANGE_TO : '..=' ;
EQ : '==' ;
NE : '!=' ;
LT : '<' ;
LE : '<=' ;
GT : '>' ;
GE : '>=' ;
PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;

// Operators of other languages, to be told what they are called here.
FOREIGN : '&&' | '||' | '!' | '++' | '--' | '+=' | '-=' | '*=' | '/=' | '===' | '!==' | '->' | '=>' | '**' | '...' ;
OTHER : . ;

mode STR;

TEXT : (~["\\\r\n$] | '\\' ~[\r\n])+ ;
HOLE_OPEN : '${' { openHole(); } -> pushMode(DEFAULT_MODE) ;
STR_DOLLAR : '$' -> type(TEXT) ;
STR_BACKSLASH : '\\' -> type(TEXT) ;
STR_CR : '\r' -> type(TEXT) ;
QUOTE_END : '"' -> popMode ;
STRING_BROKEN : '\r'? '\n' -> popMode ;

mode TRIPLE;

TRIPLE_TEXT : (~["\\$] | '\\' .)+ -> type(TEXT) ;
TRIPLE_HOLE : '${' { openHole(); } -> type(HOLE_OPEN), pushMode(DEFAULT_MODE) ;
TRIPLE_OTHER : ["$\\] -> type(TEXT) ;
TRIPLE_END : '"""' -> type(QUOTE_END), popMode ;
