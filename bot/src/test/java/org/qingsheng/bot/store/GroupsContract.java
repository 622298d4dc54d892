package org.qingsheng.bot.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Scope;
import org.qingsheng.knowledge.RegionCode;

@DisplayName("群存储 · groups store")
abstract class GroupsContract extends StoreContract {
  private static final ChannelId QQ = new ChannelId("qq");

  private SqlGroups groups() {
    return new SqlGroups(database, clock);
  }

  private static Group group(String id, String region, Group.TriggerMode mode, String... words) {
    return new Group(
        QQ,
        new ConversationId(id),
        "群" + id,
        new RegionCode(region),
        mode,
        List.of(words),
        Group.Standing.JOINED);
  }

  @Test
  @DisplayName("保存后马上找得到，重启后也还在")
  void finds_a_saved_group_at_once_and_after_a_restart() {
    var saved = group("g1", "441826", Group.TriggerMode.KEYWORD, "贷款", "就业 补贴");
    var groups = groups();

    groups.save(saved);

    assertThat(groups.find(QQ, new ConversationId("g1"))).contains(saved);
    assertThat(groups().find(QQ, new ConversationId("g1"))).contains(saved);
    assertThat(groups.find(new ChannelId("other"), new ConversationId("g1"))).isEmpty();
  }

  @Test
  @DisplayName("再次保存就是修改，没有触发词也行")
  void changes_a_group() {
    var groups = groups();
    groups.save(group("g1", "441826", Group.TriggerMode.PREFIX, "问："));
    var changed = group("g1", "441825", Group.TriggerMode.MENTION);

    groups.save(changed);

    assertThat(groups.find(QQ, new ConversationId("g1"))).contains(changed);
    assertThat(groups().list(Scope.ALL)).containsExactly(changed);
  }

  @Test
  @DisplayName("只列出范围内的群")
  void lists_the_scope_only() {
    var groups = groups();
    for (var region : new String[] {"CN", "441800", "441826", "441825", "441826100"}) {
      groups.save(group(region, region, Group.TriggerMode.MENTION));
    }

    assertThat(groups.list(new Scope(new RegionCode("441826"))))
        .extracting(group -> group.region().value())
        .containsExactly("441826", "441826100");
    assertThat(groups.list(Scope.ALL)).hasSize(5);
  }

  @Test
  @DisplayName("别的节点保存的群，刷新后看得到")
  void sees_what_another_node_saved_after_a_refresh() {
    var here = groups();
    var there = groups();
    var saved = group("g1", "441826", Group.TriggerMode.LISTEN);

    there.save(saved);
    var before = here.find(QQ, new ConversationId("g1"));
    here.refresh();

    assertThat(before).isEmpty();
    assertThat(here.find(QQ, new ConversationId("g1"))).contains(saved);
  }
}
