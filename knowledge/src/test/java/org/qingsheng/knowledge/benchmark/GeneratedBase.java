package org.qingsheng.knowledge.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.exchange.EntryFiles;

/**
 * A large base that reads like the seed base: each entry is a seed entry whose wordings carry a
 * place and a few swapped characters, and as many as an editor writes for one question. The same
 * seed number gives the same base.
 */
final class GeneratedBase {
  private static final String[] PLACES = {
    "惠州", "梅州", "韶关", "湛江", "茂名", "肇庆", "清远", "潮州", "云浮", "阳江", "河源", "汕尾", "长沙", "株洲", "湘潭", "衡阳",
    "邵阳", "岳阳", "常德", "益阳"
  };
  private static final String COMMON = "新办理申请时间条件材料地点流程补助青年企业学校社区岗位培训证书工资合同村镇电话网上";

  /** Similar questions of an entry: the seed base has twice as many as its linter asks for. */
  private static final int SIMILAR = 10;

  private final Random random = new Random(20261120);
  private final List<Entry> seed;

  GeneratedBase() throws IOException {
    this.seed = EntryFiles.readFolder(Samples.configuredKnowledge()).orThrow();
  }

  List<Entry> entries(int count) {
    var entries = new ArrayList<Entry>(count);
    for (int i = 0; i < count; i++) {
      Entry from = seed.get(i % seed.size());
      entries.add(changed(from, i));
    }
    return entries;
  }

  private Entry changed(Entry from, int number) {
    return new Entry(
        new EntryId(from.id().value() + "." + number),
        1,
        changed(from.question()),
        from.similar().stream().limit(SIMILAR).map(this::changed).toList(),
        changed(from.answer()),
        from.answerWithoutLocal(),
        from.official(),
        from.kind(),
        from.topic(),
        from.region(),
        from.audience(),
        from.validFrom(),
        from.validUntil(),
        from.checkedOn(),
        from.sources(),
        from.office(),
        List.of(),
        from.supersededBy());
  }

  private String changed(String text) {
    var changed = new StringBuilder(text);
    for (int i = 0; i < 1 + text.length() / 8; i++) {
      changed.setCharAt(
          random.nextInt(changed.length()), COMMON.charAt(random.nextInt(COMMON.length())));
    }
    return random.nextInt(3) == 0
        ? PLACES[random.nextInt(PLACES.length)] + changed
        : changed.toString();
  }

  /** Questions close to the wordings, as people would type them. */
  List<String> questions(int count) {
    var questions = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      Entry entry = seed.get(random.nextInt(seed.size()));
      List<String> similar = entry.similar();
      questions.add(
          changed(
              similar.isEmpty() ? entry.question() : similar.get(random.nextInt(similar.size()))));
    }
    return questions;
  }
}
