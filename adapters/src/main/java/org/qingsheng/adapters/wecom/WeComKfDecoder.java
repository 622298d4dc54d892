package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Attachment.Kind;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.wecom.WeComIds.Customer;

/**
 * One element of {@code msg_list} in our words. Pure.
 *
 * @see <a href="https://developer.work.weixin.qq.com/document/path/94670">接收消息和事件</a>
 */
final class WeComKfDecoder {
  private static final int LONGEST_TYPE = 64;

  private final ChannelId channel;

  WeComKfDecoder(ChannelId channel) {
    this.channel = channel;
  }

  /** What an element means. */
  sealed interface Heard {
    /** For the bot. */
    record Event(InboundEvent event) implements Heard {}

    /**
     * A customer came in, and may be welcomed once within 20 s.
     *
     * @param code for send_msg_on_event
     */
    record Entered(ContactChanged event, Customer customer, Optional<String> code)
        implements Heard {}

    /** A colleague speaks with this customer in WeCom. */
    record PersonServes(Customer customer) implements Heard {}

    /** That conversation is over. */
    record PersonLeft(Customer customer) implements Heard {}

    /**
     * A message that had been taken was not delivered after all.
     *
     * @param type WeCom's number for why
     */
    record SendFailed(int type) implements Heard {}

    /** Nothing anybody has to know. */
    record Nothing() implements Heard {}
  }

  /**
   * @param openKfId the account that is being read
   * @param personServes whether a colleague serves this customer: then words are theirs
   */
  Heard decode(JsonNode message, String openKfId, Predicate<Customer> personServes) {
    var at = at(message);
    var type = message.path("msgtype").asText("");
    if (type.equals("event")) {
      return event(message, openKfId, at);
    }
    var customer = customer(message, openKfId);
    if (customer.isEmpty() || id(message).isEmpty()) {
      return unsupported("incomplete:" + type, at);
    }
    return switch (message.path("origin").asInt()) {
      case 3 -> new Heard.Event(said(message, type, customer.get(), at, personServes));
      case 5 -> new Heard.PersonServes(customer.get());
      default -> new Heard.Nothing();
    };
  }

  /** The id by which a repeat is told; empty if it has none. */
  static Optional<String> id(JsonNode message) {
    return Optional.of(message.path("msgid").asText("")).filter(id -> !id.isBlank());
  }

  private InboundEvent said(
      JsonNode message,
      String type,
      Customer customer,
      Instant at,
      Predicate<Customer> personServes) {
    var text = type.equals("text") ? field(message.path("text"), "content") : "";
    return new MessageReceived(
        channel,
        WeComIds.message(id(message).orElseThrow()),
        WeComIds.customerChat(customer),
        new AskerId(customer.externalUserId()),
        text,
        attachments(message, type),
        personServes.test(customer) ? Addressing.NONE : Addressing.PRIVATE,
        Optional.empty(),
        at,
        false);
  }

  private static List<Attachment> attachments(JsonNode message, String type) {
    var part = message.path(type);
    return switch (type) {
      case "text" -> List.of();
      case "image" -> List.of(media(Kind.IMAGE, part));
      case "voice" -> List.of(media(Kind.VOICE, part));
      case "video" -> List.of(media(Kind.VIDEO, part));
      case "file" -> List.of(media(Kind.FILE, part));
      case "location" ->
          List.of(
              new Attachment(
                  Kind.LOCATION,
                  present(part, "name"),
                  Optional.of(
                      part.path("latitude").asText("") + "," + part.path("longitude").asText(""))));
      case "link" ->
          List.of(new Attachment(Kind.CARD, present(part, "title"), present(part, "url")));
      case "business_card", "miniprogram" ->
          List.of(new Attachment(Kind.CARD, present(part, "title"), Optional.empty()));
      default -> List.of(new Attachment(Kind.OTHER, Optional.empty(), Optional.empty()));
    };
  }

  private static Attachment media(Kind kind, JsonNode part) {
    return new Attachment(kind, Optional.empty(), present(part, "media_id"));
  }

  private Heard event(JsonNode message, String openKfId, Instant at) {
    var event = message.path("event");
    var type = event.path("event_type").asText("");
    var customer = customer(event, openKfId);
    if (type.equals("msg_send_fail")) {
      return new Heard.SendFailed(event.path("fail_type").asInt(-1));
    }
    if (customer.isEmpty()) {
      return unsupported("event:" + type, at);
    }
    return switch (type) {
      case "enter_session" -> entered(message, event, customer.get(), at);
      case "user_recall_msg" -> recalled(event, customer.get(), at);
      case "session_status_change" -> session(event, customer.get());
      default -> unsupported("event:" + type, at);
    };
  }

  private Heard entered(JsonNode message, JsonNode event, Customer customer, Instant at) {
    var id =
        id(message)
            .map(WeComIds::message)
            .orElseGet(() ->
                WeComIds.event(
                    customer.externalUserId(),
                    message.path("send_time").asText(""),
                    "enter_session",
                    customer.openKfId()));
    var detail = present(event, "scene_param").or(() -> present(event, "scene")).orElse("");
    var welcomeCode = present(event, "welcome_code");
    return new Heard.Entered(
        new ContactChanged(
            channel,
            id,
            WeComIds.customerChat(customer),
            new AskerId(customer.externalUserId()),
            welcomeCode.isPresent() ? Contact.FOLLOWED : Contact.RETURNED,
            detail,
            at),
        customer,
        welcomeCode);
  }

  private Heard recalled(JsonNode event, Customer customer, Instant at) {
    return present(event, "recall_msgid")
        .<Heard>map(msgid ->
            new Heard.Event(
                new MessageRecalled(
                    channel, WeComIds.customerChat(customer), WeComIds.message(msgid), at)))
        .orElseGet(() -> unsupported("event:user_recall_msg", at));
  }

  /** 1 taken from the pool, 2 handed on, 3 ended, 4 taken up again. */
  private static Heard session(JsonNode event, Customer customer) {
    return switch (event.path("change_type").asInt()) {
      case 1, 2, 4 -> new Heard.PersonServes(customer);
      case 3 -> new Heard.PersonLeft(customer);
      default -> new Heard.Nothing();
    };
  }

  private Heard unsupported(String type, Instant at) {
    var name = CleanText.of(type);
    return new Heard.Event(
        new Unsupported(
            channel, name.length() <= LONGEST_TYPE ? name : name.substring(0, LONGEST_TYPE), at));
  }

  private static Optional<Customer> customer(JsonNode node, String openKfId) {
    var id = node.path("external_userid").asText("");
    return WeComIds.isId(id) ? Optional.of(new Customer(openKfId, id)) : Optional.empty();
  }

  private static Instant at(JsonNode message) {
    try {
      return Instant.ofEpochSecond(message.path("send_time").asLong());
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  private static Optional<String> present(JsonNode node, String name) {
    return Optional.of(field(node, name)).filter(value -> !value.isBlank());
  }

  private static String field(JsonNode node, String name) {
    return CleanText.of(node.path(name).asText(""));
  }
}
