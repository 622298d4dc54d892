package org.qingsheng.bot.commands;

import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.qingsheng.bot.house.Closing;
import org.qingsheng.bot.house.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {"启动服务，直到收到停止信号。", "Runs the server until it is told to stop."})
final class ServeCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();

  @Option(names = "--exit-after-start", hidden = true, description = "就绪后立即退出，用来训练启动缓存")
  private boolean exitAfterStart;

  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    var ended = new CountDownLatch(1);
    var usable = settings.settings();
    try (var server =
        new Server(usable, Optional.of(settings.path()), settings::load, InstantSource.system())) {
      var stop = new Thread(() -> end(server, ended), "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      server.start();
      server
          .firstPassword()
          .ifPresent(password -> out.println("已创建管理员 admin，初始密码（只显示这一次）：" + password));
      out.printf("青声已就绪：%s　　控制台：%s/console%n", server.address(), server.address());
      out.flush();
      if (exitAfterStart) {
        Runtime.getRuntime().removeShutdownHook(stop);
        return 0;
      }
      ended.await();
      return 0;
    }
  }

  private static void end(AutoCloseable server, CountDownLatch ended) {
    Closing.all(java.util.List.of(server, ended::countDown));
  }
}
