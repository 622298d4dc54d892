package org.qingsheng.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.bot.ledger.Turns.inGroup;
import static org.qingsheng.bot.ledger.Turns.inPrivate;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlQuietChoices;

@DisplayName("自己定几点不被打扰 · choosing one's quiet hours by talk")
@Timeout(60)
class QuietTalkTest {
  private static final DialogueKey WANG = inPrivate("wang");

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Parlour parlour;

  @BeforeEach
  void open() {
    parlour = new Parlour(folder);
  }

  @AfterEach
  void close() {
    parlour.close();
  }

  private Optional<QuietChoice> chosen(DialogueKey talk) {
    return new SqlQuietChoices(parlour.database, parlour.clock).of(talk.channel(), talk.asker());
  }

  private static Optional<QuietChoice> own(int from, int until) {
    return Optional.of(
        new QuietChoice.Own(new QuietHours(LocalTime.of(from, 0), LocalTime.of(until, 0))));
  }

  @Test
  @DisplayName("一句定下，一句话确认并说明怎么改回；取消、改作息都行，重启后还在；不算提问")
  void says_what_holds_and_how_to_undo_it() {
    parlour.says(WANG, "你好"); // the introduction comes with the first words
    assertThat(parlour.says(WANG, "免打扰 23点到9点"))
        .singleElement()
        .asString()
        .contains("23:00–09:00", "取消免打扰")
        .doesNotContain("\n");
    assertThat(chosen(WANG)).isEqualTo(own(23, 9));
    assertThat(chosen(inPrivate("li"))).isEmpty();

    assertThat(parlour.says(WANG, "上夜班")).singleElement().asString().contains("08:00–15:00");
    assertThat(chosen(WANG)).contains(new QuietChoice.Usual(QuietProfile.SHIFT));
    assertThat(parlour.says(WANG, "取消免打扰")).singleElement().asString().contains("恢复，发“免打扰”");
    assertThat(chosen(WANG)).contains(new QuietChoice.Usual(QuietProfile.NEVER));
    assertThat(parlour.says(WANG, "免打扰")).singleElement().asString().contains("22:00–07:30");
    assertThat(chosen(WANG)).contains(new QuietChoice.Usual(QuietProfile.STANDARD));
    var left = parlour.database.file().orElseThrow();
    parlour.close();
    parlour = new Parlour(folder, Database.open("jdbc:sqlite:" + left));
    assertThat(chosen(WANG)).contains(new QuietChoice.Usual(QuietProfile.STANDARD));
    assertThat(parlour.book()).allMatch(item -> !item.kind().counts());
  }

  @Test
  @DisplayName("听不懂的时间一样不改，只说怎么写；群里定的是他自己的，跟着他走")
  void changes_nothing_it_did_not_understand() {
    parlour.says(inGroup("wang"), "免打扰 23点到9点");
    assertThat(chosen(WANG)).isEqualTo(own(23, 9));
    assertThat(parlour.says(WANG, "免打扰 8点到22点"))
        .singleElement()
        .asString()
        .contains("免打扰 22点到8点", "12 小时");
    assertThat(chosen(WANG)).isEqualTo(own(23, 9));
  }

  @Test
  @DisplayName("正让人选编号时定免打扰：选项还在；申请删除数据：定过的时间马上忘掉，一行不留")
  void keeps_open_choices_and_forgets_on_request() {
    parlour.knowledge.clarifies(
        "贷款", parlour.knowledge.entry("loan-a", "甲答。"), parlour.knowledge.entry("loan-b", "乙答。"));
    parlour.says(WANG, "贷款");
    parlour.says(WANG, "免打扰 23点到9点");
    assertThat(parlour.says(WANG, "2")).singleElement().asString().contains("乙答");

    parlour.says(WANG, "删除我的数据");
    assertThat(chosen(WANG)).isEmpty();
    assertThat(parlour.rows("quiet_choice")).isZero();
  }
}
