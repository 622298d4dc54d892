package org.qingsheng.bot.console;

import java.util.Comparator;
import java.util.Optional;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.KnowsGroups;
import org.qingsheng.bot.console.page.ChannelsPage;
import org.qingsheng.bot.people.Group;
import org.qingsheng.bot.people.Groups;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Scope;

/** In which groups a channel sits, as its platform tells, beside what is known of them here. */
final class ChannelGroups {
  private static final int SHOWN = 300;

  private final Groups groups;
  private final Regions regions;
  private final Phrases phrases;

  ChannelGroups(Groups groups, Regions regions, Phrases phrases) {
    this.groups = groups;
    this.regions = regions;
    this.phrases = phrases;
  }

  /** Empty where the platform does not tell. Groups of other regions are counted, not shown. */
  Optional<ChannelsPage.InGroups> of(ChannelAdapter adapter, Scope scope) {
    if (!(adapter instanceof KnowsGroups knows)) {
      return Optional.empty();
    }
    var told = knows.groups();
    var mine =
        told.stream()
            .filter(each ->
                found(adapter.channel(), each).map(Group::region).map(scope::covers).orElse(true))
            .sorted(Comparator.comparing(KnowsGroups.Group::name))
            .toList();
    return Optional.of(
        new ChannelsPage.InGroups(
            told.size(),
            told.size() - mine.size(),
            knows.groupsTold().map(phrases::at).orElse(""),
            mine.stream().limit(SHOWN).map(each -> row(adapter.channel(), each)).toList()));
  }

  private Optional<Group> found(ChannelId channel, KnowsGroups.Group group) {
    return groups.find(channel, group.id());
  }

  private ChannelsPage.InGroup row(ChannelId channel, KnowsGroups.Group told) {
    var here = found(channel, told);
    return new ChannelsPage.InGroup(
        told.name().isBlank() ? "（没有群名）" : told.name(),
        told.members() > 0 ? told.members() + " 人" : "",
        here.map(this::bound).orElse("没登记：有人 @ 过机器人后在“群”页里设地区"),
        here.isPresent() && !here.get().name().isBlank(),
        here.map(GroupPages::standing).orElse(""));
  }

  /** A group whose name nobody wrote down was only taken to be there. */
  private String bound(Group group) {
    var region = regions.name(group.region());
    return group.name().isBlank() ? "暂按 " + region + "，还没人确认" : region;
  }
}
