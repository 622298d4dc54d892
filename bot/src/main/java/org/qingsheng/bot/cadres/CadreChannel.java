package org.qingsheng.bot.cadres;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.ServesStaff;
import org.qingsheng.bot.desk.Desk;
import org.qingsheng.bot.ledger.Items;
import org.qingsheng.bot.notice.Notices;
import org.qingsheng.bot.people.Accounts;
import org.qingsheng.bot.people.Regions;

/** One channel on which cadres work: its door, its news and its post. Thread-safe. */
public final class CadreChannel implements AutoCloseable {
  private final ChannelAdapter adapter;
  private final CadreBook book;
  private final CadreNews news;
  private final CadrePost post;
  private final CadreDoor door;

  /**
   * What the work is done with.
   *
   * @param ledger what happened to items, in order
   * @param publicUrl where the console is
   * @param ids makes a new id each time
   */
  public record Tools(
      Desk desk,
      Items items,
      Notices ledger,
      Accounts accounts,
      Regions regions,
      Bindings bindings,
      Binding binding,
      CadreBook book,
      URI publicUrl,
      Supplier<String> ids,
      InstantSource clock) {}

  private CadreChannel(ChannelAdapter adapter, ServesStaff staff, Tools tools) {
    this.adapter = adapter;
    this.book = tools.book();
    var words = new CadreWords(tools.regions(), tools.publicUrl());
    this.news =
        new CadreNews(
            adapter.channel(),
            tools.ledger(),
            tools.accounts(),
            tools.bindings(),
            tools.book(),
            tools.ids(),
            tools.clock());
    this.post =
        new CadrePost(
            adapter,
            staff,
            tools.book(),
            tools.binding(),
            tools.accounts(),
            tools.items(),
            words,
            tools.ids(),
            tools.clock());
    this.door =
        new CadreDoor(
            staff,
            tools.book(),
            tools.binding(),
            new CadreTalk(
                tools.desk(),
                tools.items(),
                tools.accounts(),
                tools.regions(),
                tools.book(),
                words,
                tools.ids(),
                tools.clock()),
            post::round,
            tools.ids(),
            tools.clock());
  }

  /**
   * @param adapter which must serve staff
   */
  public static CadreChannel of(ChannelAdapter adapter, Tools tools) {
    if (adapter instanceof ServesStaff staff) {
      return new CadreChannel(adapter, staff, tools);
    }
    throw new IllegalArgumentException("channel " + adapter.channel() + " cannot serve staff");
  }

  public ChannelId id() {
    return adapter.channel();
  }

  /** Where what members say is taken in. */
  public InboundSink door() {
    return door;
  }

  /** Looks what is new and tells what is due; called every second or so. */
  public void round() {
    news.feed();
    post.round();
  }

  /** Forgets what ended before that time. */
  public void tidy(Instant before) {
    book.forget(before);
  }

  /** Waits until nothing is being carried out or told. */
  public boolean awaitIdle(long seconds) throws InterruptedException {
    return door.awaitIdle(seconds) && post.awaitIdle(seconds);
  }

  /** Takes nothing more in and tells nothing more; what was begun is finished. */
  @Override
  public void close() {
    door.close();
    post.close();
  }
}
