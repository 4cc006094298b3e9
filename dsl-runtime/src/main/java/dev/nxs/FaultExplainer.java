// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs;

import dev.nxs.compile.CodeLimits;
import dev.nxs.compile.Image;
import dev.nxs.compile.Site;
import dev.nxs.compile.Type;
import dev.nxs.expect.Explainer;
import dev.nxs.kernel.user.Errno;
import dev.nxs.kernel.user.Fault;
import dev.nxs.kernel.user.ValuePool;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import org.jspecify.annotations.Nullable;

/** Tells what a task did that stopped it, at the place in the source where it did. */
final class FaultExplainer {
  private static final Fault[] FAULTS = Fault.values();
  private static final int SITE_SHIFT = 8;

  private final Image image;
  private final ValuePool pool;

  FaultExplainer(Image image, ValuePool pool) {
    this.image = image;
    this.pool = pool;
  }

  static Fault faultOf(RunRecord.FaultEvent event) {
    return FAULTS[(int) (event.what() & 0xff)];
  }

  /**
   * The diagnostic of a fault.
   *
   * @param standing where the task stands, null where that is unknown; for faults that the kernel found
   */
  Diagnostic.Builder explain(RunRecord.FaultEvent event, @Nullable Site standing) {
    int number = (int) (event.what() >>> SITE_SHIFT);
    Site site = number == 0 && standing != null ? standing : image.site(number);
    String who = event.pid() == 0 ? "an act of the scenario" : "task `" + image.taskNames().get(event.pid()) + "`";
    Fault fault = faultOf(event);
    return switch (fault) {
      case UNHANDLED_ERROR -> unhandled(event, site, who);
      case CHECK_FAILED -> check(event, site, who);
      case LIVELOCK ->
          Diagnostic.error(Code.LIVELOCK, site.span(), who + " takes steps without virtual time passing")
              .label("it was here when it was stopped")
              .note(
                  "it took more than " + (image.code().equals(CodeLimits.DEFAULT) ? "a million" : image.code().steps())
                      + " steps at one instant; on a real machine its hart would hang")
              .help("let time pass in the loop: `compute`, `sleep`, or wait for something");
      case LIMIT ->
          event.right() > 0
              ? Diagnostic.error(
                      Code.RUN_STOPPED, site.span(), "functions of " + who + " call each other too deep")
                  .note("at most " + event.right() + " calls may be under way inside each other")
                  .help("end the recursion, or write it as a loop")
              : Diagnostic.error(Code.RUN_STOPPED, site.span(), "a value of " + who + " grew past a limit")
                  .help("keep lists and texts short, and the number of different ones small");
      case MUTEX_HELD ->
          Diagnostic.error(
                  Code.MUTEX_HELD,
                  site.span(),
                  who + " ended and held `" + image.values().show(event.left(), Type.MUTEX, pool) + "`")
              .label("it stood here last")
              .note("the mutex was given to the next who waits for it")
              .help("`unlock` it on every way to the end");
      case DIVISION_BY_ZERO, OVERFLOW, INDEX_OUT_OF_RANGE ->
          Diagnostic.error(Code.TASK_FAULT, site.span(), who + " was stopped by " + Explainer.words(fault))
              .label(label(fault, event));
    };
  }

  private static String label(Fault fault, RunRecord.FaultEvent event) {
    return fault == Fault.INDEX_OUT_OF_RANGE && event.right() > 0
        ? "index " + event.left() + ", and " + event.right() + " elements"
        : "here";
  }

  private Diagnostic.Builder unhandled(RunRecord.FaultEvent event, Site site, String who) {
    String errno = errno(event.left());
    return Diagnostic.error(
            Code.UNHANDLED_FAILURE, site.span(), "a call of " + who + " failed with " + errno)
        .label(errno)
        .note("the program does not say what it does then, so the " + (event.pid() == 0 ? "act" : "task") + " was stopped")
        .help(
            "expect it (`expect … fails " + errno + "`), look at it (`let r = try …`), or say that it does not matter"
                + " (`ignore …`)");
  }

  private Diagnostic.Builder check(RunRecord.FaultEvent event, Site site, String who) {
    if (site.kind() == Site.Kind.FAILS) {
      Span call = site.span();
      return Diagnostic.error(Code.CHECK_FAILED, call, "a call of " + who + " did not fail as expected")
          .label(
              event.left() == Errno.OK.number()
                  ? "succeeded; " + errno(event.right()) + " was expected"
                  : errno(event.left()) + "; " + errno(event.right()) + " was expected");
    }
    String message = site.message(event.left(), pool);
    Diagnostic.Builder diagnostic =
        Diagnostic.error(
                Code.CHECK_FAILED,
                site.span(),
                "a check of " + who + " failed" + (message.isEmpty() ? "" : ": " + message))
            .label("does not hold");
    long[] values = site.values(event.left(), event.right(), pool);
    for (int i = 0; i < values.length; i++) {
      Type type = site.operandTypes().get(i);
      String source = site.operands().get(i).span().text();
      String shown = image.values().show(values[i], type, pool);
      if (!source.equals(shown)) {
        diagnostic.note("`" + source + "` is " + shown);
      }
    }
    return diagnostic;
  }

  private static String errno(long number) {
    Errno errno = Errno.ofNumber(number);
    return errno == null ? "error " + number : errno.name();
  }
}
