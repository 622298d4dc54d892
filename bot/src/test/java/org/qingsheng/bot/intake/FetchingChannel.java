package org.qingsheng.bot.intake;

import java.util.Optional;
import java.util.function.Function;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.FetchesFiles;
import org.qingsheng.adapters.Health;
import org.qingsheng.adapters.InboundSink;
import org.qingsheng.adapters.OutboundMessage;

/** Another channel that also hands over files, by their references. */
record FetchingChannel(ChannelAdapter other, Function<String, Optional<byte[]>> files)
    implements ChannelAdapter, FetchesFiles {
  @Override
  public Optional<byte[]> fetch(Attachment attachment) {
    return attachment.reference().flatMap(files);
  }

  @Override
  public ChannelId channel() {
    return other.channel();
  }

  @Override
  public Capabilities capabilities() {
    return other.capabilities();
  }

  @Override
  public void start(InboundSink sink) {
    other.start(sink);
  }

  @Override
  public Delivery send(OutboundMessage message) {
    return other.send(message);
  }

  @Override
  public Health check() {
    return other.check();
  }

  @Override
  public void close() {
    other.close();
  }
}
