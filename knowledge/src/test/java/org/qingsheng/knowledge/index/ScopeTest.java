package org.qingsheng.knowledge.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.knowledge.Samples.NOON;
import static org.qingsheng.knowledge.Samples.anEntry;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.knowledge.Decision.Reason;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("适用范围 · scope")
class ScopeTest {
  private static final RegionCode GUANGDONG = new RegionCode("440000");
  private static final RegionCode SHENZHEN = new RegionCode("440300");
  private static final List<RegionCode> IN_SHENZHEN =
      List.of(SHENZHEN, GUANGDONG, RegionCode.NATION);

  private static Scope at(String instant) {
    return Scope.of(new Query("问", IN_SHENZHEN, Set.of(), Instant.parse(instant)));
  }

  @Test
  @DisplayName("生效日零点零分零秒起有效,前一秒无效")
  void begins_at_midnight_of_the_first_day() {
    var entry = anEntry("e").from("2026-01-01").build();

    assertThat(at("2025-12-31T15:59:59Z").allows(entry)).isFalse();
    assertThat(at("2025-12-31T16:00:00Z").allows(entry)).isTrue();
  }

  @Test
  @DisplayName("失效日最后一秒仍有效,次日零点无效")
  void ends_with_the_last_second_of_the_last_day() {
    var entry = anEntry("e").until("2026-12-31").build();

    assertThat(at("2026-12-31T15:59:59Z").allows(entry)).isTrue();
    assertThat(at("2026-12-31T16:00:00Z").allows(entry)).isFalse();
    assertThat(at("2026-12-31T16:00:00Z").refusal(entry)).contains(new Reason.NotInForce(entry));
  }

  @Test
  @DisplayName("上级地区的条目适用,别处和下级的不适用")
  void holds_in_and_above_the_region() {
    Scope scope = at("2026-11-01T00:00:00Z");

    assertThat(scope.allows(anEntry("cn").build())).isTrue();
    assertThat(scope.allows(anEntry("gd").region("440000").build())).isTrue();
    assertThat(scope.allows(anEntry("hn").region("430000").build())).isFalse();
    assertThat(scope.allows(anEntry("ns").region("440305").build())).isFalse();
    assertThat(scope.distance(anEntry("sz").region("440300").build())).isZero();
  }

  @Test
  @DisplayName("人群不明时不拦,明确不符时拦")
  void audience_is_checked_when_known() {
    var entry = anEntry("e").audience("退役军人").build();

    assertThat(at("2026-11-01T00:00:00Z").allows(entry)).isTrue();
    assertThat(withAudience("高校毕业生").allows(entry)).isFalse();
    assertThat(withAudience("高校毕业生", "退役军人").allows(entry)).isTrue();
    assertThat(withAudience("高校毕业生").refusal(entry)).contains(new Reason.OtherAudience(entry));
  }

  private static Scope withAudience(String... groups) {
    return Scope.of(new Query("问", IN_SHENZHEN, Set.of(groups), NOON));
  }
}
