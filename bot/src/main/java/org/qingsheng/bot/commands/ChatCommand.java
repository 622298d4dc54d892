package org.qingsheng.bot.commands;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.qingsheng.adapters.Addressing;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.Conversation;
import org.qingsheng.adapters.ConversationId;
import org.qingsheng.adapters.InboundEvent.MessageReceived;
import org.qingsheng.adapters.MessageId;
import org.qingsheng.bot.house.SimulatedHouse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A conversation in the terminal, in a sandbox that is thrown away. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    description = {"在终端和青声聊天；用的是临时的数据，退出即丢。", "A terminal conversation in a sandbox."})
final class ChatCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    var clock = InstantSource.system();
    try (var house = new SimulatedHouse(settings.settings(), clock.instant());
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println("青声在听。一行一句，空行或 Ctrl-D 退出。");
      out.flush();
      int messages = 0;
      for (var line = in.readLine(); line != null && !line.isBlank(); line = in.readLine()) {
        house.clock().set(clock.instant());
        house
            .channel()
            .tell(
                new MessageReceived(
                    house.channel().channel(),
                    new MessageId("terminal-" + ++messages),
                    new Conversation.PrivateChat(new ConversationId("terminal")),
                    new AskerId("terminal"),
                    org.qingsheng.adapters.CleanText.of(line),
                    List.of(),
                    Addressing.PRIVATE,
                    Optional.empty(),
                    clock.instant(),
                    false))
            .join();
        house.settle();
        house.channel().takeSent().forEach(message -> out.println("青声：" + message.text() + "\n"));
        out.flush();
      }
      return 0;
    }
  }
}
