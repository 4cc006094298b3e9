// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Replays files of conformance vectors, line by line, and keeps where the outcome is another than the file says. A file
 * that cannot be replayed (of an unknown kind or format, or no vectors at all) is a divergence, and so is a folder without
 * any: a comparison that did not take place must not look like one that found nothing.
 */
public final class Conformance {
  /** Applies the lines of one kind of vectors. */
  public interface Replay {
    /** Applies a line; what came of it if that is not what the line says, else nothing. */
    String apply(JsonNode line);

    /** Whether a line sets something up rather than being an operation. */
    default boolean isSetup(JsonNode line) {
      return line.path("op").asText().equals("reset");
    }

    /** Whether the last line was left out. */
    default boolean leftOut() {
      return false;
    }
  }

  private static final int FORMAT = 1;
  private static final int LONGEST = 400;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Function<JsonNode, Replay>> kinds = new LinkedHashMap<>();
  private final List<String> divergences = new ArrayList<>();
  private int files;
  private long operations;

  /** A run that knows the kinds of the kernel. */
  public static Conformance ofKernel() {
    Conformance run = new Conformance();
    run.kinds.put("sched", header -> new OperandsReplay(SchedReplay.OPERANDS, new SchedReplay()));
    run.kinds.put("qos-syscall", QosSyscallReplay::new);
    run.kinds.put("kernel", header -> new OperandsReplay(KernelReplay.OPERANDS, new KernelReplay()));
    run.kinds.put("misc", header -> new MiscReplay());
    return run;
  }

  /** Adds a kind. */
  public Conformance with(String kind, Function<JsonNode, Replay> replay) {
    kinds.put(kind, replay);
    return this;
  }

  /** The files that diverged, lines and outcomes: {@code file:line: expected …, got …}. */
  public List<String> divergences() {
    return List.copyOf(divergences);
  }

  public long operations() {
    return operations;
  }

  /** The one line that says how it went. */
  public String summary() {
    return "conformance: " + files + " files, " + operations + " operations, " + divergences.size() + " divergences";
  }

  /** Replays a file that lies among the resources of a class. */
  public Conformance replayResource(Class<?> owner, String name) throws IOException {
    InputStream in = owner.getResourceAsStream("/conformance/" + name);
    if (in == null) {
      refuse(name, "there is no such resource");
      return this;
    }
    replay(name, in);
    return this;
  }

  /** Replays every {@code .jsonl} and {@code .jsonl.gz} file in a folder and below it. */
  public Conformance replayFolder(Path folder) {
    List<Path> paths = List.of();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> entries = Files.walk(folder)) {
        paths = entries.filter(path -> path.toString().matches(".*\\.jsonl(\\.gz)?") && Files.isRegularFile(path)).sorted().toList();
      } catch (IOException | RuntimeException e) {
        refuse(folder.toString(), "the folder cannot be read: " + e.getMessage());
        return this;
      }
    }
    if (paths.isEmpty()) {
      refuse(folder.toString(), Files.isDirectory(folder) ? "the folder has no .jsonl file" : "there is no such folder");
    }
    for (Path path : paths) {
      String name = folder.relativize(path).toString();
      try {
        replay(name, Files.newInputStream(path));
      } catch (IOException e) {
        refuse(name, "the file cannot be read: " + e.getMessage());
      }
    }
    return this;
  }

  private void refuse(String name, String why) {
    divergences.add(name + ":1: expected vectors of format " + FORMAT + ", got none: " + why);
  }

  private void replay(String name, InputStream raw) throws IOException {
    files++;
    try (InputStream in = raw;
        BufferedReader lines = new BufferedReader(new InputStreamReader(open(name, in), StandardCharsets.UTF_8))) {
      String first = lines.readLine();
      JsonNode header = first == null ? null : parse(first);
      if (header == null || !header.isObject()) {
        refuse(name, "the first line is no header");
        return;
      }
      if (!header.path("format").isInt() || header.path("format").asInt() != FORMAT) {
        refuse(name, "its format is " + header.path("format"));
        return;
      }
      Function<JsonNode, Replay> kind = kinds.get(header.path("kind").asText());
      if (kind == null) {
        refuse(name, "its kind is " + header.path("kind") + ", which is none of " + kinds.keySet());
        return;
      }
      replayLines(name, lines, kind.apply(header));
    } catch (NullPointerException e) {
      refuse(name, "its header lacks a field that its kind needs");
    } catch (RuntimeException e) {
      refuse(name, "it cannot be replayed: " + e.getMessage());
    }
  }

  private void replayLines(String name, BufferedReader lines, Replay replay) throws IOException {
    int number = 1;
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      number++;
      JsonNode line = parse(text);
      String place = name + ":" + number + ": expected ";
      if (line == null || !line.path("op").isTextual()) {
        divergences.add(place + "an operation, got " + shorten(text));
        continue;
      }
      String got;
      try {
        got = replay.apply(line);
      } catch (NullPointerException e) {
        got = "a line that cannot be replayed: it lacks a field that its operation needs";
      } catch (RuntimeException e) {
        got = "a line that cannot be replayed: " + e.getMessage();
      }
      if (!replay.isSetup(line) && !replay.leftOut()) {
        operations++;
      }
      if (!got.isEmpty()) {
        divergences.add(place + expected(line, text) + ", got " + shorten(got) + " in " + shorten(text));
      }
    }
  }

  private static String expected(JsonNode line, String text) {
    JsonNode outcome = line.has("rsp") ? line.get("rsp") : line.get("outcome");
    return shorten(outcome == null ? text : outcome.toString());
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.nullNode();
    }
  }

  private static InputStream open(String name, InputStream in) throws IOException {
    return name.endsWith(".gz") ? new GZIPInputStream(in) : in;
  }
}
