package org.qingsheng.bot.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.OutboundMessage.Choice;
import org.qingsheng.bot.people.Group;

@DisplayName("脚本注入 · script injection")
@Tag("browser")
@Timeout(240)
class ScriptInjectionTest {
  /** Each tries to set {@code window.pwned} or to open a dialogue, in another way. */
  private static final List<String> PAYLOADS =
      List.of(
          "<script>pwned=1</script>",
          "<SCRIPT SRC=data:,pwned=1></SCRIPT>",
          "</title><script>pwned=1</script>",
          "</textarea><script>pwned=1</script>",
          "</script><script>pwned=1</script>",
          "</style><script>pwned=1</script>",
          "<img src=x onerror=pwned=1>",
          "<img src=x onerror=alert(1)//",
          "<svg onload=pwned=1>",
          "<svg><script>pwned=1</script></svg>",
          "<svg><animate onbegin=pwned=1 attributeName=x dur=1s>",
          "<body onload=pwned=1>",
          "<iframe src=javascript:parent.pwned=1>",
          "<iframe srcdoc='<script>parent.pwned=1</script>'>",
          "<object data=javascript:pwned=1>",
          "<embed src=javascript:pwned=1>",
          "<a href=javascript:pwned=1 autofocus onfocus=pwned=1>x</a>",
          "<input autofocus onfocus=pwned=1>",
          "<select autofocus onfocus=pwned=1>",
          "<textarea autofocus onfocus=pwned=1>",
          "<details open ontoggle=pwned=1>",
          "<video><source onerror=pwned=1></video>",
          "<audio src=x onerror=pwned=1>",
          "<marquee onstart=pwned=1>",
          "<style>@import 'data:text/css,*{color:red}'</style>",
          "<link rel=stylesheet href=data:,*{}>",
          "<meta http-equiv=refresh content='0;url=javascript:pwned=1'>",
          "<base href=https://evil.example/>",
          "<form action=javascript:pwned=1><button autofocus>x",
          "\" autofocus onfocus=\"pwned=1",
          "' autofocus onfocus='pwned=1",
          "\"><img src=x onerror=pwned=1>",
          "'><svg/onload=pwned=1>",
          "javascript:pwned=1",
          "https://x.example/\"onmouseover=\"pwned=1",
          "https://x.example/<img src=x onerror=pwned=1>",
          "<div hx-get=/console hx-trigger=load hx-on:load=pwned=1>",
          "<button data-insert=x data-claim hx-post=/console/logout hx-trigger=load>x",
          "&lt;img src=x onerror=pwned=1&gt;&#60;script&#62;pwned=1&#60;/script&#62;",
          "${pwned=1}{{constructor.constructor('pwned=1')()}}@{pwned}<%=1%>");

  @TempDir Path folder;

  @Test
  @DisplayName("四十种注入写进问题、姓名、群名、条目和答复，所有页面上没有一段脚本运行，也没有标签进入页面")
  void runs_no_script_from_any_field() {
    assertThat(PAYLOADS).hasSize(40);
    var all = String.join(" ", PAYLOADS);
    try (var office = new Office(folder, all).open();
        var chromium = new Chromium()) {
      office.groups.save(
          new Group(
              new ChannelId("qq-groups"),
              new ConversationId("group-1"),
              all,
              Town.LIANNAN,
              Group.TriggerMode.KEYWORD,
              List.of("\"><img src=x onerror=pwned=1>"),
              Group.Standing.JOINED));
      var item = office.asks(all, Town.LIANNAN, Duration.ofHours(5), 2);
      for (var payload : PAYLOADS) {
        office.asks(payload, Town.LIANNAN, Duration.ofHours(5), 2);
      }
      office.loses(item, all);
      var dialogues = new ArrayList<String>();
      var page = chromium.person(1280, 860, ColorScheme.LIGHT).newPage();
      page.onDialog(dialogue -> {
        dialogues.add(dialogue.message());
        dialogue.dismiss();
      });
      page.navigate(office.at("/console/login").toString());
      page.locator("input[name=login]").fill("admin");
      page.locator("input[name=password]").fill(Office.PASSWORD);
      page.locator("button.primary").click();
      page.locator(".bar").waitFor();
      var claim = office.at("/console/items/" + item.number()).toString();
      page.navigate(claim);
      page.locator("[data-claim] button").click();
      page.locator("#words").waitFor();
      page.locator("[data-insert]").first().click();
      clean(page, "inserting");
      page.locator(".note summary").click();
      page.locator(".note textarea").fill(all);
      page.locator(".note button:not([data-mate])").click();
      page.locator(".internal-note").first().waitFor();
      clean(page, "note");
      for (var path :
          List.of(
              "/console",
              "/console/items?text=%3Cscript%3Epwned%3D1%3C%2Fscript%3E",
              "/console/items/" + item.number(),
              "/console/entries?text=%22%3E%3Cimg%20src%3Dx%20onerror%3Dpwned%3D1%3E",
              "/console/entries/loan",
              "/console/hit-test?question=%3Csvg%20onload%3Dpwned%3D1%3E",
              "/console/groups",
              "/console/groups/edit?channel=qq-groups&conversation=group-1",
              "/console/people",
              "/console/people/wang",
              "/console/channels",
              "/console/ledger",
              "/console/%3Cscript%3Epwned=1%3C%2Fscript%3E",
              "/console/login?next=/console/%22%3E%3Cscript%3Epwned=1%3C/script%3E")) {
        page.navigate(office.at(path).toString());
        clean(page, path);
      }

      assertThat(dialogues).isEmpty();
      assertThat(chromium.complaints).filteredOn(each -> !each.contains("status of 404")).isEmpty();
    }
  }

  @Test
  @DisplayName("网页聊天里，提问和答复中的四十种注入都只是文字，只有 https 地址成为链接")
  void shows_chat_as_text_only() {
    try (var office = new Office(folder).open();
        var chromium = new Chromium()) {
      office.replies =
          said ->
              Optional.of(
                  new ChatRoom.Answer(
                      String.join("\n", PAYLOADS) + "\n" + said,
                      List.of(new Choice("1", PAYLOADS.get(6)))));
      var page = chromium.person(360, 740, ColorScheme.LIGHT).newPage();
      page.navigate(office.at("/").toString());
      for (var payload : PAYLOADS.subList(0, 8)) {
        page.locator("#text").fill(payload);
        page.locator("#composer button").click();
      }
      page.locator(".line.bot .number").nth(7).waitFor();

      clean(page, "chat");
      assertThat(
              (List<?>)
                  page.evaluate(
                      "[...document.querySelectorAll('#log a')].map(a => a.protocol).filter(p => p !== 'https:')"))
          .isEmpty();
      page.reload();
      page.locator(".line.bot .number").nth(7).waitFor();
      clean(page, "chat again");
      assertThat(chromium.complaints).isEmpty();
    }
  }

  private static void clean(Page page, String where) {
    assertThat(page.evaluate("typeof window.pwned")).as(where).isEqualTo("undefined");
    assertThat(
            page.evaluate(
                "document.querySelectorAll('main script, main style, main iframe, main object, main embed, main"
                    + " base, main marquee, main svg[onload], [onerror], [onfocus], [ontoggle], main"
                    + " img[src=\"x\"]').length"))
        .as(where)
        .isEqualTo(0);
  }
}
