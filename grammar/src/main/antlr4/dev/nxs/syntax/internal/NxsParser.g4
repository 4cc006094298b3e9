// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

/*
 * From tokens to a parse tree. Layout, which stands in front, has balanced all brackets and ends each item of a block
 * with SEMI, so an item is always `… SEMI`. Each kind of item is a unit of recovery: what fails inside is reported once
 * and skipped to its SEMI.
 *
 * Expressions are a flat row of operands and operators; ExprBuilder knows which binds tighter. Events are expressions
 * here, too. Where the grammar accepts more than the language has (`=` for `:`, a missing block, a clause that the form
 * does not take), the builders say so in better words than a parser could.
 */
parser grammar NxsParser;

options { tokenVocab = NxsLexer; superClass = ParserBase; }

file : version? items+=topItem* EOF ;

version : NXS number=NUMBER? SEMI ;
    catch [RecognitionException e] { recoverItem(_localctx, e); }

topItem : topDecl SEMI ;
    catch [RecognitionException e] { recoverItem(_localctx, e); }

topDecl
    : let                                                                   # topLet
    | machine                                                               # topMachine
    | IMPORT string (AS name)?                                              # importFile
    | FN name parameters (COLON type)? (ASSIGN expr | block)?               # function
    | PROGRAM name parameters block?                                        # program
    | EXPECT name expectBody?                                               # expectSet
    | LOG name logBody?                                                     # log
    | SCENARIO string arguments? scenarioBody?                              # scenario
    ;

let : LET name (COLON annotated=expr)? (ASSIGN value=expr)? ;

machine : MACHINE dotted? arguments? ;

// What an import brings under a name of its own: `lib.virt2`.
dotted : name (DOT name)? ;

parameters : LPAREN (items+=parameter (COMMA items+=parameter)* COMMA?)? RPAREN ;

parameter : name (COLON type)? ;

type
    : name (LANGLE args+=type (COMMA args+=type)* RANGLE)?
    | LBRACE fields+=typedField (COMMA fields+=typedField)* COMMA? RBRACE
    ;

typedField : word COLON type ;

logBody : LBRACE items+=logRule* RBRACE ;

logRule : name expr SEMI ;
    catch [RecognitionException e] { recoverItem(_localctx, e); }

// Scenarios.

scenarioBody : LBRACE items+=scenarioItem* RBRACE ;

scenarioItem : scenarioDecl SEMI ;
    catch [RecognitionException e] { recoverItem(_localctx, e); }

scenarioDecl
    : let                                                                   # scenarioLet
    | machine                                                               # scenarioMachine
    | PARAM name (COLON type)? (ASSIGN expr)?                               # param
    | SWEEP axes+=axis (COMMA axes+=axis)*                                  # sweep
    | SERVICE name arguments?                                               # service
    | kind=(ENDPOINT | MUTEX | EVENT | BARRIER) name arguments?             # object
    | TASK name (LBRACK count=expr RBRACK)? arguments? (block | ASSIGN body=expr)?   # task
    | TIMER name arguments? block?                                          # timer
    | AT expr block?                                                        # at
    | EVERY period=expr (FROM first=expr)? (UNTIL last=expr)? block?        # every
    | WHEN ONCE? condition block?                                           # when
    | RUN (FOR duration=expr | UNTIL condition) (WITH? TIMEOUT timeout=expr)?    # run
    | EXPLORE arguments?                                                    # explore
    | EXPECT (dotted | expectBody)                                            # expect
    ;

axis : name IN expr ;

// Statements.

block : LBRACE items+=statement* RBRACE ;

statement : stmt SEMI ;
    catch [RecognitionException e] { recoverItem(_localctx, e); }

stmt
    : let                                                                   # letStmt
    | VAR name (COLON annotated=expr)? (ASSIGN value=expr)?                 # varStmt
    | IF tests+=expr blocks+=block (ELSE IF tests+=expr blocks+=block)* (ELSE otherwise=block)?   # ifStmt
    | WHILE expr block                                                      # whileStmt
    | LOOP block                                                            # loopStmt
    | FOR name IN expr block                                                # forStmt
    | BREAK                                                                 # breakStmt
    | CONTINUE                                                              # continueStmt
    | RETURN expr?                                                          # returnStmt
    | EXPECT checked=expr (FAILS name | COMMA message=expr)?              # expectStmt
    | IGNORE expr                                                           # ignoreStmt
    | target=expr (ASSIGN value=expr)?                                      # exprStmt
    ;

// Expectations.

expectBody : LBRACE items+=expectation* RBRACE ;

expectation : (title=string COLON)? form extra* SEMI ;
    catch [RecognitionException e] { recoverItem(_localctx, e); }

extra : IF expr | XFAIL string ;

form
    : NEVER condition clause*                                               # never
    | EXACTLY count=expr OF condition clause*                               # exactly
    | AT kind=(LEAST | MOST) count=expr OF condition clause*               # bounded
    | ONCE condition clause*                                                # once
    | ORDER STRICT? group clause*                                           # order
    | kind=(ALL | ANY | EXCLUSIVE) group                                    # anyGroup
    | WHENEVER trigger=condition (THEN response=condition answer* | REQUIRE required=condition BEFORE)   # whenever
    | ALWAYS expr clause*                                                   # always
    | EVENTUALLY expr clause*                                               # eventually
    | FINALLY expr                                                          # finallyHolds
    | STABLE state=expr FOR duration=expr                                   # stable
    | NO fault (OVER over=expr)? (OF of=expr)?                              # absence
    | COMPLETE family=operand (ALLOW allowed+=expr (COMMA allowed+=expr)*)? # complete
    | PHASE name expectBody                                                 # phase
    | START condition                                                       # phaseStart
    | END condition                                                         # phaseEnd
    | subject=condition (IFF other=condition | clause*)                     # occurs
    ;

fault : STARVATION | DEADLOCK | PRIORITY INVERSION | LOST WAKEUP ;

answer
    : WITHIN expr
    | ON THE SAME hart=HART
    | BY THE SAME task=TASK
    | WITH THE SAME name
    ;

group : LBRACE items+=groupItem* RBRACE ;

groupItem : condition SEMI ;
    catch [RecognitionException e] { recoverItem(_localctx, e); }

condition : expr narrowings+=narrowing* ;

narrowing
    : ON HART hart=operand
    | BY TASK task=operand
    | WHERE where=expr
    ;

clause
    : keyword=(WITHIN | BY | AT | FROM | EVERY) expr
    | keyword=(AFTER | BEFORE | UNTIL) condition
    | keyword=BETWEEN first=bound AND second=bound
    ;

// An event in front of the `and` of `between`, which must not join the condition of the event.
bound : operand (ON HART hart=operand | BY TASK task=operand | WHERE where=boundWhere)* ;

boundWhere : operands+=operand (ops+=(EQ | NE | LT | LE | GT | GE | IN | RANGE | RANGE_TO | PLUS | MINUS | STAR | SLASH
    | PERCENT) operands+=operand)* ;

// Expressions.

arguments : LPAREN (items+=argument (COMMA items+=argument)* COMMA?)? RPAREN ;
    catch [RecognitionException e] { recoverBracket(_localctx, e); }

argument : (word sep=(COLON | ASSIGN))? condition ;

expr : operands+=operand (ops+=(OR | AND | EQ | NE | LT | LE | GT | GE | IN | RANGE | RANGE_TO | PLUS | MINUS | STAR
    | SLASH | PERCENT) operands+=operand)* ;

operand : prefixes+=prefix* primary suffixes+=suffix* ;

// The head of a quantifier is an operator before its body, which is the whole rest of the row. As an operand with a
// body of its own it would make every operator ambiguous: part of the body, or of the row around the quantifier?
prefix
    : op=(NOT | MINUS | TRY)
    | kind=(ALL | ANY) name IN expr COLON
    | kind=EXACTLY quantity name IN expr COLON
    ;

// Not any operand: that could begin with `exactly` again, and nest without a bracket.
quantity : NUMBER | name | LPAREN expr RPAREN ;

suffix
    : DOT word
    | LBRACK expr RBRACK
    | arguments
    ;

primary
    : literal=(NUMBER | TRUE | FALSE | PATTERN)                             # literal
    | string                                                                # text
    | kind=(MARKER | AUDIT) match=(CONTAINS | STARTS)? (string | pattern=PATTERN | variable=ID)   # event
    | name                                                                  # nameRef
    | LPAREN expr RPAREN                                                    # parens
    | LBRACK (items+=condition (COMMA items+=condition)* COMMA?)? RBRACK    # list
    | LBRACE (items+=field (COMMA items+=field)* COMMA?)? RBRACE            # record
    ;

field : (word | string) sep=(COLON | ASSIGN) expr ;

string
    : STRING
    | (QUOTE | TRIPLE_QUOTE) parts+=stringPart* QUOTE_END
    ;

stringPart
    : TEXT
    | HOLE_OPEN expr HOLE_CLOSE
    ;

// Any word that is not reserved.
name
    : ID | NXS | AS | PROGRAM | MACHINE | LOG | SCENARIO | PARAM | SWEEP | SERVICE | ENDPOINT | MUTEX | EVENT | BARRIER
    | TASK | TIMER | AT | EVERY | WHEN | RUN | EXPLORE | TIMEOUT | FROM | UNTIL | FAILS | MARKER | AUDIT | CONTAINS
    | STARTS | ON | HART | BY | WHERE | WITHIN | AFTER | BEFORE | BETWEEN | NEVER | EXACTLY | LEAST | MOST | OF | ONCE
    | ORDER | STRICT | ALL | ANY | EXCLUSIVE | WHENEVER | THEN | REQUIRE | THE | SAME | WITH | IFF | ALWAYS | EVENTUALLY
    | FINALLY | STABLE | NO | STARVATION | DEADLOCK | PRIORITY | INVERSION | LOST | WAKEUP | OVER | COMPLETE | ALLOW
    | PHASE | START | END | XFAIL
    ;

// Arguments, fields and members are always told by what stands around them, so reserved words can name them, too.
word
    : name | LET | VAR | IF | ELSE | WHILE | LOOP | FOR | IN | BREAK | CONTINUE | RETURN | FN | IMPORT | TRUE | FALSE
    | AND | OR | NOT | EXPECT | TRY | IGNORE
    ;
