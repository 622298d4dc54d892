package org.qingsheng.bot.commands;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.qingsheng.bot.house.ContentCheck;
import org.qingsheng.bot.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks the settings and the files they name. */
@Command(
    name = "check-config",
    mixinStandardHelpOptions = true,
    description = {"检查配置和它指向的文件，一次列出全部问题。", "Checks the settings and every file they name."})
final class CheckConfigCommand implements Callable<Integer> {
  @Mixin private SettingsOption settings = new SettingsOption();
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    return switch (settings.load()) {
      case Settings.Problems(var list) -> {
        out.println("配置有 " + list.size() + " 处问题：");
        list.forEach(problem -> out.println("  " + problem));
        out.flush();
        yield SettingsOption.EXIT_CONFIG;
      }
      case Settings.Loaded(var usable, var warnings) -> {
        warnings.forEach(warning -> out.println("提醒：" + warning));
        var problems = ContentCheck.problems(usable);
        problems.forEach(problem -> out.println("  " + problem));
        out.println(
            problems.isEmpty()
                ? "配置可用：" + settings.path()
                : "配置指向的文件有 " + problems.size() + " 处问题");
        out.flush();
        yield problems.isEmpty() ? 0 : SettingsOption.EXIT_CONFIG;
      }
    };
  }
}
