// SPDX-FileCopyrightText: nxs contributors
// SPDX-License-Identifier: Apache-2.0

package dev.nxs.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that the words of a command line mean: a file by its name, whatever that ends with; all {@code .nxs}
 * files below a folder; or those that a pattern matches, for shells that did not. The order is that of the words, then
 * that of the names, and no file comes twice, so the result does not depend on the file system.
 *
 * <p>Folders whose names begin with a point are not entered, nor are links to folders.
 */
final class SourceFinder {
  private final @Nullable Path fixedRoot;
  private final Map<Path, Found> found = new LinkedHashMap<>();

  private SourceFinder(@Nullable Path fixedRoot) {
    this.fixedRoot = fixedRoot;
  }

  /**
   * A file that is meant; whether it can be read shows when it is.
   *
   * @param path as messages call it
   * @param root the folder that its imports do not leave
   */
  record Found(Path path, Path root) {}

  /**
   * Finds the files of all words.
   *
   * @param root the folder of {@code --root}, null for the folder that a word names or in which its file lies
   */
  static List<Found> find(List<String> words, @Nullable String root) throws UsageException {
    SourceFinder finder = new SourceFinder(root == null ? null : folder(root));
    for (String word : words) {
      finder.add(word);
    }
    return List.copyOf(finder.found.values());
  }

  private static Path folder(String root) throws UsageException {
    Path path = path(root);
    if (!Files.isDirectory(path)) {
      throw UsageException.badUsage("`--root` needs a folder, and `" + root + "` is none");
    }
    return path;
  }

  private static Path path(String word) throws UsageException {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw UsageException.badUsage("`" + word + "` is no path");
    }
  }

  private void add(String word) throws UsageException {
    Path path = path(word);
    if (Files.isDirectory(path)) {
      int before = found.size();
      addBelow(path, path, null);
      if (found.size() == before) {
        throw UsageException.nothingMatched("there is no `.nxs` file below `" + word + "`");
      }
    } else if (!Files.exists(path) && isGlob(word)) {
      addMatches(word);
    } else {
      put(path, folderOf(path));
    }
  }

  /** The folder in which a file really lies, so that a link to a file is no way out of its root. */
  private static Path folderOf(Path file) {
    Path real = file;
    try {
      real = file.toRealPath();
    } catch (IOException e) {
      // The file cannot be read either, and that is reported when it is tried.
    }
    Path parent = real.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static boolean isGlob(String word) {
    return Wildcard.isPattern(word) || word.indexOf('[') >= 0 || word.indexOf('{') >= 0;
  }

  /** Walks from the last folder that the pattern names without wildcards. */
  private void addMatches(String pattern) throws UsageException {
    int wild = 0;
    while (!isGlob(pattern.substring(0, wild + 1))) {
      wild++;
    }
    int slash = pattern.lastIndexOf('/', wild);
    Path base = path(slash < 0 ? "" : pattern.substring(0, slash + 1));
    int before = found.size();
    if (Files.isDirectory(base)) {
      addBelow(base, base, matcher(pattern));
    }
    if (found.size() == before) {
      throw UsageException.nothingMatched("no file matches `" + pattern + "`");
    }
  }

  private static PathMatcher matcher(String pattern) throws UsageException {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (IllegalArgumentException e) {
      throw UsageException.badUsage("`" + pattern + "` is no pattern of files");
    }
  }

  private void addBelow(Path folder, Path root, @Nullable PathMatcher matcher) throws UsageException {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
              boolean hidden = !visited.equals(folder) && nameOf(visited).startsWith(".");
              return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              boolean script = nameOf(file).endsWith(".nxs") && !attributes.isDirectory();
              if (matcher == null ? script : matcher.matches(file)) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              // Kept, so that reading it tells why it cannot be read while the others run.
              files.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw UsageException.badUsage("`" + folder + "` cannot be read: " + e.getMessage());
    }
    files.sort(SourceFinder::compareNames);
    files.forEach(file -> put(file, root));
  }

  /** By name, part by part; the names' own code units, not the habits of a country. */
  private static int compareNames(Path a, Path b) {
    int parts = Math.min(a.getNameCount(), b.getNameCount());
    for (int i = 0; i < parts; i++) {
      int order = a.getName(i).toString().compareTo(b.getName(i).toString());
      if (order != 0) {
        return order;
      }
    }
    return a.getNameCount() - b.getNameCount();
  }

  private static String nameOf(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private void put(Path file, Path root) {
    Path path = file.normalize();
    found.putIfAbsent(path.toAbsolutePath(), new Found(path, fixedRoot == null ? root : fixedRoot));
  }
}
