package org.qingsheng.bot.notice;

import java.net.URI;
import java.util.Set;
import org.qingsheng.bot.ledger.Item;
import org.qingsheng.bot.people.Scope;

/** Whom notices go to (接收方), as the settings name them. Addresses and secrets do not print. */
public sealed interface Receiver {
  String id();

  URI address();

  /**
   * A program that is told what happens to items.
   *
   * @param secret signs what it is told
   * @param scope only items in this part of the country
   * @param events names of event types; empty for all
   * @param text whether the masked words of question and answer are told too
   */
  record Webhook(
      String id, URI address, String secret, Scope scope, Set<String> events, boolean text)
      implements Receiver {
    public Webhook {
      events = Set.copyOf(events);
    }

    boolean wants(String type, Item item) {
      return scope.covers(item.region()) && (events.isEmpty() || events.contains(type));
    }

    @Override
    public String toString() {
      return "Webhook[" + id + "]";
    }
  }

  /** A group robot in the form of 企业微信 消息推送; its address holds its key. */
  record Robot(String id, URI address) implements Receiver {
    @Override
    public String toString() {
      return "Robot[" + id + "]";
    }
  }
}
