package org.qingsheng.bot.endurance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The database file read from outside, without a word from the server, and compared with what the
 * platforms know. Opens it read-only; the server may be running.
 */
final class Books {
  private static final int EXAMPLES = 5;

  private final Jdbi jdbi;

  Books(Path database) {
    jdbi = Jdbi.create("jdbc:sqlite:file:" + database + "?mode=ro");
  }

  /** A message on its way out, as stored. */
  private record Out(
      String id, String channel, String asker, String text, String state, String inReplyTo) {}

  /** An item, as stored. */
  private record Entry(String id, String number, String asker, String state) {}

  /** A message heard, as stored. */
  private record Heard(String item, long turns) {}

  /**
   * What the comparison found.
   *
   * @param figures for the report
   * @param faults how often something happened that must not, by what it is; empty when all is well
   * @param unknown ids of the messages whose end is not known
   */
  record Findings(
      Map<String, Object> figures, Map<String, List<String>> faults, Set<String> unknown) {}

  /** Messages that are still under way. */
  long underWay() {
    return jdbi.withHandle(handle ->
        number(handle, "SELECT count(*) FROM outbound WHERE state IN ('LEASED', 'PLANNED')"));
  }

  /** What was said and is not in the books. */
  List<Said> unheard(List<Said> said) {
    var heard =
        jdbi.withHandle(handle ->
            new HashSet<>(
                handle
                    .createQuery("SELECT channel || ' ' || message_id FROM heard")
                    .mapTo(String.class)
                    .list()));
    return said.stream()
        .filter(each -> !heard.contains(each.channel() + " " + each.message()))
        .toList();
  }

  /** SQLite's own opinion of the file: {@code ok}. */
  String integrity() {
    return jdbi.withHandle(
        handle -> handle.createQuery("PRAGMA integrity_check").mapTo(String.class).one());
  }

  /**
   * Compares.
   *
   * @param mustHear whether even what OneBot told while nobody listened must be in the books
   */
  Findings compare(List<Said> said, List<Seen> seen, boolean mustHear) {
    return jdbi.withHandle(handle -> new Comparison(handle, said, seen, mustHear).findings());
  }

  private static long number(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(Long.class).one();
  }

  private static final class Comparison {
    private final List<Said> said;
    private final List<Seen> seen;
    private final boolean mustHear;
    private final List<Out> outbound;
    private final List<Entry> items;
    private final Map<String, Heard> heard = new HashMap<>();
    private final Map<String, List<String>> outboundOfItem = new HashMap<>();
    private final Map<String, List<String>> faults = new LinkedHashMap<>();
    private final Set<String> abandoned = new HashSet<>();
    private int tooLate;

    Comparison(Handle handle, List<Said> said, List<Seen> seen, boolean mustHear) {
      this.said = said;
      this.seen = seen;
      this.mustHear = mustHear;
      said.stream().filter(Said::abandoned).forEach(each -> abandoned.add(each.message()));
      outbound =
          handle
              .createQuery(
                  "SELECT id, channel, asker, text, state, coalesce(in_reply_to, '') AS reply FROM outbound")
              .map((row, _) ->
                  new Out(
                      row.getString("id"),
                      row.getString("channel"),
                      row.getString("asker"),
                      row.getString("text"),
                      row.getString("state"),
                      row.getString("reply")))
              .list();
      items =
          handle
              .createQuery("SELECT id, number, channel, asker, state FROM item")
              .map((row, _) ->
                  new Entry(
                      row.getString("id"),
                      row.getString("number"),
                      row.getString("channel") + " " + row.getString("asker"),
                      row.getString("state")))
              .list();
      handle
          .createQuery(
              """
              SELECT channel, message_id, coalesce(item_id, '') AS item,
                (SELECT count(*) FROM turn WHERE cause = 'in:' || channel || ':' || message_id) AS turns
              FROM heard
              """)
          .map((row, _) ->
              Map.entry(
                  row.getString("channel") + " " + row.getString("message_id"),
                  new Heard(row.getString("item"), row.getLong("turns"))))
          .forEach(entry -> heard.put(entry.getKey(), entry.getValue()));
      handle
          .createQuery("SELECT item_id, state FROM outbound WHERE item_id IS NOT NULL")
          .map((row, _) -> Map.entry(row.getString("item_id"), row.getString("state")))
          .forEach(entry ->
              outboundOfItem
                  .computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                  .add(entry.getValue()));
    }

    Findings findings() {
      for (var what :
          List.of(
              "acknowledged and lost",
              "told, not acknowledged and lost",
              "heard without exactly one turn",
              "question without exactly one item",
              "item of nobody",
              "item without reply or place in the queue",
              "message still under way",
              "same text seen twice",
              "sent more than once",
              "accepted but never seen",
              "seen but not in the books",
              "not sent by the books, but seen")) {
        faults.put(what, new ArrayList<>());
      }
      messages();
      items();
      sends();
      return new Findings(figures(), faults, unknown());
    }

    private void messages() {
      var itemsOf = new HashMap<String, Integer>();
      items.forEach(item -> itemsOf.merge(item.asker(), 1, Integer::sum));
      for (var each : said) {
        var found = heard.get(each.channel() + " " + each.message());
        if (found == null) {
          if (each.acknowledged()) {
            fault("acknowledged and lost", each.message());
          } else if (mustHear && each.channel().equals(Premises.ONEBOT)) {
            fault("told, not acknowledged and lost", each.message());
          }
          continue;
        }
        if (found.turns() != 1) {
          fault("heard without exactly one turn", each.message());
        }
        var asker = each.channel() + " " + each.asker();
        if (each.first() && (found.item().isEmpty() || itemsOf.getOrDefault(asker, 0) != 1)) {
          fault("question without exactly one item", each.message());
        }
      }
    }

    private void items() {
      var known = new HashSet<String>();
      said.forEach(each -> known.add(each.channel() + " " + each.asker()));
      for (var item : items) {
        if (!known.contains(item.asker())) {
          fault("item of nobody", item.number());
        }
        var states = outboundOfItem.getOrDefault(item.id(), List.of());
        boolean queued = item.state().equals("WAITING") || item.state().equals("ASSIGNED");
        boolean replied = states.contains("ACCEPTED");
        boolean listed =
            states.contains("UNKNOWN") || states.contains("HELD") || states.contains("REFUSED");
        if (!queued && !replied && !listed) {
          fault("item without reply or place in the queue", item.number() + " " + item.state());
        }
      }
    }

    private void sends() {
      var texts = new HashMap<String, List<String>>();
      for (var each : seen) {
        var theirs =
            texts.computeIfAbsent(each.channel() + " " + each.asker(), _ -> new ArrayList<>());
        if (theirs.contains(each.text())) {
          fault("same text seen twice", each.asker());
        }
        theirs.add(each.text());
      }
      var explained = new HashMap<String, List<String>>();
      for (var out : outbound) {
        var asker = out.channel() + " " + out.asker();
        explained.computeIfAbsent(asker, _ -> new ArrayList<>()).add(out.text());
        long times =
            texts.getOrDefault(asker, List.of()).stream()
                .filter(text -> text.contains(out.text().strip()))
                .count();
        switch (out.state()) {
          case "LEASED", "PLANNED" -> fault("message still under way", out.id());
          case "ACCEPTED" -> {
            if (times == 0 && abandoned.contains(out.inReplyTo())) {
              tooLate++;
            } else if (times == 0) {
              fault("accepted but never seen", out.id());
            }
          }
          case "UNKNOWN" -> {} // may have arrived, once
          default -> {
            if (times > 0) {
              fault("not sent by the books, but seen", out.id() + " " + out.state());
            }
          }
        }
        if (times > 1) {
          fault("sent more than once", out.id() + " " + out.state());
        }
      }
      texts.forEach((asker, theirs) ->
          theirs.forEach(text -> {
            if (explained.getOrDefault(asker, List.of()).stream()
                .noneMatch(stored -> text.contains(stored.strip()))) {
              fault("seen but not in the books", asker);
            }
          }));
    }

    private Set<String> unknown() {
      var unknown = new HashSet<String>();
      outbound.stream()
          .filter(out -> out.state().equals("UNKNOWN"))
          .forEach(out -> unknown.add(out.id()));
      return unknown;
    }

    private Map<String, Object> figures() {
      var figures = new LinkedHashMap<String, Object>();
      figures.put("messages said", said.size());
      for (var channel : List.of(Premises.ONEBOT, Premises.WECHAT)) {
        figures.put(
            "  through " + channel,
            said.stream().filter(each -> each.channel().equals(channel)).count());
      }
      figures.put("acknowledged to WeChat", said.stream().filter(Said::acknowledged).count());
      figures.put("given up by WeChat", said.stream().filter(Said::abandoned).count());
      figures.put("messages in the books", heard.size());
      figures.put("items", items.size());
      figures.put("items by state", counts(items.stream().map(Entry::state).toList()));
      figures.put("outbound by state", counts(outbound.stream().map(Out::state).toList()));
      figures.put("texts seen", seen.size());
      long unknownSeen =
          outbound.stream()
              .filter(out -> out.state().equals("UNKNOWN"))
              .filter(out ->
                  seen.stream()
                      .anyMatch(each ->
                          each.asker().equals(out.asker())
                              && each.channel().equals(out.channel())
                              && each.text().contains(out.text().strip())))
              .count();
      figures.put("unknown sends that had arrived", unknownSeen);
      figures.put("answered into a call that WeChat had left", tooLate);
      return figures;
    }

    private static Map<String, Long> counts(List<String> values) {
      var counts = new TreeMap<String, Long>();
      values.forEach(value -> counts.merge(value, 1L, Long::sum));
      return counts;
    }

    private void fault(String what, String example) {
      faults.computeIfAbsent(what, _ -> new ArrayList<>()).add(example);
    }
  }

  /** A fault in one line: how often, with a few examples. */
  static String line(List<String> examples) {
    return examples.isEmpty()
        ? "0"
        : examples.size() + "  " + examples.subList(0, Math.min(EXAMPLES, examples.size()));
  }
}
