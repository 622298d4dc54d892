package org.qingsheng.adapters.onebot.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** A group, or one person's private chat with the bot; people talk here. */
public final class FakeChat {
  private final FakeOneBot client;
  private final boolean group;
  private final String number;

  FakeChat(FakeOneBot client, boolean group, String number) {
    this.client = client;
    this.group = group;
    this.number = number;
  }

  public boolean isGroup() {
    return group;
  }

  /** The group's number, or the person's. */
  public String number() {
    return number;
  }

  /** Says something without naming the bot. */
  public Posted says(String user, String text) {
    return posts(user, new Segments().text(text));
  }

  /** Names the bot and says something. */
  public Posted asks(String user, String text) {
    return posts(user, new Segments().at(client.self()).text(" " + text));
  }

  /** Says something quoting an earlier message. */
  public Posted quotes(String user, Posted earlier, String text) {
    return posts(user, new Segments().add("reply", "id", earlier.id()).text(text));
  }

  /** Posts segments of any kind. */
  public Posted posts(String user, Segments segments) {
    return client.post(this, user, segments.array());
  }

  /** What the bot said here, in order. */
  public List<Posted> heard() {
    return client.sent().stream().filter(posted -> posted.chat() == this).toList();
  }

  /** Segments in the array format. */
  public static final class Segments {
    private final ArrayNode array = JsonNodeFactory.instance.arrayNode();

    public Segments text(String text) {
      return add("text", "text", text);
    }

    public Segments at(String qq) {
      return add("at", "qq", qq);
    }

    public Segments add(String type, String key, String value) {
      array.addObject().put("type", type).putObject("data").put(key, value);
      return this;
    }

    ArrayNode array() {
      return array;
    }
  }
}
