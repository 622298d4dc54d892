package org.qingsheng.bot.house;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.http.HttpAdapter;
import org.qingsheng.adapters.http.HttpChannelSettings;
import org.qingsheng.adapters.onebot.OneBotAdapter;
import org.qingsheng.adapters.onebot.OneBotSettings;
import org.qingsheng.adapters.onebot.OneBotTransport;
import org.qingsheng.adapters.qq.QqAdapter;
import org.qingsheng.adapters.qq.QqSettings;
import org.qingsheng.adapters.simulator.SimulatorAdapter;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.adapters.webchat.WebChatAdapter;
import org.qingsheng.adapters.webchat.WebChatSettings;
import org.qingsheng.adapters.wechat.WeChatAdapter;
import org.qingsheng.adapters.wechat.WeChatSettings;
import org.qingsheng.adapters.wecom.WeComAppAdapter;
import org.qingsheng.adapters.wecom.WeComAppSettings;
import org.qingsheng.adapters.wecom.WeComBotAdapter;
import org.qingsheng.adapters.wecom.WeComBotSettings;
import org.qingsheng.adapters.wecom.WeComKeys;
import org.qingsheng.adapters.wecom.WeComKfAdapter;
import org.qingsheng.adapters.wecom.WeComKfSettings;
import org.qingsheng.adapters.wecom.WeComLineAdapter;
import org.qingsheng.adapters.wecom.WeComLineSettings;
import org.qingsheng.bot.settings.ChannelSettings;
import org.qingsheng.bot.settings.Secret;
import org.qingsheng.bot.settings.Settings;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlCursors;
import org.qingsheng.bot.store.SqlSequences;
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
                        Duration.ZERO,
                        transport(onebot.way())),
                    clock));
        case ChannelSettings.PlainHttp http ->
            adapters.add(
                new HttpAdapter(
                    HttpChannelSettings.of(http.id(), http.secret().value(), http.deliverTo()),
                    clock));
        case ChannelSettings.WeChat wechat ->
            adapters.add(new WeChatAdapter(wechat(wechat), wechat.menu(), clock));
        case ChannelSettings.Qq qq ->
            adapters.add(new QqAdapter(qq(qq), new SqlSequences(database, qq.id(), clock), clock));
        case ChannelSettings.WeComKf kf ->
            adapters.add(new WeComKfAdapter(weComKf(kf), new SqlCursors(database, clock), clock));
        case ChannelSettings.WeComBot bot ->
            adapters.add(
                new WeComBotAdapter(
                    WeComBotSettings.of(
                            bot.id(), bot.botId(), bot.name(), keys(bot.token(), bot.aesKey()))
                        .withApiBase(bot.apiBase()),
                    clock));
        case ChannelSettings.WeComLine line ->
            adapters.add(
                new WeComLineAdapter(
                    WeComLineSettings.of(
                            line.id(), line.botId(), line.secret().value(), line.name())
                        .withGateway(line.gateway()),
                    clock));
        case ChannelSettings.WeComApp app ->
            adapters.add(
                new WeComAppAdapter(
                    WeComAppSettings.of(
                            app.id(),
                            app.corpId(),
                            app.agentId(),
                            app.secret().value(),
                            keys(app.token(), app.aesKey()))
                        .withApiBase(app.apiBase()),
                    clock));
        case ChannelSettings.Simulator simulator ->
            adapters.add(new SimulatorAdapter(simulator.id(), SimulatorRules.ONEBOT));
        case ChannelSettings.Disabled _ -> {}
      }
    }
    return adapters;
  }

  private static OneBotTransport transport(ChannelSettings.OneBotWay way) {
    return switch (way) {
      case ChannelSettings.OneBotWay.Reverse _ -> new OneBotTransport.Reverse();
      case ChannelSettings.OneBotWay.Forward(var address) -> new OneBotTransport.Forward(address);
      case ChannelSettings.OneBotWay.Http(var api, var secret) ->
          new OneBotTransport.Http(api, secret.value());
    };
  }

  private static QqSettings qq(ChannelSettings.Qq channel) {
    var limits = channel.limits();
    return new QqSettings(
        channel.id(),
        channel.appId(),
        channel.secret().value(),
        channel.apiBase(),
        channel.tokenBase(),
        channel.gateway() ? QqSettings.Transport.GATEWAY : QqSettings.Transport.WEBHOOK,
        QqSettings.intents(channel.intents()),
        QqSettings.TIMESTAMP_TOLERANCE,
        channel.linkHosts(),
        new QqSettings.Limits(
            limits.groupWindow(),
            limits.groupReplies(),
            limits.privateWindow(),
            limits.privateReplies(),
            limits.maxTextBytes()));
  }

  private static WeComKfSettings weComKf(ChannelSettings.WeComKf channel) {
    return new WeComKfSettings(
        channel.id(),
        channel.corpId(),
        channel.secret().value(),
        keys(channel.token(), channel.aesKey()),
        channel.accounts(),
        channel.apiBase(),
        channel.sweep());
  }

  private static WeComKeys keys(Secret token, Secret aesKey) {
    return WeComKeys.of(token.value(), aesKey.value());
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
