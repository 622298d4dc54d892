package org.qingsheng.adapters.qq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Attachment.Kind;
import org.qingsheng.adapters.CleanText;

/** What is in a message: its words, and what else was sent with them. Pure. */
final class QqContent {
  private static final Pattern FACE = Pattern.compile("<faceType=[^<>]{1,500}>");
  private static final Pattern FIRST_MENTION = Pattern.compile("^\\s*<@!?[A-Za-z0-9_-]{1,128}>");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private QqContent() {}

  /** A field as text, cleaned; empty when it is missing or not a single value. */
  static String field(JsonNode node, String name) {
    var value = node.path(name);
    return value.isValueNode() && !value.isNull() ? CleanText.of(value.asText()) : "";
  }

  /**
   * The words alone: no faces, no mention of the bot, no blanks around. What QQ heard in a voice
   * message counts as words when nothing was typed.
   */
  static String words(JsonNode d) {
    var typed = withoutMention(FACE.matcher(field(d, "content")).replaceAll(""), d).strip();
    return typed.isEmpty() ? heard(d) : typed;
  }

  private static String heard(JsonNode d) {
    return QqDecoder.elements(d.path("attachments"))
        .map(attachment -> field(attachment, "asr_refer_text").strip())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  /** Groups take the mention out themselves, guilds leave it in, at the beginning as a rule. */
  private static String withoutMention(String text, JsonNode d) {
    var ids =
        mentions(d)
            .filter(mention ->
                mention.path("is_you").asBoolean(false) || mention.path("bot").asBoolean(false))
            .flatMap(mention -> Stream.of(field(mention, "id"), field(mention, "member_openid")))
            .filter(id -> ID.matcher(id).matches())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    if (!ids.isEmpty()) {
      return text.replaceAll("<@!?(?:" + ids + ")>", "");
    }
    return mentions(d).findAny().isEmpty()
        ? FIRST_MENTION.matcher(text).replaceFirst(Matcher.quoteReplacement(""))
        : text;
  }

  static Stream<JsonNode> mentions(JsonNode d) {
    return QqDecoder.elements(d.path("mentions"));
  }

  /**
   * What else was sent.
   *
   * @param card whether the message itself is a card
   */
  static List<Attachment> attachments(JsonNode d, boolean card) {
    var all = new ArrayList<Attachment>();
    if (card) {
      all.add(new Attachment(Kind.CARD, Optional.empty(), Optional.empty()));
    }
    if (FACE.matcher(field(d, "content")).find()) {
      all.add(new Attachment(Kind.STICKER, Optional.empty(), Optional.empty()));
    }
    QqDecoder.elements(d.path("attachments")).map(QqContent::attachment).forEach(all::add);
    return all;
  }

  private static Attachment attachment(JsonNode attachment) {
    var reference = present(attachment, "voice_wav_url").or(() -> present(attachment, "url"));
    return new Attachment(
        kind(field(attachment, "content_type").toLowerCase(Locale.ROOT)),
        present(attachment, "filename"),
        reference);
  }

  private static Kind kind(String contentType) {
    if (contentType.equals("voice") || contentType.startsWith("audio/")) {
      return Kind.VOICE;
    }
    if (contentType.startsWith("image")) {
      return Kind.IMAGE;
    }
    if (contentType.startsWith("video")) {
      return Kind.VIDEO;
    }
    return contentType.isEmpty() ? Kind.OTHER : Kind.FILE;
  }

  private static Optional<String> present(JsonNode node, String name) {
    return Optional.of(field(node, name)).filter(value -> !value.isBlank());
  }
}
