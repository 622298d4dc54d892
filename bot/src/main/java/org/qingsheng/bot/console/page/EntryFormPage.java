package org.qingsheng.bot.console.page;

import java.util.List;
import java.util.Map;

/**
 * Writing an entry.
 *
 * @param action where the form goes
 * @param values what is in each field
 * @param problems field and what is wrong with it
 */
public record EntryFormPage(
    Shell shell,
    String action,
    boolean fresh,
    String seen,
    Map<String, String> values,
    List<Map<String, String>> sources,
    Map<String, List<String>> problems) {
  public EntryFormPage {
    values = Map.copyOf(values);
    sources = List.copyOf(sources);
    problems = Map.copyOf(problems);
  }

  public String value(String field) {
    return values.getOrDefault(field, "");
  }

  public List<String> problems(String field) {
    return problems.getOrDefault(field, List.of());
  }

  /** Class of an input: whether something is wrong with it. */
  public String mark(String field) {
    return problems.containsKey(field) ? "invalid" : "";
  }
}
