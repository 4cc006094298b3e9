// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.repl;

import dev.nxs.ConsoleLine;
import dev.nxs.End;
import dev.nxs.NxsException;
import dev.nxs.Session;
import dev.nxs.Stop;
import dev.nxs.report.ConsoleFormat;
import dev.nxs.syntax.Nxs;
import dev.nxs.syntax.ParseResult;
import dev.nxs.syntax.Source;
import dev.nxs.syntax.ast.TopLevel;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Renderer;
import dev.nxs.syntax.diag.Suggest;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs what is typed at the prompt, wherever it comes from, and prints what comes of it. It knows nothing of terminals;
 * whoever has one gives it lines and shows what it prints.
 */
public final class Shell {
  /** Calls that are something done rather than something asked. */
  private static final Set<String> ACTS =
      Set.of(
          "mark", "send", "signal", "broadcast", "start", "kill", "offline", "online", "set_qos", "set_affinity",
          "set_shares");

  /** Words that begin a declaration. */
  private static final Set<String> DECLARATIONS =
      Set.of(
          "task", "service", "endpoint", "event", "mutex", "barrier", "timer", "at", "every", "when", "let", "param",
          "machine", "fn", "program", "import", "log", "sweep");

  private final Session session;
  private final PrintStream out;
  private final PrintStream err;
  private final Paint paint;
  private final Renderer renderer;
  private final IntSupplier width;
  private final Function<String, Source> reader;
  private final ConsoleFormat format;
  private final List<String> history = new ArrayList<>();
  private final MotionCommands motions;
  private final LookCommands looks;
  private final ChangeCommands changes;
  private final Map<Integer, String> traces = new LinkedHashMap<>();
  private @Nullable String lastMotion;
  private OptionalInt quit = OptionalInt.empty();
  private int worst;
  private int depth;

  /**
   * A shell over a session.
   *
   * @param width characters of a line
   * @param reader reads a file by its name; throws {@link NxsException} where it cannot
   */
  public Shell(
      Session session,
      PrintStream out,
      PrintStream err,
      boolean colored,
      IntSupplier width,
      Function<String, Source> reader) {
    this.session = session;
    this.out = out;
    this.err = err;
    this.paint = new Paint(colored);
    this.renderer = colored ? Renderer.colored() : Renderer.plain();
    this.width = width;
    this.reader = reader;
    this.format = ConsoleFormat.of(session.taskNames());
    motions = new MotionCommands(this);
    looks = new LookCommands(this);
    changes = new ChangeCommands(this);
  }

  /** What the prompt shows: where the session is. */
  public String prompt() {
    return session.position().text() + "> ";
  }

  /** Whether a text is not finished yet, so that more lines belong to it. */
  public static boolean isOpen(String text) {
    return Splitter.isOpen(text);
  }

  /** Whether somebody asked to leave. */
  public boolean isDone() {
    return quit.isPresent();
  }

  /** What the whole session comes to: the code given to {@code quit}, or the worst that happened. */
  public int exit() {
    return quit.orElse(worst);
  }

  /** Notes a mistake that is not of a line, such as a text that ends too early. */
  public void mistake(String message) {
    err.print("error: " + message + "\n");
    worst = worse(worst, CommandException.USAGE);
  }

  /** A line of a run, as it is written. */
  public void line(ConsoleLine line) {
    out.print(Renderer.visible(format.line(line)) + "\n");
  }

  /**
   * Runs a text of one command or several, up to the first that cannot be done.
   *
   * @return 0, or the exit code of what could not be done
   */
  public int execute(String text) {
    String typed = text.strip();
    if (!typed.isEmpty() && depth == 0) {
      history.add(typed);
    }
    if (typed.isEmpty()) {
      return lastMotion == null ? 0 : guarded(lastMotion);
    }
    for (String command : Splitter.split(typed)) {
      int code = guarded(command);
      if (code != 0) {
        return code;
      }
      if (isDone()) {
        break;
      }
    }
    return 0;
  }

  private int guarded(String command) {
    int code = 0;
    try {
      run(command);
    } catch (CommandException e) {
      code = e.exit();
      Diagnostic diagnostic = e.diagnostic();
      if (diagnostic != null) {
        tell(List.of(diagnostic));
      }
    } catch (NxsException e) {
      code = CommandException.USAGE;
      tell(e.diagnostics());
    } catch (IllegalArgumentException e) {
      code = CommandException.USAGE;
      out.flush();
      err.print("error: " + Renderer.visible(String.valueOf(e.getMessage())) + "\n");
    }
    out.flush();
    err.flush();
    worst = worse(worst, code);
    return code;
  }

  private void tell(List<Diagnostic> diagnostics) {
    out.flush();
    err.print(renderer.render(diagnostics));
  }

  private static int worse(int one, int other) {
    List<Integer> order = List.of(0, 4, 1, 3, 2, 70);
    return order.indexOf(one) >= order.indexOf(other) ? one : other;
  }

  private void run(String command) throws CommandException {
    Words words = new Words(command);
    String first = words.peek();
    String word = lettersOf(first);
    CommandWord known = CommandWord.of(first);
    if (known != null && !isAssignment(command, first)) {
      words.next();
      dispatch(known, words);
    } else if (DECLARATIONS.contains(word)) {
      changes.add(command);
    } else if (ACTS.contains(word) && command.startsWith(word + "(")) {
      changes.act(command);
    } else {
      looks.value(command, misspelt(first));
    }
  }

  /** A name of the scenario may be the short form of a command; what follows tells. */
  private static boolean isAssignment(String command, String first) {
    String behind = command.substring(first.length()).strip();
    return behind.startsWith("==") || behind.startsWith("<") || behind.startsWith(">") || behind.startsWith("+");
  }

  private static String lettersOf(String text) {
    int end = 0;
    while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return text.substring(0, end);
  }

  /** The command that a word is nearly, null for none. */
  private static @Nullable String misspelt(String word) {
    List<String> known = new ArrayList<>();
    for (CommandWord command : CommandWord.values()) {
      known.add(command.word());
    }
    return word.matches("[a-z]+") ? Suggest.closest(word, known) : null;
  }

  private void dispatch(CommandWord command, Words words) throws CommandException {
    if (command.isMotion()) {
      lastMotion = words.line();
    }
    switch (command) {
      case RUN -> motions.run(words);
      case STEP -> motions.step(words);
      case NEXT -> motions.next(words);
      case FINISH -> motions.finish(words);
      case BACK -> motions.back(words);
      case BACK_RUN -> motions.backRun(words);
      case GOTO -> motions.goTo(words);
      case UNDO -> motions.undo(words);
      case RESTART -> motions.restart(words);
      case FOCUS -> motions.focus(words);
      case BREAK -> changes.breakpoint(words, false);
      case ONCE -> changes.breakpoint(words, true);
      case WATCH -> changes.watch(words);
      case TRACE -> changes.trace(words);
      case DELETE -> changes.delete(words);
      case DISABLE -> changes.enable(words, false);
      case ENABLE -> changes.enable(words, true);
      case SET -> changes.set(words);
      case EXPECT -> changes.add(words.line());
      case ACT -> changes.act(words.rest());
      case INJECT -> changes.act("inject(" + words.rest() + ")");
      case SNAPSHOT -> changes.snapshot(words);
      case RESTORE -> changes.restore(words);
      case DROP -> changes.drop(words);
      case DIFF -> changes.diff(words);
      case RELOAD -> changes.reload(words);
      case DISPLAY -> looks.display(words);
      case UNDISPLAY -> looks.undisplay(words);
      case BREAKS -> looks.breaks(words);
      case INFO -> looks.info(words);
      case WHERE -> looks.where(words);
      case MARKERS -> looks.markers(words);
      case WHY -> looks.why(words);
      case PRINT -> looks.value(words.rest(), null);
      case ASSERT -> looks.check(words);
      case GANTT -> looks.gantt(words);
      case EXPORT -> changes.export(words);
      case LOAD -> load(words);
      case HELP -> help(words);
      case APROPOS -> apropos(words);
      case HISTORY -> history.forEach(typed -> print(typed.replace("\n", "\n  ") + "\n"));
      case QUIT -> quit(words);
    }
  }

  private void load(Words words) throws CommandException {
    String name = words.rest();
    if (name.isEmpty()) {
      throw CommandException.usage(words.line(), "`load` needs the name of a file", null);
    }
    if (depth > 8) {
      throw CommandException.usage(words.line(), "files load each other too deeply", null);
    }
    Source source = reader.apply(name);
    ParseResult parsed = Nxs.parse(source);
    if (!parsed.hasErrors() && parsed.file().items().stream().anyMatch(TopLevel.Scenario.class::isInstance)) {
      throw CommandException.usage(
          words.line(),
          "`" + name + "` holds scenarios, and `load` runs the commands of a file",
          "start `nxs repl " + name + "`; or write declarations and commands alone into the file");
    }
    nested(source.text());
  }

  /** Runs commands on behalf of another. */
  void nested(String text) throws CommandException {
    depth++;
    try {
      for (String command : Splitter.split(text)) {
        run(command);
        if (isDone()) {
          return;
        }
      }
    } finally {
      depth--;
    }
  }

  private void help(Words words) throws CommandException {
    String word = words.rest();
    if (word.isEmpty()) {
      StringBuilder page = new StringBuilder("commands (`help COMMAND` tells more):\n");
      for (CommandWord command : CommandWord.values()) {
        page.append(command.line());
      }
      page.append("everything else is the language: an expression prints its value, a declaration joins the scenario\n");
      print(page.toString());
      return;
    }
    CommandWord command = CommandWord.of(word);
    if (command == null) {
      throw CommandException.usage(words.line(), "there is no command `" + word + "`", meant(misspelt(word)));
    }
    print(command.page());
  }

  static @Nullable String meant(@Nullable String word) {
    return word == null ? null : "did you mean `" + word + "`?";
  }

  private void apropos(Words words) throws CommandException {
    String word = words.rest().toLowerCase(Locale.ROOT);
    StringBuilder found = new StringBuilder();
    for (CommandWord command : CommandWord.values()) {
      if (command.page().toLowerCase(Locale.ROOT).contains(word)) {
        found.append(command.line());
      }
    }
    if (found.length() == 0) {
      throw CommandException.usage(words.line(), "no page has the word `" + word + "`", "`help` lists all commands");
    }
    print(found.toString());
  }

  private void quit(Words words) throws CommandException {
    if (words.isAtEnd()) {
      quit = OptionalInt.of(worst);
      return;
    }
    String word = words.next();
    words.end();
    if (!word.matches("\\d{1,3}") || Integer.parseInt(word) > 255) {
      throw CommandException.usage(words.line(), "an exit code is 0 to 255, not `" + word + "`", null);
    }
    quit = OptionalInt.of(Integer.parseInt(word));
  }

  // ---- for the commands

  Session session() {
    return session;
  }

  Paint paint() {
    return paint;
  }

  Renderer renderer() {
    return renderer;
  }

  ConsoleFormat format() {
    return format;
  }

  int width() {
    return Math.max(40, width.getAsInt());
  }

  Source read(String name) {
    return reader.apply(name);
  }

  MotionCommands motions() {
    return motions;
  }

  LookCommands looks() {
    return looks;
  }

  ChangeCommands changes() {
    return changes;
  }

  /** Commands by the breakpoint at which they run. */
  Map<Integer, String> traces() {
    return traces;
  }

  void print(String text) {
    out.print(text);
  }

  /** Something failed that the session goes on from. */
  void failed(int code) {
    worst = worse(worst, code);
  }

  /** Names of what can be typed here, for completion. */
  public Completions completions() {
    return new Completions(this);
  }

  /** How a stop counts for the exit code. */
  static int exitOf(Stop stop) {
    End end = stop.end();
    if (end == null) {
      return 0;
    }
    return end.isAbnormal() ? 3 : stop.kind() == Stop.Kind.FAILURE ? CommandException.FAILED : 0;
  }
}
