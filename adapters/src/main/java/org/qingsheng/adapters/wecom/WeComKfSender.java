package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Accepted;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.IdempotencyKey;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.wecom.WeComIds.Customer;

/**
 * Messages to customers of 微信客服, and what WeCom's answers mean. Every message has a msgid of ours,
 * made from its key, so that WeCom takes it once however often it is sent. Thread-safe.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/94677">发送消息</a>
 */
final class WeComKfSender {
  static final String SEND = "/cgi-bin/kf/send_msg";
  static final String SEND_ON_EVENT = "/cgi-bin/kf/send_msg_on_event";
  static final String STATE = "/cgi-bin/kf/service_state/get";

  private static final int INVALID_PARAMETER = 40058;
  private static final int QUOTA_USED_UP = 95001;
  private static final int SESSION_STATE = 95018;

  private final WeComClient client;
  private final WeComKfSessions sessions;

  /** Own msgids that WeCom may have taken without our knowing. */
  private final Cache<String, Boolean> attempted =
      Caffeine.newBuilder().maximumSize(20_000).build();

  WeComKfSender(WeComClient client, WeComKfSessions sessions) {
    this.client = client;
    this.sessions = sessions;
  }

  Delivery send(Customer customer, IdempotencyKey key, String shown) {
    if (sessions.isPersonServing(customer)) {
      return personServes("person-serves");
    }
    var msgid = WeComIds.ownMsgid(key);
    return sent(SEND, WeComEncoder.kfText(customer, msgid, shown), msgid, Optional.of(customer));
  }

  /** Welcomes somebody who just came in. */
  Delivery welcome(String code, IdempotencyKey key, String shown) {
    var msgid = WeComIds.ownMsgid(key);
    return sent(SEND_ON_EVENT, WeComEncoder.kfWelcome(code, msgid, shown), msgid, Optional.empty());
  }

  private Delivery sent(String path, ObjectNode body, String msgid, Optional<Customer> customer) {
    boolean again = attempted.asMap().putIfAbsent(msgid, Boolean.TRUE) != null;
    var answer = client.call(path, body);
    return switch (answer) {
      case WeComAnswer.Ok(var ok) -> accepted(ok.path("msgid").asText(msgid));
      case WeComAnswer.NotDone notDone -> notDone.delivery();
      case WeComAnswer.Unclear unclear -> unclear.delivery();
      case WeComAnswer.Failed failed ->
          switch (failed.code()) {
            // Our msgids are well formed: what is wrong with one can only be that it was taken.
            case INVALID_PARAMETER ->
                again || failed.aboutMsgid() ? accepted(msgid) : failed.delivery();
            case QUOTA_USED_UP ->
                failed.refused(Meaning.WINDOW_CLOSED, "answers to this message used up");
            case SESSION_STATE ->
                customer.map(this::byState).orElseGet(() -> personServes("95018"));
            default -> failed.delivery();
          };
    };
  }

  private static Delivery accepted(String msgid) {
    return new Accepted(Optional.of(new MessageId(msgid)));
  }

  /** The session does not allow sending; its state tells for how long. */
  private Delivery byState(Customer customer) {
    var body = WeComHttp.JSON.createObjectNode();
    body.put("open_kfid", customer.openKfId()).put("external_userid", customer.externalUserId());
    if (!(client.call(STATE, body) instanceof WeComAnswer.Ok(var state))) {
      return new NotSent("session state not known (errcode 95018)", minute());
    }
    return switch (state.path("service_state").asInt(-1)) {
      case 0, 1 -> new NotSent("session state changed (errcode 95018)", seconds());
      case 2, 3 -> {
        sessions.personServes(customer);
        yield personServes("95018");
      }
      case 4 ->
          new Refused(
              "95018", Meaning.WINDOW_CLOSED, "the session has ended (errcode 95018, state 4)");
      default -> new NotSent("session state not known (errcode 95018)", minute());
    };
  }

  private static Refused personServes(String code) {
    return new Refused(code, Meaning.WINDOW_CLOSED, "a colleague serves this customer in WeCom");
  }

  private static Optional<Duration> minute() {
    return Optional.of(Duration.ofMinutes(1));
  }

  private static Optional<Duration> seconds() {
    return Optional.of(Duration.ofSeconds(2));
  }
}
