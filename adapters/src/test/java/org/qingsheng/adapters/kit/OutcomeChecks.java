package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;
import org.qingsheng.adapters.OutboundMessage.Route;

/** How a send ended is said as it is: a no with its meaning, a not-yet, or "I do not know". */
interface OutcomeChecks {
  Kit kit();

  /** Ends the present set-up and begins with another. */
  Kit anew(Setup setup);

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "WINDOW_OVER, WINDOW_CLOSED",
    "QUOTA_USED, WINDOW_CLOSED",
    "NOT_PERMITTED, NOT_PERMITTED",
    "UNREACHABLE, UNREACHABLE",
    "CONTENT_REFUSED, CONTENT"
  })
  @DisplayName("平台的拒绝翻成对的意思，只试一次，什么也没出现")
  default void a_refusal_has_its_meaning(Fate fate, Meaning meaning) {
    kit().needs(Trait.CALLS, fate);
    var question = kit().asked("在吗");
    kit().platform().next(fate);

    assertThat(kit().answers(question, "在"))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.meaning()).isEqualTo(meaning);
              assertThat(refused.code()).isNotBlank();
              assertThat(refused.reason()).isNotBlank();
            });
    assertThat(kit().seenTexts()).isEmpty();
    assertThat(kit().platform().sendCalls()).isLessThanOrEqualTo(1);
  }

  @Test
  @DisplayName("太快了：没有发出，说得出等多久")
  default void too_fast_is_not_sent_with_a_time_to_wait() {
    kit().needs(Trait.CALLS, Fate.TOO_FAST);
    var question = kit().asked("在吗");
    kit().platform().next(Fate.TOO_FAST);

    assertThat(kit().answers(question, "在"))
        .isInstanceOfSatisfying(
            NotSent.class,
            not ->
                assertThat(not.retryAfter())
                    .hasValueSatisfying(wait -> assertThat(wait).isPositive()));
    assertThat(kit().platform().sendCalls()).isEqualTo(1);
  }

  @Test
  @DisplayName("没听说过的错误码不算发出")
  default void an_unheard_of_code_is_no_success() {
    kit().needs(Trait.CALLS, Fate.UNHEARD_OF);
    var question = kit().asked("在吗");
    kit().platform().next(Fate.UNHEARD_OF);

    assertThat(kit().answers(question, "在")).isNotInstanceOf(Accepted.class);
    assertThat(kit().platform().sendCalls()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"BAD_GATEWAY", "NONSENSE"})
  @DisplayName("中间网关的页面既不算发出也不算平台拒绝")
  default void a_gateways_page_is_neither_yes_nor_no(Fate fate) {
    kit().needs(Trait.CALLS, fate);
    var question = kit().asked("在吗");
    kit().platform().next(fate);

    assertThat(kit().answers(question, "在"))
        .isNotInstanceOf(Accepted.class)
        .isNotInstanceOf(Refused.class);
    assertThat(kit().platform().sendCalls()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"SILENT_BUT_DONE", "SILENT", "CUT_BUT_DONE"})
  @DisplayName("写出之后没有回音：结果未知，绝不悄悄再发一次")
  default void no_answer_after_writing_is_unknown(Fate fate) {
    kit().needs(Trait.CALLS, fate);
    var impatient = anew(Setup.IMPATIENT);
    var question = impatient.asked("在吗");
    impatient.platform().next(fate);

    assertThat(impatient.answers(question, "在")).isInstanceOf(Unknown.class);
    assertThat(impatient.platform().sendCalls()).isEqualTo(1);
    assertThat(impatient.seenTexts()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  @DisplayName("结果未知的那条按原键再发，人只看到一次")
  default void a_repeat_with_the_same_key_is_seen_once() {
    kit().needs(Trait.CALLS, Trait.DEDUPLICATES, Fate.CUT_BUT_DONE);
    var question = kit().asked("在吗");
    kit().platform().next(Fate.CUT_BUT_DONE);
    var answer = Kit.answer(question, "在");
    assertThat(kit().adapter().send(answer)).isInstanceOf(Unknown.class);

    assertThat(kit().adapter().send(answer)).isInstanceOf(Accepted.class);

    assertThat(kit().seen("在")).hasSize(1);
  }

  @Test
  @DisplayName("失败一次之后，下一条照常")
  default void a_failure_does_not_spoil_the_next_send() {
    kit().needs(Trait.CALLS, Fate.UNHEARD_OF);
    var first = kit().asked("一");
    kit().platform().next(Fate.UNHEARD_OF);
    var _ = kit().answers(first, "答一");

    assertThat(kit().answers(kit().asked("二"), "答二")).isInstanceOf(Accepted.class);

    kit().awaitSeen("答二");
    assertThat(kit().seen("答一")).isEmpty();
  }

  @Test
  @DisplayName("平台连不上：肯定没发出")
  default void a_closed_port_is_certain() throws IOException {
    kit().needs(Trait.CALLS, Trait.CONNECTS);
    kit().needsNo(Trait.LINE, "断线由“断线”一组检查");
    var alone = anew(Setup.at(SelfSigned.nobody()));
    var question = alone.asked("在吗");

    assertThat(alone.answers(question, "在")).isInstanceOf(NotSent.class);
  }

  @Test
  @DisplayName("停下来之后发送：没有发出，不抛异常")
  default void after_the_end_nothing_is_sent() {
    kit().needs(Trait.NEEDS_RUNNING);
    var question = kit().asked("在吗");
    kit().adapter().close();

    assertThat(kit().answers(question, "在")).isInstanceOf(NotSent.class);
    assertThat(kit().seenTexts()).isEmpty();
  }

  @Test
  @DisplayName("发送永远不抛异常，哪怕路和会话对不上")
  default void sending_never_throws() {
    var question = kit().asked("在吗");
    var odd = Kit.answer(question, "odd", new Route.Push(Optional.empty()), "怪");

    Delivery end = kit().adapter().send(odd);

    assertThat(end).isNotNull();
  }
}
