package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.bot.people.QuietChoice;
import org.qingsheng.bot.people.QuietHours;
import org.qingsheng.bot.people.QuietProfile;
import org.qingsheng.knowledge.text.Normalization;

@DisplayName("听懂几点不要打扰 · saying when not to be disturbed")
class QuietWordsTest {
  private static Optional<Command> heard(String said) {
    return Commands.in(said, Normalization.of(said).text());
  }

  @ParameterizedTest(name = "{0} → {1}–{2}")
  @CsvSource({
    "免打扰 22点到8点, 22:00, 08:00",
    "免打扰22点到8点, 22:00, 08:00",
    "免打扰：22:30-7:15, 22:30, 07:15",
    "免打扰 22:00~8:00, 22:00, 08:00",
    "免打扰２２点至８点, 22:00, 08:00",
    "免打扰 晚上11点半到早上7点, 23:30, 07:00",
    "免打扰 晚上十点到第二天早上八点半, 22:00, 08:30",
    "晚上11点到早上7点别打扰我, 23:00, 07:00",
    "12点到14点免打扰, 12:00, 14:00",
    "免打扰 中午12点到下午2点, 12:00, 14:00",
    "免打扰 零点到六点, 00:00, 06:00",
    "免打扰 24点到8点, 00:00, 08:00",
    "免打扰 二十二点到八点, 22:00, 08:00",
    "設置免打擾 22點到8點, 22:00, 08:00",
    "免打扰改成23点到9点, 23:00, 09:00",
    "勿扰模式 22-8, 22:00, 08:00",
  })
  void hours_of_ones_own(String said, LocalTime from, LocalTime until) {
    assertThat(heard(said))
        .contains(new Command.Quiet(Optional.of(new QuietChoice.Own(new QuietHours(from, until)))));
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "免打扰, STANDARD",
    "免打扰！, STANDARD",
    "開啟免打擾, STANDARD",
    "设置夜间免打扰, STANDARD",
    "晚上别打扰我, STANDARD",
    "取消免打扰, NEVER",
    "关闭免打扰, NEVER",
    "不要免打扰了, NEVER",
    "免打扰取消, NEVER",
    "上夜班, SHIFT",
    "夜班作息, SHIFT",
    "切换成夜班模式, SHIFT",
  })
  void the_usual_kinds(String said, QuietProfile profile) {
    assertThat(heard(said))
        .contains(new Command.Quiet(Optional.of(new QuietChoice.Usual(profile))));
  }

  @ParameterizedTest
  @DisplayName("说的是免打扰，时间却不成样：不猜，说怎么写")
  @ValueSource(
      strings = {
        "免打扰 25点到8点",
        "免打扰 22点到22点",
        "免打扰 8点到22点",
        "免打扰 22:75到8:00",
        "免打扰 24:30到8:00",
        "免打扰 22点",
        "免打扰 十十点到八点",
        "免打扰怎么设置",
        "怎么取消免打扰"
      })
  void what_cannot_be_kept_is_not_guessed(String said) {
    assertThat(heard(said)).contains(new Command.Quiet(Optional.empty()));
  }

  @ParameterizedTest
  @DisplayName("讲的是别的事：还是问题")
  @ValueSource(
      strings = {
        "下班后免打扰是法律规定的吗",
        "我上夜班没有补贴怎么办",
        "公司让我22点到8点上班合法吗",
        "晚上10点到早上6点加班怎么算工资",
        "夜班补贴多少",
        "别打扰我",
        "有人晚上一直打扰我怎么办"
      })
  void questions_stay_questions(String said) {
    assertThat(heard(said).filter(command -> command instanceof Command.Quiet)).isEmpty();
  }

  @Test
  @DisplayName("乱七八糟的字也不出错、不拖久；认出来的时段总在十二小时以内")
  void any_words_are_survived() {
    var random = new Random(20_261_120);
    var letters = "免打扰勿取消设置到至-~：:0123456789点时半分早晚上中午凌晨夜零一二十两班别我 ，。x";
    for (int i = 0; i < 50_000; i++) {
      var words = new StringBuilder(random.nextBoolean() ? "免打扰" : "");
      int length = random.nextInt(38);
      for (int j = 0; j < length; j++) {
        words.append(letters.charAt(random.nextInt(letters.length())));
      }
      QuietWords.in(words.toString())
          .flatMap(Command.Quiet::choice)
          .filter(QuietChoice.Own.class::isInstance)
          .map(QuietChoice.Own.class::cast)
          .ifPresent(own ->
              assertThat(own.hours().length())
                  .isPositive()
                  .isLessThanOrEqualTo(QuietWords.LONGEST));
    }
  }
}
