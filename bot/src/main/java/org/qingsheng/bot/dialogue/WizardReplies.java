package org.qingsheng.bot.dialogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.bot.dialogue.DialogueState.AtWizard;
import org.qingsheng.bot.dialogue.DialogueState.Offer;
import org.qingsheng.bot.ledger.ItemEvent;
import org.qingsheng.bot.ledger.ItemId;
import org.qingsheng.bot.ledger.ItemKind;
import org.qingsheng.bot.ledger.ItemState;
import org.qingsheng.bot.ledger.Purpose;
import org.qingsheng.knowledge.Entry;
import org.qingsheng.knowledge.EntryId;
import org.qingsheng.knowledge.Knowledge;

/** Leads a person through an eligibility check (资格自查), one question at a time. Thread-safe. */
final class WizardReplies {
  private static final Set<String> YES =
      Set.of(
          "1", "是", "是的", "是啊", "对", "对的", "有", "有的", "能", "可以", "符合", "满足", "嗯", "嗯嗯", "系", "係",
          "y", "yes", "满了", "已经", "办了", "有啊", "当然", "没错", "①", "第一个", "一");
  private static final Set<String> NO =
      Set.of(
          "2", "不是", "没有", "没", "不", "否", "不能", "不符合", "冇", "唔系", "唔係", "n", "no", "还没", "还没有", "未",
          "没满", "没办", "不是的", "不对", "②", "第二个", "二");
  private static final Set<String> UNSURE =
      Set.of("3", "不清楚", "不知道", "不确定", "不懂", "唔知", "说不准", "忘了", "不太清楚", "③", "第三个", "三");
  private static final Set<String> STOP =
      Set.of("退出", "结束", "不查了", "不问了", "算了", "不填了", "停", "取消", "0");

  private final Wizards wizards;
  private final Subjects subjects;
  private final Knowledge knowledge;
  private final Wording wording;
  private final Outcomes outcomes;
  private final Dialogue.Settings settings;

  WizardReplies(
      Wizards wizards,
      Subjects subjects,
      Knowledge knowledge,
      Wording wording,
      Outcomes outcomes,
      Dialogue.Settings settings) {
    this.wizards = wizards;
    this.subjects = subjects;
    this.knowledge = knowledge;
    this.wording = wording;
    this.outcomes = outcomes;
    this.settings = settings;
  }

  /**
   * Starts a check if one is asked for: 我能不能申请创业担保贷款.
   *
   * @return false if none is asked for
   */
  boolean start(Reply reply, Said said, Talk talk, Instant now) {
    if (!wizards.askedFor(said.normalized())) {
      return false;
    }
    var named = subjects.in(said.normalized());
    var subject = named.or(() -> reply.state().subjectSince(now.minus(settings.context())));
    var wizard = subject.flatMap(wizards::about);
    if (wizard.isEmpty() && named.isPresent()) {
      return false;
    }
    if (wizard.isPresent() && published(wizard.get()).isEmpty()) {
      return false;
    }
    outcomes.dropOptions(reply, talk, now);
    var item = outcomes.open(reply, ItemKind.QUESTION, talk);
    reply.happened(item, new ItemEvent.OptionsOffered(List.of()));
    if (wizard.isPresent()) {
      ask(reply, wizard.get(), wizard.get().first(), 1, item, now);
    } else {
      list(reply, item, now);
    }
    return true;
  }

  private void list(Reply reply, ItemId item, Instant now) {
    var ready = wizards.all().stream().filter(wizard -> published(wizard).isPresent()).toList();
    var shown = ready.subList(0, Math.min(Outcomes.MOST_OPTIONS, ready.size()));
    outcomes.choices(
        reply,
        item,
        wording.say(Phrase.WIZARD_LIST),
        shown.stream().map(Wizard::name).toList(),
        wording.say(Phrase.CLARIFY_NONE));
    outcomes.offer(reply, Offer.WIZARDS, item, shown.stream().map(Wizard::id).toList(), now);
  }

  /** One of the checks listed was picked by its number. */
  void picked(Reply reply, String id, ItemId item, Instant now) {
    reply.remember(reply.state().withOptions(Optional.empty()));
    var wizard = wizards.find(id);
    if (wizard.isEmpty() || published(wizard.get()).isEmpty()) {
      outcomes.handOff(reply, item, "选中的自查已下架", now, "");
      return;
    }
    ask(reply, wizard.get(), wizard.get().first(), 1, item, now);
  }

  private Optional<Entry> published(Wizard wizard) {
    return knowledge.entry(new EntryId(wizard.entry()));
  }

  private void ask(Reply reply, Wizard wizard, String name, int number, ItemId item, Instant now) {
    var step = wizard.steps().get(name);
    if (step == null) {
      throw new IllegalStateException("no step %s in check %s".formatted(name, wizard.id()));
    }
    reply.say(
        Purpose.OPTIONS,
        Optional.of(item),
        wording.say(
            Phrase.WIZARD_STEP,
            "name",
            wizard.name(),
            "step",
            Integer.toString(number),
            "question",
            step.question()),
        List.of(new Choice("1", "是"), new Choice("2", "不是"), new Choice("3", "不清楚")));
    reply.remember(
        reply
            .state()
            .withWizard(
                Optional.of(
                    new AtWizard(
                        wizard.id(),
                        name,
                        number,
                        item.value(),
                        now.plus(settings.optionsValid()).toEpochMilli()))));
  }

  /**
   * Takes what was said as the answer to the open question.
   *
   * @return false if no check is open, or the person speaks of something else: the check is then
   *     given up
   */
  boolean step(Reply reply, Said said, Talk talk, Instant now) {
    var at = reply.state().wizardAt(now);
    if (at.isEmpty()) {
      return false;
    }
    var item = new ItemId(at.get().item());
    var word = SpokenPattern.bare(said.normalized());
    var symbol = said.raw().strip();
    boolean open =
        talk.records()
            .find(item)
            .filter(found -> found.state() == ItemState.CLARIFYING)
            .isPresent();
    var wizard = wizards.find(at.get().wizard());
    if (!open || wizard.isEmpty() || !wizard.get().steps().containsKey(at.get().step())) {
      reply.remember(reply.state().withWizard(Optional.empty()));
      return false;
    }
    if (STOP.contains(word)) {
      stop(reply, item, "提问人退出自查");
      reply.heardFor(item);
      reply.say(Purpose.SERVICE, Optional.of(item), wording.say(Phrase.WIZARD_STOPPED));
      return true;
    }
    var answer = answer(word).or(() -> answer(symbol));
    if (answer.isEmpty()) {
      if (word.length() <= 2 && Commands.in(said.raw(), said.normalized()).isEmpty()) {
        reply.heardFor(item);
        reply.say(Purpose.OPTIONS, Optional.of(item), wording.say(Phrase.WIZARD_AGAIN));
        return true;
      }
      if (Commands.in(said.raw(), said.normalized()).orElse(null) instanceof Command.HandOff) {
        reply.remember(reply.state().withWizard(Optional.empty()));
        reply.heardFor(item);
        outcomes.handOff(reply, item, "资格自查中要求人工", now, "");
        return true;
      }
      stop(reply, item, "自查没有做完");
      return false;
    }
    reply.heardFor(item);
    next(reply, wizard.get(), at.get(), answer.get(), item, now);
    return true;
  }

  private static void stop(Reply reply, ItemId item, String reason) {
    reply.happened(item, new ItemEvent.Withdrawn(reason));
    reply.remember(reply.state().withWizard(Optional.empty()));
  }

  private static Optional<Wizard.Reply> answer(String word) {
    if (YES.contains(word)) {
      return Optional.of(Wizard.Reply.YES);
    }
    if (NO.contains(word)) {
      return Optional.of(Wizard.Reply.NO);
    }
    return UNSURE.contains(word) ? Optional.of(Wizard.Reply.UNSURE) : Optional.empty();
  }

  private void next(
      Reply reply, Wizard wizard, AtWizard at, Wizard.Reply answer, ItemId item, Instant now) {
    var step = wizard.steps().get(at.step());
    if (step == null) {
      throw new IllegalStateException("no step %s in check %s".formatted(at.step(), at.wizard()));
    }
    var follows = step.after(answer);
    var result = wizard.results().get(follows);
    if (result == null) {
      ask(reply, wizard, follows, at.asked() + 1, item, now);
      return;
    }
    reply.remember(reply.state().withWizard(Optional.empty()));
    var entry = published(wizard);
    if (entry.isEmpty()) {
      outcomes.handOff(reply, item, "自查所依据的条目已下架", now, "");
      return;
    }
    outcomes.told(reply, item, entry.get(), 1.0, List.of(told(wizard, result)), now);
  }

  private String told(Wizard wizard, Wizard.Result result) {
    var phrase =
        switch (result.verdict()) {
          case LIKELY -> Phrase.WIZARD_YES;
          case UNLIKELY -> Phrase.WIZARD_NO;
          case OFFICE -> Phrase.WIZARD_OFFICE;
        };
    var variables = new ArrayList<String>();
    variables.addAll(List.of("name", wizard.name(), "why", result.why()));
    variables.addAll(List.of("rule", wizard.rule(), "checked", wizard.checked()));
    variables.addAll(List.of("office", wizard.office()));
    return wording.say(phrase, variables.toArray(String[]::new));
  }
}
