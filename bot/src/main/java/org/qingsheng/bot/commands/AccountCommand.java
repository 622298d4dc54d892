package org.qingsheng.bot.commands;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.qingsheng.bot.ledger.Ids;
import org.qingsheng.bot.people.Account;
import org.qingsheng.bot.people.AccountAdmin;
import org.qingsheng.bot.people.AccountId;
import org.qingsheng.bot.people.CsvRegions;
import org.qingsheng.bot.people.Passwords;
import org.qingsheng.bot.people.Role;
import org.qingsheng.bot.store.Database;
import org.qingsheng.bot.store.SqlAccounts;
import org.qingsheng.bot.store.SqlSessions;
import org.qingsheng.knowledge.RegionCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Staff accounts from the command line, by whoever may read the data folder. */
@Command(
    name = "account",
    mixinStandardHelpOptions = true,
    description = {"管理工作人员账号。", "Staff accounts."},
    subcommands = AccountCommand.Add.class)
final class AccountCommand {

  /** Adds an account. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "新增账号；不给密码就生成一个并打印。",
        "Adds an account; prints a password unless one is given."
      })
  static final class Add implements Callable<Integer> {
    @Mixin private SettingsOption settings = new SettingsOption();

    @Option(names = "--login", required = true, description = "登录名")
    private String login = "";

    @Option(names = "--name", required = true, description = "姓名或称呼，同事可见")
    private String name = "";

    @Option(
        names = "--role",
        required = true,
        split = ",",
        description = "角色：${COMPLETION-CANDIDATES}，可用逗号连写")
    private List<Role> roles = List.of();

    @Option(names = "--region", defaultValue = "", description = "地区代码，默认为配置里的地区")
    private String region = "";

    @Option(names = "--password-env", paramLabel = "NAME", description = "从这个环境变量读密码（不要写在命令行里）")
    private Optional<String> passwordVariable = Optional.empty();

    @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public Integer call() throws java.io.IOException {
      var out = Objects.requireNonNull(spec).commandLine().getOut();
      var usable = settings.settings();
      java.nio.file.Files.createDirectories(usable.data());
      var clock = InstantSource.system();
      var random = new SecureRandom();
      var ids = new Ids(clock, new java.util.Random(random.nextLong()));
      try (var database = Database.open(usable.database().url())) {
        var accounts = new SqlAccounts(database, clock);
        var admin =
            new AccountAdmin(
                accounts,
                new SqlSessions(database),
                CsvRegions.read(usable.files().regions()),
                new Passwords(),
                ids::next,
                clock);
        var given = passwordVariable.map(variable -> System.getenv(variable));
        var password = given.orElseGet(() -> generated(random));
        var where = region.isEmpty() ? usable.organisation().region() : new RegionCode(region);
        var made =
            admin.create(
                system(),
                login,
                password,
                new AccountAdmin.Form(name, Set.copyOf(roles), where, Optional.empty()));
        out.printf("已新增账号 %s（%s）%n", made.login(), made.name());
        if (given.isEmpty()) {
          out.println("初始密码（只显示这一次）：" + password);
        }
        out.flush();
        return 0;
      }
    }

    /** Whoever runs the command has the data folder in their hands: they act for the system. */
    private static Account system() {
      return new Account(
          new AccountId("command-line"),
          "command-line",
          "命令行",
          Set.of(Role.ADMIN),
          RegionCode.NATION,
          true,
          Optional.empty());
    }

    private static String generated(SecureRandom random) {
      var letters = "abcdefghjkmnpqrstuvwxyz23456789";
      var password = new StringBuilder();
      for (int i = 0; i < 16; i++) {
        password.append(letters.charAt(random.nextInt(letters.length())));
      }
      return password.toString();
    }
  }
}
