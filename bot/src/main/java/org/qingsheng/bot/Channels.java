package org.qingsheng.bot;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.onebot.OneBotAdapter;
import org.qingsheng.adapters.onebot.OneBotSettings;
import org.qingsheng.adapters.simulator.SimulatorAdapter;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.adapters.webchat.WebChatAdapter;
import org.qingsheng.adapters.webchat.WebChatSettings;
import org.qingsheng.adapters.wechat.WeChatAdapter;
import org.qingsheng.adapters.wechat.WeChatSettings;
import org.qingsheng.bot.settings.ChannelSettings;
import org.qingsheng.bot.settings.Secret;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlTranscript;

/** Makes the adapters that the settings name. */
final class Channels {
  private Channels() {}

  static List<ChannelAdapter> of(
      Settings settings, Database database, ObjectMapper json, InstantSource clock) {
    var adapters = new ArrayList<ChannelAdapter>();
    for (var channel : settings.enabledChannels()) {
      switch (channel) {
        case ChannelSettings.WebChat web ->
            adapters.add(
                new WebChatAdapter(
                    WebChatSettings.of(web.id(), settings.server().publicUrl()),
                    new SqlTranscript(database, web.id()),
                    json,
                    new SecureRandom(),
                    clock));
        case ChannelSettings.OneBot onebot ->
            adapters.add(
                new OneBotAdapter(
                    new OneBotSettings(
                        onebot.id(),
                        onebot.accessToken().value(),
                        onebot.selfIds(),
                        OneBotSettings.DEFAULT_CATCH_UP,
                        OneBotSettings.DEFAULT_CALL_TIMEOUT,
                        Duration.ZERO),
                    clock));
        case ChannelSettings.WeChat wechat ->
            adapters.add(new WeChatAdapter(wechat(wechat), clock));
        case ChannelSettings.Simulator simulator ->
            adapters.add(new SimulatorAdapter(simulator.id(), SimulatorRules.ONEBOT));
        case ChannelSettings.Disabled _ -> {}
      }
    }
    return adapters;
  }

  private static WeChatSettings wechat(ChannelSettings.WeChat channel) {
    var plain =
        WeChatSettings.plain(
                channel.id(), channel.appId(), channel.secret().value(), channel.token().value())
            .withApiBase(channel.apiBase());
    var keyed = channel.aesKey().map(Secret::value).map(plain::secure).orElse(plain);
    var named = channel.originalId().map(keyed::withOriginalId).orElse(keyed);
    return channel.customerService() ? named.withCustomerService() : named;
  }
}
