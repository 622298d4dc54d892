package org.qingsheng.adapters.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.qingsheng.adapters.InboundEvent.MessageReceived;

/**
 * Whoever is not the platform gets nothing in and nothing out; a broken platform breaks nothing.
 */
interface HostileChecks {
  Kit kit();

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FORGED", "UNSIGNED", "STALE", "FOREIGN", "ALTERED", "BINARY"})
  @DisplayName("冒充的来信被拒绝，一个字也没进来，之后照常")
  default void what_is_not_from_the_platform_is_refused(Attack attack) {
    kit().needs(attack);
    var before = kit().sink().events().size();

    var reaction = kit().platform().attacks(attack);

    assertThat(reaction.isAcknowledgement()).as("status %d", reaction.status()).isFalse();
    assertThat(reaction.status()).isLessThan(500);
    assertThat(kit().sink().events()).hasSize(before);
    kit().stillWorks();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      names = {"FORGED", "UNSIGNED", "STALE", "FOREIGN", "ALTERED", "BINARY", "OTHER_METHOD"},
      mode = Mode.EXCLUDE)
  @DisplayName("坏掉的来信不致命，不会变成一句话，之后照常")
  default void what_is_broken_breaks_nothing(Attack attack) {
    kit().needs(attack);

    var reaction = kit().platform().attacks(attack);

    assertThat(reaction.status()).isLessThan(500);
    kit().stillWorks();
    // A megabyte is refused or carried whole, never cut: what was said must not get lost.
    assertThat(kit().sink().messages())
        .extracting(MessageReceived::text)
        .allSatisfy(text -> assertThat(text).doesNotContain("root:").hasSizeLessThan(1 << 21));
  }

  @Test
  @DisplayName("别的请求方法什么也不做")
  default void other_methods_do_nothing() {
    kit().needs(Attack.OTHER_METHOD);

    var reaction = kit().platform().attacks(Attack.OTHER_METHOD);

    assertThat(reaction.status()).isBetween(400, 499);
    kit().stillWorks();
    assertThat(kit().sink().texts()).containsExactly("还在吗");
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"FORGED", "FOREIGN", "MALFORMED", "ODD_CONTENT_TYPE"})
  @DisplayName("拒绝时不泄露原因：没有堆栈、类名和密钥")
  default void a_refusal_tells_nothing(Attack attack) {
    kit().needs(attack);

    var body = kit().platform().attacks(attack).body();

    assertThat(body.toLowerCase(Locale.ROOT)).doesNotContain("exception", "at org.", "at java.");
    assertThat(body).hasSizeLessThan(500);
    kit().platform().secrets().forEach(secret -> assertThat(body).doesNotContain(secret));
  }

  @Test
  @DisplayName("一百次冒充之后，真的那条照样进来")
  default void a_hundred_forgeries_do_not_lock_out_the_platform() {
    kit().needs(Attack.FORGED);
    for (int i = 0; i < 100; i++) {
      assertThat(kit().platform().attacks(Attack.FORGED).isAcknowledgement()).isFalse();
    }

    kit().stillWorks();
    assertThat(kit().sink().texts()).containsExactly("还在吗");
  }
}
