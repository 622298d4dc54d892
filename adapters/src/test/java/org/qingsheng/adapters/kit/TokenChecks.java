package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Health.State;

/** One owner of the token: fetched once, renewed once, and never in a loop. */
interface TokenChecks {
  Kit kit();

  Kit anew(Setup setup);

  @Test
  @DisplayName("八条同时发，令牌只取一次")
  default void one_token_serves_many_sends() {
    kit().needs(Trait.TOKENS);
    var questions = kit().asked(8);
    int before = kit().platform().tokenCalls();

    var ends =
        kit()
            .atOnce(
                IntStream.range(0, 8)
                    .mapToObj(i -> Kit.answer(questions.get(i), "答复" + i))
                    .toList());

    assertThat(ends).allSatisfy(end -> assertThat(end).isInstanceOf(Accepted.class));
    assertThat(kit().platform().tokenCalls() - before).isLessThanOrEqualTo(1);
    assertThat(kit().platform().tokenCalls()).isEqualTo(1);
  }

  @Test
  @DisplayName("令牌被吊销：换一次，再发一次，人只看到一次")
  default void a_revoked_token_is_renewed_once() {
    kit().needs(Trait.TOKENS);
    assertThat(kit().answers(kit().asked("一"), "答一")).isInstanceOf(Accepted.class);
    int before = kit().platform().tokenCalls();
    kit().platform().revokesTokens();

    assertThat(kit().answers(kit().asked("二"), "答二")).isInstanceOf(Accepted.class);

    kit().awaitSeen("答二");
    assertThat(kit().seen("答二")).hasSize(1);
    assertThat(kit().platform().tokenCalls() - before).isEqualTo(1);
  }

  @Test
  @DisplayName("令牌被吊销时八条同时发，也只换一次")
  default void renewal_is_shared() {
    kit().needs(Trait.TOKENS);
    assertThat(kit().answers(kit().asked("先来一句"), "好")).isInstanceOf(Accepted.class);
    var questions = kit().asked(8);
    int before = kit().platform().tokenCalls();
    kit().platform().revokesTokens();

    var ends =
        kit()
            .atOnce(
                IntStream.range(0, 8)
                    .mapToObj(i -> Kit.answer(questions.get(i), "答复" + i))
                    .toList());

    assertThat(ends).allSatisfy(end -> assertThat(end).isInstanceOf(Accepted.class));
    assertThat(kit().platform().tokenCalls() - before).isEqualTo(1);
  }

  @Test
  @DisplayName("令牌到期之后自己换新的")
  default void an_expired_token_is_replaced() {
    kit().needs(Trait.TOKENS);
    assertThat(kit().answers(kit().asked("一"), "答一")).isInstanceOf(Accepted.class);
    int before = kit().platform().tokenCalls();
    kit().platform().passes(Duration.ofHours(2));

    assertThat(kit().answers(kit().asked("二"), "答二")).isInstanceOf(Accepted.class);

    assertThat(kit().platform().tokenCalls()).isGreaterThan(before);
  }

  @Test
  @DisplayName("取不到令牌：没有发出，健康状况用中文说原因，不一个劲儿地取")
  default void without_a_token_nothing_is_sent_and_health_says_why() {
    kit().needs(Trait.TOKENS);
    var questions = kit().asked(6);
    kit().platform().refusesTokens();

    for (var question : questions) {
      assertThat(kit().answers(question, "答")).isInstanceOf(NotSent.class);
    }

    assertThat(kit().adapter().check().state()).isNotEqualTo(State.UP);
    assertThat(kit().platform().tokenCalls()).isLessThanOrEqualTo(3);
    assertThat(kit().seenTexts()).isEmpty();
  }

  @Test
  @DisplayName("取令牌的服务器连不上：没有发出")
  default void without_the_token_server_nothing_is_sent() throws IOException {
    kit().needs(Trait.TOKENS, Trait.CONNECTS);
    kit().needsNo(Trait.LINE, "断线由“断线”一组检查");
    var alone = anew(Setup.at(SelfSigned.nobody()));

    assertThat(alone.answers(alone.asked("在吗"), "在"))
        .isInstanceOf(NotSent.class)
        .isNotInstanceOf(Refused.class);
  }
}
