package org.qingsheng.bot.console;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.CleanText;
import org.qingsheng.bot.cadres.Binding;
import org.qingsheng.bot.console.page.Choice;
import org.qingsheng.bot.console.page.PeoplePage;
import org.qingsheng.bot.console.page.PersonFormPage;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountAdmin;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.BadInput;
import org.qingsheng.bot.people.Regions;
import org.qingsheng.bot.people.Role;

/** Accounts of staff, for administrators. */
public final class PeoplePages {
  private final AccountAdmin admin;
  private final Regions regions;
  private final Binding binding;
  private final List<ChannelId> channels;
  private final Phrases phrases;

  /**
   * @param channels on which cadres work
   */
  public PeoplePages(
      AccountAdmin admin,
      Regions regions,
      Binding binding,
      List<ChannelId> channels,
      InstantSource clock) {
    this.admin = admin;
    this.regions = regions;
    this.binding = binding;
    this.channels = List.copyOf(channels);
    this.phrases = new Phrases(clock);
  }

  public void addTo(WebServer.Mount mount) {
    var frame = mount.frame();
    var routes = mount.routes();
    var people = "/console/people";
    routes.get(people, ctx -> frame.show(ctx, "people", list(frame, ctx)), Gate.ADMINISTER);
    routes.get(
        people + "/new",
        ctx -> frame.show(ctx, "personform", blank(frame, ctx, Optional.empty())),
        Gate.ADMINISTER);
    routes.post(people, ctx -> create(frame, ctx), Gate.ADMINISTER);
    routes.get(
        people + "/{id}",
        ctx -> frame.show(ctx, "personform", form(frame, ctx, required(ctx), Optional.empty())),
        Gate.ADMINISTER);
    routes.post(people + "/{id}", ctx -> edit(frame, ctx), Gate.ADMINISTER);
    routes.post(
        people + "/{id}/deactivate",
        ctx -> done(ctx, admin.deactivate(by(ctx), required(ctx).id())),
        Gate.ADMINISTER);
    routes.post(
        people + "/{id}/reactivate",
        ctx -> done(ctx, admin.reactivate(by(ctx), required(ctx).id())),
        Gate.ADMINISTER);
    routes.post(people + "/{id}/password", ctx -> password(frame, ctx), Gate.ADMINISTER);
    routes.post(people + "/{id}/binding", ctx -> bind(frame, ctx), Gate.ADMINISTER);
  }

  private PeoplePage list(Frame frame, Context ctx) {
    var rows =
        admin.list(by(ctx)).stream()
            .map(account ->
                new PeoplePage.Row(
                    account.id().value(),
                    account.name(),
                    account.login(),
                    account.roles().stream()
                        .sorted()
                        .map(Role::label)
                        .collect(Collectors.joining("、")),
                    regions.name(account.region()),
                    account.active(),
                    account.expiresAt().map(phrases::at).orElse("")))
            .toList();
    return new PeoplePage(frame.around(ctx, "人员"), rows);
  }

  private Account required(Context ctx) {
    var id = new AccountId(ctx.pathParam("id"));
    return admin.list(by(ctx)).stream()
        .filter(account -> account.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new Faults.NotFound("没有这个账号，或不在你的地区"));
  }

  private void create(Frame frame, Context ctx) {
    try {
      admin.create(
          by(ctx), ItemPages.field(ctx, "login"), ItemPages.field(ctx, "password"), read(ctx));
      Frame.goTo(ctx, "/console/people");
    } catch (BadInput e) {
      ctx.status(422);
      frame.show(ctx, "personform", blank(frame, ctx, Optional.of(e)));
    }
  }

  private void edit(Frame frame, Context ctx) {
    var account = required(ctx);
    try {
      done(ctx, admin.edit(by(ctx), account.id(), read(ctx)));
    } catch (BadInput e) {
      ctx.status(422);
      frame.show(ctx, "personform", form(frame, ctx, account, Optional.of(e)));
    }
  }

  private void password(Frame frame, Context ctx) {
    var account = required(ctx);
    try {
      done(ctx, admin.resetPassword(by(ctx), account.id(), ItemPages.field(ctx, "password")));
    } catch (BadInput e) {
      ctx.status(422);
      frame.show(ctx, "personform", form(frame, ctx, account, Optional.of(e)));
    }
  }

  private void bind(Frame frame, Context ctx) {
    var account = required(ctx);
    var wanted = ItemPages.field(ctx, "channel");
    var channel =
        channels.stream()
            .filter(each -> each.value().equals(wanted))
            .findFirst()
            .orElseThrow(() -> new BadInput("channel", "没有这个团干部渠道"));
    try {
      binding.set(by(ctx), account, channel, CleanText.of(ItemPages.field(ctx, "member")));
      done(ctx, account);
    } catch (BadInput e) {
      ctx.status(422);
      frame.show(ctx, "personform", form(frame, ctx, account, Optional.of(e)));
    }
  }

  private List<PersonFormPage.Bound> bound(Account account) {
    return channels.stream()
        .map(channel ->
            new PersonFormPage.Bound(
                channel.value(), binding.member(channel, account).map(AskerId::value).orElse("")))
        .toList();
  }

  private AccountAdmin.Form read(Context ctx) {
    Set<Role> roles =
        Arrays.stream(Role.values())
            .filter(role -> ctx.formParams("roles").contains(role.name()))
            .collect(Collectors.toSet());
    return new AccountAdmin.Form(
        CleanText.of(ItemPages.field(ctx, "name")),
        roles,
        RegionInput.read(ItemPages.field(ctx, "region"), "region", regions, by(ctx).region()),
        until(ItemPages.field(ctx, "until")));
  }

  /** The account works until the end of that day. */
  private static Optional<Instant> until(String day) {
    try {
      return day.isBlank()
          ? Optional.empty()
          : Optional.of(Phrases.startOf(LocalDate.parse(day).plusDays(1)));
    } catch (DateTimeParseException _) {
      throw new BadInput("expiresAt", "日期格式不对，应为 2026-11-20 这样");
    }
  }

  private PersonFormPage blank(Frame frame, Context ctx, Optional<BadInput> problem) {
    return new PersonFormPage(
        frame.around(ctx, "添加账号"),
        "",
        ItemPages.field(ctx, "login"),
        ItemPages.field(ctx, "name"),
        problem.isPresent()
            ? ItemPages.field(ctx, "region")
            : RegionInput.write(by(ctx).region(), regions),
        ItemPages.field(ctx, "until"),
        true,
        Arrays.stream(Role.values())
            .map(role ->
                new Choice(
                    role.name(), role.label(), ctx.formParams("roles").contains(role.name())))
            .toList(),
        List.of(),
        problem.map(BadInput::field).orElse(""),
        problem.map(Faults::words).orElse(""));
  }

  private PersonFormPage form(
      Frame frame, Context ctx, Account account, Optional<BadInput> problem) {
    return new PersonFormPage(
        frame.around(ctx, account.name()),
        account.id().value(),
        account.login(),
        account.name(),
        RegionInput.write(account.region(), regions),
        Phrases.day(account.expiresAt().map(end -> end.minusMillis(1)))
            .map(LocalDate::toString)
            .orElse(""),
        account.active(),
        Arrays.stream(Role.values())
            .map(role -> new Choice(role.name(), role.label(), account.roles().contains(role)))
            .toList(),
        bound(account),
        problem.map(BadInput::field).orElse(""),
        problem.map(Faults::words).orElse(""));
  }

  private static void done(Context ctx, Account account) {
    Frame.goTo(ctx, "/console/people/" + account.id());
  }

  private static Account by(Context ctx) {
    return Visitor.of(ctx).account();
  }
}
