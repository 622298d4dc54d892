package org.qingsheng.bot;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.qingsheng.adapters.ChannelAdapter;
import org.qingsheng.bot.ledger.Ledger;
import org.qingsheng.bot.ledger.LedgerStore;

@DisplayName("房子的样子 · architecture")
class ArchitectureTest {
  /** Where the parts are made and handed to each other, and the command line that asks for it. */
  private static final String[] COMPOSITION = {
    "org.qingsheng.bot.house..", "org.qingsheng.bot.commands.."
  };

  /** Pages compiled from templates; generated, and named by the generator. */
  private static final String TEMPLATES = "org.qingsheng.bot.templates..";

  private static final Path REPOSITORY = Path.of(System.getProperty("qingsheng.root"));
  private static final List<String> MODULES = List.of("adapters", "knowledge", "bot");

  /** Most lines of code in one file, blank lines, comments and imports left out. */
  private static final int LONGEST = 400;

  /** Longer files, each with the reason why it is not two. */
  private static final Map<String, String> LONGER = Map.of();

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.qingsheng");

  @Test
  @DisplayName("渠道适配器不认识机器人和知识库：它们只翻译和搬运，换一个平台不牵动别处")
  void adapters_know_neither_bot_nor_knowledge() {
    noClasses()
        .that()
        .resideInAPackage("org.qingsheng.adapters..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.qingsheng.bot..", "org.qingsheng.knowledge..")
        .because("an adapter carries words and decides nothing")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("知识库不认识平台、条目办理和数据库：给它条目、问它问题，它就能单独使用和评测")
  void knowledge_knows_neither_bot_nor_adapters_nor_sql() {
    noClasses()
        .that()
        .resideInAPackage("org.qingsheng.knowledge..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.qingsheng.bot..", "org.qingsheng.adapters..", "java.sql..", "org.jdbi..")
        .because("it is given entries and answers queries, in live traffic and in evaluation alike")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("文本处理是最底层的库：不依赖项目里任何别的东西")
  void text_is_a_library_of_its_own() {
    noClasses()
        .that()
        .resideInAPackage("org.qingsheng.knowledge.text..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.qingsheng.knowledge",
            "org.qingsheng.knowledge.index..",
            "org.qingsheng.knowledge.ranking..",
            "org.qingsheng.knowledge.evaluation..",
            "org.qingsheng.knowledge.exchange..",
            "org.apache.lucene..")
        .because("normalising and masking are used everywhere and must drag nothing along")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("一个平台的包不认识另一个平台的包：读懂一个就读懂全部，删掉一个不影响其余")
  void one_platform_does_not_know_another() {
    slices()
        .matching("org.qingsheng.adapters.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            resideInAPackage("org.qingsheng.adapters.."),
            resideInAPackage("org.qingsheng.adapters.tencent.."))
        .because(
            "each platform is a package that can be taken away;"
                + " what 公众号 and 企业微信 share stands in tencent, which knows neither")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("SQL 只写在 store 里：换数据库只动一个包")
  void sql_lives_in_the_store() {
    noClasses()
        .that()
        .resideOutsideOfPackages(with("org.qingsheng.bot.store.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..")
        .because("interfaces belong to the packages that need them and the store implements them")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("只有 store 和装配处认识 store 的类：领域不知道自己被存在哪里")
  void the_domain_does_not_know_the_store() {
    noClasses()
        .that()
        .resideOutsideOfPackages(with("org.qingsheng.bot.store.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.qingsheng.bot.store..")
        .because("the arrow goes from the store to the domain")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("HTTP 只在页面、接口、渠道和装配处：对话和台账不知道有网页")
  void http_lives_at_the_edge() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            with(
                "org.qingsheng.bot.console..",
                "org.qingsheng.bot.api..",
                "org.qingsheng.adapters.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "jakarta.servlet..")
        .because("the domain is played by scenarios without a port")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("除了投递，谁也不能直接发消息：发出去的每一条都先在台账里")
  void only_delivery_sends() {
    noClasses()
        .that()
        .resideInAPackage("org.qingsheng.bot..")
        .and()
        .resideOutsideOfPackage("org.qingsheng.bot.delivery..")
        .should()
        .callMethodWhere(
            target(name("send")).and(target(owner(assignableTo(ChannelAdapter.class)))))
        .because("what reaches a young person went through ledger and delivery")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("只有接收、办理、投递向台账交一轮处理：别处不能改条目")
  void only_intake_desk_and_delivery_write_items() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.qingsheng.bot.intake..",
            "org.qingsheng.bot.desk..",
            "org.qingsheng.bot.delivery..",
            "org.qingsheng.bot.ledger..")
        .should()
        .callMethodWhere(target(name("commit")).and(target(owner(assignableTo(Ledger.class)))))
        .orShould()
        .callMethodWhere(target(name("commit")).and(target(owner(assignableTo(LedgerStore.class)))))
        .because("items change by turns only, and everybody else reads them")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("页面和接口不碰存储、对话、接收和投递的内部：它们问领域，自己不做决定")
  void pages_decide_nothing() {
    noClasses()
        .that()
        .resideInAnyPackage("org.qingsheng.bot.console..", "org.qingsheng.bot.api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.qingsheng.bot.store..",
            "org.qingsheng.bot.dialogue..",
            "org.qingsheng.bot.intake..")
        .because("a page asks the domain, renders, and knows no rule")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("谁也不认识装配处和命令行：它们在最上面，只往下看")
  void nobody_knows_who_puts_the_house_together() {
    noClasses()
        .that()
        .resideInAPackage("org.qingsheng..")
        .and()
        .resideOutsideOfPackages(with("org.qingsheng.bot"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(COMPOSITION)
        .because("a part is handed what it needs and cannot reach for it")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("包之间没有环：每个包都能从下往上读懂")
  void packages_are_free_of_cycles() {
    for (var module :
        List.of(
            "org.qingsheng.(*)..", "org.qingsheng.bot.(*)..", "org.qingsheng.knowledge.(*)..")) {
      slices()
          .matching(module)
          .should()
          .beFreeOfCycles()
          .because("what goes round cannot be read from one end")
          .check(SHIPPED);
    }
  }

  @Test
  @DisplayName("时间只从交进来的时钟来：一个月的群聊几秒钟演完，测试里没有真时钟")
  void time_is_handed_in() {
    noClasses()
        .that()
        .resideOutsideOfPackage(TEMPLATES)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethodWhere(target(name("sleep")).and(target(owner(assignableTo(Thread.class)))))
        .because("time comes from one injected InstantSource")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("计时用的 nanoTime 也不进正式代码：等待都靠条件和期限")
  void nothing_measures_by_itself() {
    noClasses()
        .that()
        .resideOutsideOfPackage(TEMPLATES)
        .should()
        .callMethod(System.class, "nanoTime")
        .because("what depends on elapsed time is told the time")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("静态字段都是 final：没有全局变量")
  void nothing_global_changes() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .because("state belongs to an object somebody made and owns")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("类名说它是什么：没有 Util、Helper、Manager、Impl")
  void names_say_what_a_class_is() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)(\\$.*)?")
        .because("a name says what a class is, not what it is near")
        .check(SHIPPED);
  }

  @Test
  @DisplayName("每个包都有说明，写明这里放什么、不放什么，并默认非空")
  void every_package_says_what_lives_there() throws IOException {
    for (var module : MODULES) {
      for (var tree : List.of("src/main/java", "src/test/java")) {
        for (var folder : packages(REPOSITORY.resolve(module).resolve(tree))) {
          assertThat(folder.resolve("package-info.java"))
              .as("%s needs a package-info.java", REPOSITORY.relativize(folder))
              .content()
              .contains("@NullMarked", "/**");
        }
      }
    }
  }

  @Test
  @DisplayName("没有超过 400 行代码的类；例外要写明理由")
  void classes_are_short() throws IOException {
    for (var module : MODULES) {
      try (var files = Files.walk(REPOSITORY.resolve(module).resolve("src/main/java"))) {
        var tooLong =
            files
                .filter(file -> file.toString().endsWith(".java"))
                .filter(file -> !LONGER.containsKey(file.getFileName().toString()))
                .filter(file -> linesOfCode(file) > LONGEST)
                .map(file -> file.getFileName() + ": " + linesOfCode(file));

        assertThat(tooLong).as("split these, or say why not").isEmpty();
      }
    }
  }

  private static String[] with(String... packages) {
    return Stream.concat(Stream.of(packages), Stream.of(COMPOSITION)).toArray(String[]::new);
  }

  private static List<Path> packages(Path tree) throws IOException {
    try (var folders = Files.walk(tree)) {
      return folders.filter(Files::isDirectory).filter(ArchitectureTest::holdsClasses).toList();
    }
  }

  private static boolean holdsClasses(Path folder) {
    try (var files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long linesOfCode(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .filter(line -> !line.startsWith("//") && !line.startsWith("*") && !line.startsWith("/*"))
          .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
