package org.qingsheng.adapters.wechat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import me.chanjar.weixin.common.enums.WxType;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.util.http.apache.ApacheSimplePostRequestExecutor;
import me.chanjar.weixin.mp.api.impl.WxMpServiceImpl;
import me.chanjar.weixin.mp.bean.kefu.WxMpKefuMessage;
import me.chanjar.weixin.mp.config.WxMpHostConfig;
import me.chanjar.weixin.mp.config.impl.WxMpDefaultConfigImpl;
import me.chanjar.weixin.mp.enums.WxMpApiUrl;
import org.apache.http.impl.client.CloseableHttpClient;

/**
 * WxJava with the parts used here and without those that get in the way: requests and their
 * addresses are its own, but it keeps no token, repeats nothing and interprets no answer. (Its
 * {@code execute} does all three, sleeps between tries, and logs the token on every failure.)
 */
final class WeChatService extends WxMpServiceImpl {
  private final CloseableHttpClient http;

  WeChatService(WeChatSettings settings, CloseableHttpClient http) {
    this.http = http;
    var base = settings.apiBase().toString().replaceAll("/+$", "");
    var config = new WxMpDefaultConfigImpl();
    config.setAppId(settings.appId());
    config.setSecret(settings.secret());
    config.useStableAccessToken(true);
    config.setHostConfig(new WxMpHostConfig(base, base, base));
    setMaxRetryTimes(0);
    setWxMpConfigStorage(config);
  }

  /** Nothing to build: the client was given. */
  @Override
  public void initHttp() {}

  @Override
  public CloseableHttpClient getRequestHttpClient() {
    return http;
  }

  /**
   * Asks for the stable token.
   *
   * @return WeChat's answer as it came
   */
  String stableToken(boolean forceRefresh) throws IOException {
    return doGetStableAccessTokenRequest(forceRefresh);
  }

  /**
   * Sends 客服消息 once.
   *
   * @return WeChat's answer as it came
   */
  String customerMessage(String token, String openid, String shown) throws IOException {
    var message = WxMpKefuMessage.TEXT().toUser(openid).content(shown).build();
    var url = WxMpApiUrl.Kefu.MESSAGE_CUSTOM_SEND.getUrl(getWxMpConfigStorage());
    var address = url + "?access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    try {
      return new Raw(this).execute(address, message.toJson(), WxType.MP);
    } catch (WxErrorException e) {
      throw new IllegalStateException("an answer that nobody read was called an error", e);
    }
  }

  /** WxJava's request without its reading of the answer, which takes {@code {}} for success. */
  private static final class Raw extends ApacheSimplePostRequestExecutor {
    Raw(WeChatService service) {
      super(service);
    }

    @Override
    public String handleResponse(WxType type, String answer) {
      return answer;
    }
  }
}
