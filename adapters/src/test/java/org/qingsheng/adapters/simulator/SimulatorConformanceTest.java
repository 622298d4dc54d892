package org.qingsheng.adapters.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Attachment;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.Conversation.GroupChat;
import org.qingsheng.adapters.Conversation.PrivateChat;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent;
import org.qingsheng.adapters.InboundEvent.GroupChanged;
import org.qingsheng.adapters.InboundEvent.MessageRecalled;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.InboundEvent.Standing;
import org.qingsheng.adapters.InboundEvent.Unsupported;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.adapters.kit.Abilities;
import org.qingsheng.adapters.kit.Attack;
import org.qingsheng.adapters.kit.ConformanceKit;
import org.qingsheng.adapters.kit.Fate;
import org.qingsheng.adapters.kit.Happening;
import org.qingsheng.adapters.kit.PlatformSide;
import org.qingsheng.adapters.kit.Said;
import org.qingsheng.adapters.kit.Said.Manner;
import org.qingsheng.adapters.kit.Said.Place;
import org.qingsheng.adapters.kit.Said.Who;
import org.qingsheng.adapters.kit.Seen;
import org.qingsheng.adapters.kit.Setup;
import org.qingsheng.adapters.kit.Told;
import org.qingsheng.adapters.kit.Trait;
import org.qingsheng.adapters.simulator.SimulatorAdapter.Fault;

@DisplayName("验收 · 模拟渠道")
class SimulatorConformanceTest extends ConformanceKit {
  @Override
  protected PlatformSide platform(Setup setup) {
    return new Side();
  }

  /** A script in place of a platform: it speaks our words already. */
  private static final class Side implements PlatformSide {
    private static final ChannelId CHANNEL = new ChannelId("sim");

    private final SimulatorAdapter adapter = new SimulatorAdapter(CHANNEL, SimulatorRules.ONEBOT);
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Seen> seen = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-02T01:00:00Z");
    private int refused;

    @Override
    public ChannelAdapter adapter() {
      return adapter;
    }

    @Override
    public Abilities abilities() {
      return Abilities.all()
          .without("模拟渠道没有网络，无人能冒充平台", Attack.values())
          .without("模拟渠道没有网络", Trait.CONNECTS, Trait.TOKENS, Trait.LINE)
          .without("这一套模拟规则没有被动回复", Trait.PASSIVE)
          .without("这一套模拟规则不按键排重", Trait.DEDUPLICATES)
          .without("脚本直接说出我们的话，文字已是干净的", Trait.BROKEN_TEXT)
          .without("模拟渠道不认得地址，脚本自己知道在跟谁说", Trait.SENDS_ON_LINE, Trait.ADDRESSES)
          .without("这一套模拟规则没有窗口和配额", Fate.WINDOW_OVER, Fate.QUOTA_USED)
          .without(
              "模拟的平台只会：拒绝、沉默、断开",
              Fate.NOT_PERMITTED,
              Fate.UNREACHABLE,
              Fate.CONTENT_REFUSED,
              Fate.TOO_FAST,
              Fate.BAD_GATEWAY,
              Fate.NONSENSE,
              Fate.SILENT,
              Fate.CUT_BUT_DONE)
          .without(
              "这些是别的平台才有的事",
              Happening.FOLLOWED,
              Happening.UNFOLLOWED,
              Happening.MENU_TAPPED,
              Happening.SOMEBODY_JOINED,
              Happening.OWN_MESSAGE);
    }

    @Override
    public List<String> secrets() {
      return List.of("xiaoming", "xiaohong");
    }

    @Override
    public Told says(Said said) {
      adapter.fault(Fault.NONE);
      if (said.manner() == Manner.UNKNOWN_KIND) {
        return told(new Unsupported(CHANNEL, "hologram", now));
      }
      return told(message(said, Optional.empty()));
    }

    private MessageReceived message(Said said, Optional<MessageId> quotes) {
      var chat = chat(said.who(), said.place());
      var attachments =
          said.manner() == Manner.PICTURE
              ? List.of(new Attachment(Attachment.Kind.IMAGE, Optional.empty(), Optional.empty()))
              : List.<Attachment>of();
      var addressing =
          switch (said.manner()) {
            case TO_NOBODY, TO_EVERYONE -> Addressing.NONE;
            default -> chat.isGroup() ? Addressing.MENTION : Addressing.PRIVATE;
          };
      return new MessageReceived(
          CHANNEL,
          new MessageId("sim-" + ids.incrementAndGet()),
          chat,
          new AskerId(person(said.who())),
          said.text(),
          attachments,
          addressing,
          quotes,
          now,
          false);
    }

    private Told told(InboundEvent event) {
      try {
        return new Told(event, adapter.tell(event).handle((_, failure) -> failure == null));
      } catch (RuntimeException e) {
        return new Told(event, CompletableFuture.completedFuture(false));
      }
    }

    private static Conversation chat(Who who, Place place) {
      return switch (place) {
        case PRIVATE -> new PrivateChat(new ConversationId("u-" + person(who)));
        case GROUP -> new GroupChat(new ConversationId("g-1"));
        case OTHER_GROUP -> new GroupChat(new ConversationId("g-2"));
      };
    }

    private static String person(Who who) {
      return who == Who.XIAOMING ? "xiaoming" : "xiaohong";
    }

    @Override
    public Told repeats(Told told) {
      return told((MessageReceived) told.message());
    }

    @Override
    public void recalls(Told told) {
      var message = (MessageReceived) told.message();
      var _ = told(new MessageRecalled(CHANNEL, message.conversation(), message.id(), now));
    }

    @Override
    public Told quotes(Who who, Told earlier, String text) {
      return told(
          message(
              Said.toBot(who, Place.GROUP, text),
              Optional.of(((MessageReceived) earlier.message()).id())));
    }

    @Override
    public void happens(Happening happening) {
      var group = new ConversationId("g-1");
      var _ =
          switch (happening) {
            case JOINED -> told(new GroupChanged(CHANNEL, group, Standing.JOINED, now));
            case REMOVED -> told(new GroupChanged(CHANNEL, group, Standing.REMOVED, now));
            case MUTED -> told(new GroupChanged(CHANNEL, group, Standing.MUTED, now));
            case UNMUTED -> told(new GroupChanged(CHANNEL, group, Standing.UNMUTED, now));
            default -> told(new Unsupported(CHANNEL, "aurora", now));
          };
    }

    @Override
    public void next(Fate fate) {
      adapter.fault(fate == Fate.UNHEARD_OF ? Fault.BANNED : Fault.SILENT);
      refused += fate == Fate.UNHEARD_OF ? 1 : 0;
    }

    @Override
    public void passes(Duration time) {
      now = now.plus(time);
    }

    @Override
    public int sendCalls() {
      return seen().size() + refused;
    }

    @Override
    public List<Seen> seen() {
      for (var message : adapter.takeSent()) {
        var place =
            switch (message.conversation().id().value()) {
              case "g-1" -> Place.GROUP;
              case "g-2" -> Place.OTHER_GROUP;
              default -> Place.PRIVATE;
            };
        seen.add(new Seen(place, message.text()));
      }
      return List.copyOf(seen);
    }

    @Override
    public void close() {
      adapter.close();
    }
  }
}
