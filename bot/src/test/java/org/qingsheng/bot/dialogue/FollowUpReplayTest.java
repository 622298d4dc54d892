package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.inGroup;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.intake.Parlour;
import org.qingsheng.bot.ledger.DialogueKey;

@DisplayName("续问的长跑 · following up in a busy group")
@Timeout(180)
class FollowUpReplayTest {
  private static final int PEOPLE = 20;
  private static final int TURNS = 2_000;
  private static final Duration CONTEXT = Duration.ofMinutes(10);

  /** What each subject's interest entry is; all of them answer 那利息呢. */
  private static final Map<String, String> INTEREST =
      Map.of(
          "创业担保贷款", "startup-loan-interest-rate",
          "国家助学贷款", "student-loan-interest-rate",
          "农村青年创业小额贷款", "youth-rural-loan-now");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Parlour parlour;

  @BeforeEach
  void open() {
    parlour = new Parlour(folder);
    var base = parlour.knowledge;
    INTEREST.forEach((subject, id) -> {
      var entry = base.entry(id, "利息答案：" + subject + "。");
      base.answers(entry.question(), entry);
      base.answers(subject + "是怎么回事", base.entry("about-" + id, "介绍：" + subject + "。"));
    });
  }

  @AfterEach
  void close() {
    parlour.close();
  }

  /** What a person last talked about, and when. */
  private record Topic(String subject, Instant at) {}

  @Test
  @DisplayName("二十人一个群、两千轮：各接各的话题，没有一次串；过十分钟或重新开始就不记得")
  void nobody_gets_another_ones_topic() {
    var random = new Random(20261120);
    var topics = new HashMap<Integer, Topic>();
    var wrong = new ArrayList<String>();
    int followed = 0;
    int forgotten = 0;
    var subjects = List.copyOf(INTEREST.keySet().stream().sorted().toList());
    for (int i = 0; i < TURNS; i++) {
      parlour.clock.pass(Duration.ofSeconds(10 + random.nextInt(30)));
      int person = random.nextInt(PEOPLE);
      var asker = inGroup("person-" + person);
      int act = random.nextInt(20);
      if (act < 7) {
        var subject = subjects.get(random.nextInt(subjects.size()));
        expect(wrong, heard(asker, subject + "是怎么回事"), "介绍：" + subject);
        topics.put(person, new Topic(subject, parlour.clock.instant()));
      } else if (act == 7) {
        heard(asker, "重新开始");
        topics.remove(person);
      } else {
        var topic = topics.get(person);
        boolean fresh =
            topic != null && !topic.at().isBefore(parlour.clock.instant().minus(CONTEXT));
        var told = heard(asker, "那利息呢？");
        if (fresh && topic != null) {
          expect(wrong, told, "利息答案：" + topic.subject());
          topics.put(person, new Topic(topic.subject(), parlour.clock.instant()));
          followed++;
        } else {
          if (told.contains("利息答案")) {
            wrong.add("without a topic: " + told);
          }
          forgotten++;
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(followed).isGreaterThan(TURNS / 5);
    assertThat(forgotten).isGreaterThan(100);
  }

  private String heard(DialogueKey asker, String said) {
    return String.join("\n", parlour.hears(asker, said));
  }

  private static void expect(List<String> wrong, String told, String wanted) {
    if (!told.contains(wanted)) {
      wrong.add("wanted " + wanted + " but heard " + told);
    }
  }
}
