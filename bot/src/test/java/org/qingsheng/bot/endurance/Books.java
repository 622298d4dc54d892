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
  /** Name of the figure that says how much there was to check. */
  static final String HEARD = "messages in the books";

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
  private record Heard(String item, long turns, long receivedAt) {}

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

  /** Messages that wait for more words. */
  long held() {
    return jdbi.withHandle(handle -> number(handle, "SELECT count(*) FROM held_words"));
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
    private final Map<String, Long> offeredAt = new HashMap<>();
    private final Map<String, List<String>> faults = new LinkedHashMap<>();
    private final Set<String> abandoned = new HashSet<>();
    private int tooLate;
    private int late;

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
              SELECT channel, message_id, coalesce(item_id, '') AS item, received_at,
                (SELECT count(*) FROM turn WHERE cause = 'in:' || channel || ':' || message_id) AS turns
              FROM heard
              """)
          .map((row, _) ->
              Map.entry(
                  row.getString("channel") + " " + row.getString("message_id"),
                  new Heard(
                      row.getString("item"), row.getLong("turns"), row.getLong("received_at"))))
          .forEach(entry -> heard.put(entry.getKey(), entry.getValue()));
      handle
          .createQuery(
              "SELECT item_id, min(at) AS at FROM item_event WHERE type = 'options-offered' GROUP BY item_id")
          .map((row, _) -> Map.entry(row.getString("item_id"), row.getLong("at")))
          .forEach(entry -> offeredAt.put(entry.getKey(), entry.getValue()));
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
              "message without exactly one item",
              "item without a message of its own",
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
      var itemOfQuestion = new HashMap<String, String>();
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
        if (each.first()) {
          itemOfQuestion.put(each.channel() + " " + each.asker(), found.item());
        }
      }
      oneItemEach(itemOfQuestion);
    }

    /**
     * Every question has an item of its own. A number heard in time goes to the item whose choice
     * it answers; one heard when the choice was over has an item of its own. There are no others.
     */
    private void oneItemEach(Map<String, String> itemOfQuestion) {
      var owners = new HashMap<String, Integer>();
      for (var each : said) {
        var found = heard.get(each.channel() + " " + each.message());
        if (found == null) {
          continue;
        }
        var question = itemOfQuestion.getOrDefault(each.channel() + " " + each.asker(), "");
        boolean inTime =
            !each.first()
                && found.receivedAt()
                    < offeredAt.getOrDefault(question, 0L) + Premises.CLARIFY.toMillis();
        if (inTime ? !found.item().equals(question) : found.item().isEmpty()) {
          fault("message without exactly one item", each.message());
        } else if (!inTime) {
          owners.merge(found.item(), 1, Integer::sum);
        }
        late += each.first() || inTime ? 0 : 1;
      }
      owners.forEach((item, messages) -> {
        if (messages != 1) {
          fault("message without exactly one item", item + " has " + messages);
        }
      });
      items.stream()
          .filter(item -> !owners.containsKey(item.id()))
          .forEach(item -> fault("item without a message of its own", item.number()));
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
      var explained = new HashMap<String, List<Out>>();
      for (var out : outbound) {
        var asker = out.channel() + " " + out.asker();
        explained.computeIfAbsent(asker, _ -> new ArrayList<>()).add(out);
        long times =
            texts.getOrDefault(asker, List.of()).stream().filter(text -> says(text, out)).count();
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
                .noneMatch(stored -> says(text, stored))) {
              fault("seen but not in the books", asker);
            }
          }));
    }

    /** Links left out: the official QQ bot may not show them. */
    private static boolean says(String seen, Out out) {
      return out.channel().equals("qq")
          ? withoutLinks(seen).contains(withoutLinks(out.text()))
          : seen.contains(out.text().strip());
    }

    private static String withoutLinks(String text) {
      return text.replaceAll("[!-~]+|（网址略）|\\s", "");
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
      counts(said.stream().map(Said::channel).toList())
          .forEach((channel, count) -> figures.put("  through " + channel, count));
      figures.put("acknowledged to platforms", said.stream().filter(Said::acknowledged).count());
      figures.put("given up by platforms", said.stream().filter(Said::abandoned).count());
      figures.put(HEARD, heard.size());
      figures.put("choices heard when they were over", late);
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
                              && says(each.text(), out)))
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
