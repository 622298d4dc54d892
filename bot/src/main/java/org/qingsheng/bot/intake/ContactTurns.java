package org.qingsheng.bot.intake;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.Capabilities;
import org.qingsheng.adapters.Capabilities.Opener;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.InboundEvent.Contact;
import org.qingsheng.adapters.InboundEvent.ContactChanged;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.bot.dialogue.Dialogue;
import org.qingsheng.bot.ledger.DialogueKey;
import org.qingsheng.bot.ledger.Effect;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.ledger.Turn;
import org.qingsheng.bot.people.AuditEvent;
import org.qingsheng.bot.people.SceneCode;
import org.qingsheng.bot.people.SceneCodes;

/** People who follow, leave, tap a menu or scan a code → a turn, or words. Thread-safe. */
final class ContactTurns {
  /** Menu keys of ours are words; keys made by hand in a console, such as V1001, say nothing. */
  private static final Pattern WORDS = Pattern.compile("\\p{IsHan}");

  private final Talks talks;
  private final SceneCodes codes;
  private final Supplier<Dialogue> dialogues;
  private final Function<ChannelId, Optional<Capabilities>> rules;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * @param rules how far a channel lets us go now
   */
  ContactTurns(
      Talks talks,
      SceneCodes codes,
      Supplier<Dialogue> dialogues,
      Function<ChannelId, Optional<Capabilities>> rules,
      Ids ids,
      InstantSource clock) {
    this.talks = talks;
    this.codes = codes;
    this.dialogues = dialogues;
    this.rules = rules;
    this.ids = ids;
    this.clock = clock;
  }

  /** A menu of ours says words; a tap on it is as if they had been typed, but for its window. */
  static Optional<MessageReceived> said(ContactChanged tap) {
    if (tap.contact() != Contact.MENU_TAPPED || !WORDS.matcher(tap.detail()).find()) {
      return Optional.empty();
    }
    return Optional.of(
        new MessageReceived(
            tap.channel(),
            tap.id(),
            tap.conversation(),
            tap.asker(),
            tap.detail(),
            List.of(),
            Addressing.PRIVATE,
            Optional.empty(),
            tap.at(),
            false));
  }

  /** What a person did to the way between them and us, as a turn. */
  Turn of(ContactChanged contact, DialogueKey key) {
    var effects = new ArrayList<Effect>();
    int notice = talks.known(key).asker().map(asker -> asker.noticeVersion()).orElse(0);
    switch (contact.contact()) {
      case UNFOLLOWED -> effects.add(new Effect.Know(key, Optional.empty(), notice, false));
      case RETURNED -> effects.add(new Effect.Know(key, Optional.empty(), notice, true));
      case FOLLOWED, MENU_TAPPED, SCANNED -> {
        var opener = contact.contact() == Contact.FOLLOWED ? Opener.FOLLOW : Opener.MENU_TAP;
        rules
            .apply(contact.channel())
            .flatMap(can -> can.window(opener, contact.conversation()))
            .ifPresent(window ->
                effects.add(
                    new Effect.WindowOpened(
                        key,
                        opener,
                        contact.id(),
                        clock.instant().plus(window.length()),
                        window.count())));
        var code = hung(contact);
        effects.add(
            new Effect.Know(key, code.map(SceneCode::region), Dialogue.NOTICE_VERSION, true));
        code.ifPresent(found -> effects.add(new Effect.Logged(placed(found))));
        effects.add(new Effect.Say(dialogues.get().welcome(key, contact.id())));
      }
    }
    return new Turn(
        ids.turn(),
        Dialogue.cause(contact.channel().value(), contact.id().value()),
        clock.instant(),
        effects);
  }

  /** The code of ours that led here, if one did. */
  private Optional<SceneCode> hung(ContactChanged contact) {
    return contact.contact() == Contact.MENU_TAPPED || contact.detail().isBlank()
        ? Optional.empty()
        : codes.find(contact.channel(), contact.detail());
  }

  /** Who it was stays out of the log: the code and its region are enough to retrace it. */
  private AuditEvent placed(SceneCode code) {
    return new AuditEvent(
        ids.next(),
        clock.instant(),
        Optional.empty(),
        "code.scanned",
        code.scene(),
        "扫码的人记为在 " + code.region().value());
  }
}
