// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.log;

import dev.nxs.syntax.Source;
import dev.nxs.syntax.Span;
import dev.nxs.syntax.diag.Code;
import dev.nxs.syntax.diag.Diagnostic;
import dev.nxs.syntax.diag.Diagnostics;
import dev.nxs.syntax.diag.Suggest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A manifest of proof markers: phases in their order, profiles, and for each marker its phase and the profiles that it is
 * expected under. The schema is closed: a key that it does not know is an error, since a condition that is passed over would
 * make a marker optional or required by mistake. Immutable.
 */
public final class ProofManifest {
  private static final List<String> TABLES = List.of("meta", "include", "phase", "profile", "marker");
  private static final List<String> META = List.of("schema_version", "default_profile", "description");
  private static final List<String> INCLUDE = List.of("phases", "markers", "profiles");
  private static final List<String> PHASE = List.of("order", "description");
  private static final List<String> PROFILE =
      List.of("extends", "env", "runner", "runtime_only", "phases", "description", "notes");
  private static final List<String> MARKER =
      List.of("phase", "proves", "introduced_in", "emit_when", "emit_when_not", "forbidden_when");

  private final Map<String, Long> phases = new TreeMap<>();
  private final Map<String, Span> profiles = new LinkedHashMap<>();
  private final Map<String, Marker> markers = new LinkedHashMap<>();
  private String defaultProfile = "full";

  private ProofManifest() {}

  /** A marker; a profile is meant by its exact name. */
  private record Marker(
      String phase, Span place, List<String> emitWhen, List<String> emitWhenNot, List<String> forbiddenWhen, boolean conditional) {
    boolean isExpected(String profile) {
      return (!conditional || emitWhen.contains(profile)) && !emitWhenNot.contains(profile) && !isForbidden(profile);
    }

    boolean isForbidden(String profile) {
      return forbiddenWhen.contains(profile);
    }
  }

  /** The files that a manifest includes, as patterns relative to its folder. */
  public static List<String> includes(Source manifest) {
    Toml.Table include = Toml.read(manifest, new Diagnostics()).table("include");
    List<String> all = new ArrayList<>();
    if (include != null) {
      include.values().values().forEach(value -> all.addAll(texts(value, new Diagnostics())));
    }
    return all;
  }

  /**
   * Reads a manifest; good where the diagnostics have no errors.
   *
   * @param sources the manifest, then the files that it includes
   */
  public static ProofManifest read(List<Source> sources, Diagnostics diagnostics) {
    ProofManifest manifest = new ProofManifest();
    for (Source source : sources) {
      manifest.add(Toml.read(source, diagnostics), diagnostics);
    }
    manifest.check(diagnostics);
    return manifest;
  }

  private void add(Toml.Table root, Diagnostics diagnostics) {
    known(root, TABLES, "a manifest has", diagnostics);
    Toml.Table meta = root.table("meta");
    if (meta != null) {
      known(meta, META, "`meta` has", diagnostics);
      Toml.Value version = meta.get("schema_version");
      if (version != null && !List.of("1", "2").contains(String.valueOf(version.is()))) {
        diagnostics.add(
            Diagnostic.error(Code.BAD_MANIFEST, version.span(), "the schema versions 1 and 2 are read, not `" + version.is() + "`")
                .build());
      }
      Toml.Value profile = meta.get("default_profile");
      defaultProfile = profile == null ? defaultProfile : text(profile, diagnostics);
    }
    Toml.Table include = root.table("include");
    if (include != null) {
      known(include, INCLUDE, "`include` has", diagnostics);
    }
    tables(root, "phase", diagnostics).forEach((name, table) -> phase(name, table, diagnostics));
    tables(root, "profile", diagnostics)
        .forEach(
            (name, table) -> {
              known(table, PROFILE, "a profile has", diagnostics);
              profiles.putIfAbsent(name, table.span());
            });
    tables(root, "marker", diagnostics).forEach((literal, table) -> marker(literal, table, diagnostics));
  }

  private static Map<String, Toml.Table> tables(Toml.Table root, String key, Diagnostics diagnostics) {
    Map<String, Toml.Table> all = new LinkedHashMap<>();
    Toml.Table outer = root.table(key);
    if (outer != null) {
      outer.values()
          .forEach(
              (name, value) -> {
                if (value.is() instanceof Toml.Table table) {
                  all.put(name, table);
                } else {
                  diagnostics.add(
                      Diagnostic.error(Code.BAD_MANIFEST, value.span(), "`" + name + "` is a table").build());
                }
              });
    }
    return all;
  }

  private void phase(String name, Toml.Table table, Diagnostics diagnostics) {
    known(table, PHASE, "a phase has", diagnostics);
    Toml.Value order = table.get("order");
    if (order != null && order.is() instanceof Long number) {
      phases.put(name, number);
    } else {
      diagnostics.add(
          Diagnostic.error(Code.BAD_MANIFEST, order == null ? table.span() : order.span(), "a phase has an `order`, a number")
              .build());
    }
  }

  private void marker(String literal, Toml.Table table, Diagnostics diagnostics) {
    known(table, MARKER, "a marker has", diagnostics);
    Toml.Value phase = table.get("phase");
    if (phase == null || !(phase.is() instanceof String)) {
      diagnostics.add(
          Diagnostic.error(Code.BAD_MANIFEST, phase == null ? table.span() : phase.span(), "a marker names its `phase`")
              .build());
      return;
    }
    Marker read =
        new Marker(
            (String) phase.is(),
            phase.span(),
            conditions(table, "emit_when", diagnostics),
            conditions(table, "emit_when_not", diagnostics),
            conditions(table, "forbidden_when", diagnostics),
            table.get("emit_when") != null);
    if (literal.isBlank() || markers.putIfAbsent(literal, read) != null) {
      diagnostics.add(
          Diagnostic.error(
                  Code.BAD_MANIFEST, table.span(), literal.isBlank() ? "a marker has a text" : "the marker `" + literal + "` stands twice")
              .build());
    }
  }

  /** The profiles of a condition, {@code {profile = "x"}} or a list of such. */
  private static List<String> conditions(Toml.Table table, String key, Diagnostics diagnostics) {
    Toml.Value value = table.get(key);
    List<String> names = new ArrayList<>();
    if (value == null) {
      return names;
    }
    List<?> all = value.is() instanceof List<?> list ? list : List.of(value);
    for (Object each : all) {
      if (each instanceof Toml.Value one && one.is() instanceof Toml.Table condition) {
        known(condition, List.of("profile"), "a condition has", diagnostics);
        Toml.Value profile = condition.get("profile");
        if (profile != null) {
          names.add(text(profile, diagnostics));
        }
      } else {
        diagnostics.add(
            Diagnostic.error(Code.BAD_MANIFEST, value.span(), "`" + key + "` is a condition or a list of them")
                .help("write `" + key + " = { profile = \"…\" }`")
                .build());
      }
    }
    return names;
  }

  private static String text(Toml.Value value, Diagnostics diagnostics) {
    if (value.is() instanceof String text) {
      return text;
    }
    diagnostics.add(Diagnostic.error(Code.BAD_MANIFEST, value.span(), "this is a text").build());
    return "";
  }

  private static List<String> texts(Toml.Value value, Diagnostics diagnostics) {
    List<?> all = value.is() instanceof List<?> list ? list : List.of(value);
    List<String> texts = new ArrayList<>();
    for (Object each : all) {
      if (each instanceof Toml.Value one) {
        texts.add(text(one, diagnostics));
      }
    }
    return texts;
  }

  private static void known(Toml.Table table, List<String> keys, String what, Diagnostics diagnostics) {
    for (String key : table.values().keySet()) {
      if (!keys.contains(key)) {
        String meant = Suggest.closest(key, keys);
        diagnostics.add(
            Diagnostic.error(Code.BAD_MANIFEST, table.place(key), what + " no key `" + key + "`")
                .help(meant == null ? "the keys are " + String.join(", ", keys) : "did you mean `" + meant + "`?")
                .build());
      }
    }
  }

  private void check(Diagnostics diagnostics) {
    markers.forEach(
        (literal, marker) -> {
          if (!phases.containsKey(marker.phase())) {
            String meant = Suggest.closest(marker.phase(), List.copyOf(phases.keySet()));
            diagnostics.add(
                Diagnostic.error(Code.BAD_MANIFEST, marker.place(), "there is no phase `" + marker.phase() + "`")
                    .help(meant == null ? null : "did you mean `" + meant + "`?")
                    .build());
          }
        });
    List<String> known = profileNames();
    markers.forEach(
        (literal, marker) -> {
          for (List<String> names : List.of(marker.emitWhen(), marker.emitWhenNot(), marker.forbiddenWhen())) {
            for (String name : names) {
              if (!profiles.isEmpty() && !known.contains(name)) {
                String meant = Suggest.closest(name, known);
                diagnostics.add(
                    Diagnostic.error(Code.BAD_MANIFEST, marker.place(), "a condition of this marker names no profile: `" + name + "`")
                        .help(meant == null ? null : "did you mean `" + meant + "`?")
                        .build());
              }
            }
          }
        });
  }

  /** The profiles, in the order in which they stand. */
  public List<String> profileNames() {
    return List.copyOf(profiles.keySet());
  }

  /** The profile that is meant where none is named. */
  public String defaultProfile() {
    return defaultProfile;
  }

  /** How many markers are expected under a profile. */
  public int expected(String profile) {
    return (int) markers.values().stream().filter(marker -> marker.isExpected(profile)).count();
  }

  /** How many markers must not come under a profile. */
  public int forbidden(String profile) {
    return (int) markers.values().stream().filter(marker -> marker.isForbidden(profile)).count();
  }

  /**
   * The expectations of a profile as a file of the language: a set with a phase for each phase of the manifest, in their
   * order. Markers that need a value behind them (they end with a blank, {@code =}, {@code (} or {@code :}) are the start
   * of a line, all others whole lines.
   *
   * @param name of the manifest, for the first comment
   */
  public String script(String profile, String name) {
    StringBuilder out = new StringBuilder();
    out.append("// ").append(oneLine(name)).append(", profile ").append(oneLine(profile)).append(": ").append(expected(profile))
        .append(" markers expected, ").append(forbidden(profile)).append(" forbidden\n");
    out.append("log console {\n  prefix \"[ts={time:ms}ms] \"\n  prefix \"[{time:seconds}] \"\n  prefix \"[{level} {source}] \"\n}\n\n");
    out.append("expect ").append(identifier(profile)).append(" {\n");
    List<String> ordered = new ArrayList<>(phases.keySet());
    ordered.sort((a, b) -> Long.compare(phases.getOrDefault(a, 0L), phases.getOrDefault(b, 0L)));
    for (String phase : ordered) {
      StringBuilder items = new StringBuilder();
      markers.forEach(
          (literal, marker) -> {
            if (marker.phase().equals(phase) && (marker.isExpected(profile) || marker.isForbidden(profile))) {
              String event = "marker " + (isStart(literal) ? "starts " : "") + literal(literal);
              items.append("    ").append(marker.isForbidden(profile) ? "never " : "").append(event).append('\n');
            }
          });
      if (!items.isEmpty()) {
        out.append("  phase ").append(identifier(phase)).append(" {\n").append(items).append("  }\n");
      }
    }
    return out.append("}\n").toString();
  }

  private static boolean isStart(String literal) {
    return " =(:".indexOf(literal.charAt(literal.length() - 1)) >= 0;
  }

  private static String identifier(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
  }

  private static String literal(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"', '\\', '$' -> out.append('\\').appendCodePoint(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                  if (c < 0x20 || c == 0x7F) {
                    out.append("\\u{").append(Integer.toHexString(c)).append('}');
                  } else {
                    out.appendCodePoint(c);
                  }
                }
              }
            });
    return out.append('"').toString();
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
