package org.qingsheng.bot.console;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Explanation;
import org.qingsheng.knowledge.Explanation.Candidate;
import org.qingsheng.knowledge.Knowledge;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Source;

/** A knowledge base of two entries that always finds both: what the page does is under test. */
final class FewEntries implements Knowledge {
  final String text;

  /**
   * @param text stands in every field of the entries
   */
  FewEntries(String text) {
    this.text = text;
  }

  Entry loan() {
    return entry("loan", "创业担保贷款最高能贷多少" + text, LIMIT);
  }

  Entry file() {
    return entry("file", "毕业后档案放在哪里" + text, "毕业后档案一般转到生源地或就业地的公共就业人才服务机构，不收保管费。");
  }

  private static final String LIMIT = "个人最高 30 万元，小微企业最高 400 万元，期限最长 3 年。利率由银行和你商定，财政按规定贴息。";

  private Entry entry(String id, String question, String answer) {
    return new Entry(
        new EntryId(id),
        2,
        question,
        List.of("贷款上限" + text),
        answer + text,
        Optional.empty(),
        "原文" + text,
        Entry.Kind.POLICY,
        "创业" + text,
        RegionCode.NATION,
        Set.of(),
        Optional.empty(),
        Optional.of(LocalDate.of(2027, 12, 31)),
        Optional.of(LocalDate.of(2026, 10, 8)),
        List.of(
            new Source(
                "人力资源社会保障部" + text,
                "关于进一步做好创业担保贷款工作的通知" + text,
                "人社部发〔2024〕1号" + text,
                LocalDate.of(2024, 3, 1),
                Optional.of("https://www.mohrss.gov.cn/"))),
        "县人社局" + text,
        List.of(),
        Optional.empty());
  }

  @Override
  public Decision ask(Query query) {
    return explain(query).decision();
  }

  @Override
  public Explanation explain(Query query) {
    var best = new Match(loan(), 0.983, "贷款上限" + text);
    var other = new Match(file(), 0.21, "档案" + text);
    return new Explanation(
        new Decision.Answer(best),
        query.text(),
        List.of("贷款", "上限", query.text()),
        List.of(
            new Candidate(best, 12.4, List.of("贷款" + text), "", Map.of("coverage", 0.91)),
            new Candidate(other, 3.1, List.of("毕业"), "已过有效期", Map.of("coverage", 0.2))),
        0.95,
        0.7);
  }

  @Override
  public Optional<Entry> entry(EntryId id) {
    return List.of(loan(), file()).stream().filter(each -> each.id().equals(id)).findFirst();
  }

  @Override
  public long revision() {
    return 7;
  }
}
