package org.qingsheng.bot.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.curation.Confirmed;
import org.qingsheng.bot.curation.Confirmed.Settled;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Items.ItemQuery;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.bot.settings.Settings;

@DisplayName("台账里确认过的问答 · what people confirmed")
class ConfirmedTest {
  private int messages;

  private void says(SimulatedHouse house, String asker, String words) {
    house.clock().turn(Duration.ofSeconds(20));
    house
        .channel()
        .tell(
            new MessageReceived(
                house.channel().channel(),
                new MessageId("m" + ++messages),
                new Conversation.PrivateChat(new ConversationId(asker)),
                new AskerId(asker),
                CleanText.of(words),
                List.of(),
                Addressing.PRIVATE,
                Optional.empty(),
                house.clock().instant(),
                false))
        .join();
    house.settle();
  }

  @Test
  @DisplayName("点了有用、选了选项的算对，点了没用的、团干部自己写的算条目里没有，没人表态的不算")
  void what_counts_and_what_does_not() {
    var file = RunningServer.root().resolve("config").resolve("qingsheng.yaml");
    var settings = ((Settings.Loaded) Settings.load(file, Map.of())).settings();
    try (var house = new SimulatedHouse(settings, SimulatedHouse.START)) {
      says(house, "useful", "创业担保贷款个人最高能贷多少");
      says(house, "useful", "有用");
      says(house, "silent", "年假有几天");
      says(house, "useless", "三支一扶安家费");
      says(house, "useless", "没用");
      says(house, "person", "人工 村口的路灯坏了两个星期没人修怎么办");
      var cadre = house.staff("王老师", Role.CADRE, settings.organisation().region());
      house
          .items()
          .find(ItemQuery.ANY.states(ItemState.WAITING), Scope.ALL)
          .forEach(item -> {
            var claimed = house.desk().claim(item.id(), cadre);
            house.desk().answer(claimed.id(), cadre, "已经报给镇里，本周修好。", false);
          });
      house.settle();

      var now = house.clock().instant();
      var settled = new Confirmed(house.items()).between(SimulatedHouse.START, now.plusSeconds(1));

      assertThat(settled)
          .extracting(Settled::question, Settled::entry)
          .contains(tuple("创业担保贷款个人最高能贷多少", Optional.of("startup-loan-personal-max")));
      assertThat(settled).noneMatch(each -> each.question().contains("年假"));
      assertThat(settled)
          .filteredOn(each -> each.question().contains("路灯"))
          .hasSize(1)
          .allMatch(each -> each.entry().isEmpty());
      assertThat(settled)
          .filteredOn(each -> each.question().contains("安家费"))
          .allMatch(each -> each.entry().isEmpty());
    }
  }
}
