package org.qingsheng.bot.curation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.NotAllowed;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.KnowledgeBase;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Synonym;
import org.qingsheng.knowledge.exchange.EntryRules;

/**
 * The words a region keeps for itself: local values and synonyms. What is saved here is in use with
 * the next question; what another node saved, after {@link #follow}. Thread-safe.
 */
public final class Words {
  /** Characters of a local value: it stands in the middle of an answer. */
  public static final int LONGEST_VALUE = 100;

  public static final int LONGEST_ALIAS = 30;
  private static final int SHORTEST_ALIAS = 2;
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,79}");

  private final LocalValues values;
  private final Synonyms synonyms;
  private final List<Synonym> fromFile;
  private final KnowledgeBase knowledge;
  private final Shelf shelf;
  private final Regions regions;
  private final Supplier<String> ids;
  private final InstantSource clock;
  private volatile LocalText texts = new LocalText(List.of());
  private volatile List<Synonym> used = List.of();

  /**
   * @param fromFile synonyms that come with the settings
   * @param ids makes a new id each time
   */
  public Words(
      LocalValues values,
      Synonyms synonyms,
      List<Synonym> fromFile,
      KnowledgeBase knowledge,
      Shelf shelf,
      Regions regions,
      Supplier<String> ids,
      InstantSource clock) {
    this.values = values;
    this.synonyms = synonyms;
    this.fromFile = List.copyOf(fromFile);
    this.knowledge = knowledge;
    this.shelf = shelf;
    this.regions = regions;
    this.ids = ids;
    this.clock = clock;
  }

  /** Takes over what is kept. */
  public void follow() {
    texts = new LocalText(values.all());
    var all = together(synonyms.all());
    if (!all.equals(used)) {
      used = all;
      knowledge.synonyms(all);
    }
  }

  private List<Synonym> together(List<Synonym> added) {
    var all = new ArrayList<>(fromFile);
    all.addAll(added);
    return List.copyOf(all);
  }

  /** The local values as they are now. */
  public LocalText texts() {
    return texts;
  }

  /**
   * One name that published answers need.
   *
   * @param here filled in for the area itself
   * @param above what holds there without it, from an area above
   * @param users entries whose answer needs it
   */
  public record Needed(
      String name, Optional<String> here, Optional<String> above, List<Entry> users) {
    public Needed {
      users = List.copyOf(users);
    }

    public boolean isEmpty() {
      return here.isEmpty() && above.isEmpty();
    }
  }

  /** What published answers need in an area, in order of name. */
  public List<Needed> needed(Account by, RegionCode region) {
    requireAdmin(by, region);
    var path = regions.path(region);
    var users = new TreeMap<String, List<Entry>>();
    for (var entry : shelf.published().entries()) {
      boolean concerns =
          path.contains(entry.region()) || regions.path(entry.region()).contains(region);
      if (concerns) {
        EntryRules.localValues(entry.answer())
            .forEach(name -> users.computeIfAbsent(name, _ -> new ArrayList<>()).add(entry));
      }
    }
    var now = texts;
    return users.entrySet().stream()
        .map(each ->
            new Needed(
                each.getKey(),
                now.value(each.getKey(), List.of(region)),
                now.value(each.getKey(), path.subList(1, path.size())),
                each.getValue()))
        .toList();
  }

  /** Fills a value in for an area; an empty one takes it away. */
  public void fill(Account by, String name, RegionCode region, String content) {
    requireAdmin(by, region);
    var text = org.qingsheng.adapters.CleanText.of(content).strip();
    if (!NAME.matcher(name).matches()) {
      throw new BadInput("name", "本地值的名字用小写英文");
    }
    if (text.codePointCount(0, text.length()) > LONGEST_VALUE) {
      throw new BadInput(name, "本地值最多 %d 字".formatted(LONGEST_VALUE));
    }
    if (text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
      throw new BadInput(name, "本地值里不能再有大括号");
    }
    var subject = name + "@" + region;
    if (text.isEmpty()) {
      values.remove(name, region, event(by, "local-value.remove", subject));
    } else {
      var value = new LocalValue(name, region, text);
      values.save(value, now(), event(by, "local-value.save", subject));
    }
    follow();
  }

  /** Synonyms that hold somewhere in an area or above it, those of the file aside. */
  public List<Synonym> listed(Account by) {
    var above = regions.path(by.region());
    return synonyms.all().stream()
        .filter(each -> by.scope().covers(each.region()) || above.contains(each.region()))
        .toList();
  }

  /** How many come with the settings. */
  public int filed() {
    return fromFile.size();
  }

  /** Those in use with one more, to try it before saving. */
  public List<Synonym> with(Account by, Synonym synonym) {
    var checked = checked(by, synonym);
    var all = new ArrayList<>(used);
    all.add(checked);
    return all;
  }

  public List<Synonym> used() {
    return used;
  }

  /** Those in use without one that was added here; the file's own stay. */
  public List<Synonym> without(String alias, RegionCode region) {
    return together(
        synonyms.all().stream()
            .filter(each -> !(each.alias().equals(alias) && each.region().equals(region)))
            .toList());
  }

  /** Puts a synonym in use. */
  public void save(Account by, Synonym synonym) {
    var checked = checked(by, synonym);
    synonyms.save(
        checked, now(), event(by, "synonym.save", checked.alias() + "@" + checked.region()));
    follow();
  }

  public void remove(Account by, String alias, RegionCode region) {
    requireAdmin(by, region);
    synonyms.remove(alias, region, event(by, "synonym.remove", alias + "@" + region));
    follow();
  }

  private Synonym checked(Account by, Synonym synonym) {
    requireAdmin(by, synonym.region());
    var alias = org.qingsheng.adapters.CleanText.of(synonym.alias()).strip();
    var meaning = org.qingsheng.adapters.CleanText.of(synonym.meaning()).strip();
    requireLength("alias", alias, "别名");
    requireLength("meaning", meaning, "知识库里的说法");
    if (alias.equals(meaning)) {
      throw new BadInput("meaning", "两边一样，不用加");
    }
    return new Synonym(alias, meaning, synonym.region());
  }

  private static void requireLength(String field, String text, String label) {
    int length = text.codePointCount(0, text.length());
    if (length < SHORTEST_ALIAS || length > LONGEST_ALIAS) {
      throw new BadInput(field, "%s要 %d 到 %d 个字".formatted(label, SHORTEST_ALIAS, LONGEST_ALIAS));
    }
  }

  private void requireAdmin(Account by, RegionCode region) {
    if (!by.has(Role.ADMIN)) {
      throw new NotAllowed("需要“管理员”角色");
    }
    if (!regions.exists(region)) {
      throw new BadInput("region", "没有这个地区");
    }
    if (!by.scope().covers(region)) {
      throw new NotAllowed("只能改本地区及以下的");
    }
  }

  private Instant now() {
    return clock.instant();
  }

  private AuditEvent event(Account by, String action, String subject) {
    return new AuditEvent(ids.get(), now(), Optional.of(by.id()), action, subject, "");
  }
}
