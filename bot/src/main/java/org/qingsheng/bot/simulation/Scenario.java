package org.qingsheng.bot.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.qingsheng.adapters.simulator.SimulatorAdapter.Fault;
import org.qingsheng.adapters.simulator.SimulatorRules;
import org.qingsheng.bot.people.Group.TriggerMode;
import org.qingsheng.bot.people.Role;
import org.qingsheng.knowledge.RegionCode;

/**
 * A scenario read from a text file; its words are explained in the manual (模拟场景). One line, one
 * step; lines that begin with # are comments, the first of them is the title.
 */
public record Scenario(String name, String title, List<Line> lines) {
  public Scenario {
    lines = List.copyOf(lines);
  }

  /** A step with the line it stands on. */
  record Line(int number, String text, Step step) {}

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private static final Map<String, Step.Deed> DEEDS =
      Map.of(
          "认领", Step.Deed.CLAIM,
          "答复", Step.Deed.ANSWER,
          "退回", Step.Deed.RELEASE,
          "转办", Step.Deed.TRANSFER,
          "备注", Step.Deed.NOTE,
          "提交", Step.Deed.SUBMIT,
          "发布", Step.Deed.PUBLISH,
          "下架", Step.Deed.RETIRE);

  private static final Map<String, Step.Manner> MANNERS =
      Map.of(
          "@", Step.Manner.MENTION,
          "说", Step.Manner.TALK,
          "私", Step.Manner.PRIVATE,
          "语音", Step.Manner.VOICE);

  /**
   * The files named, and the scenario files of the folders named, in order of name.
   *
   * @throws IOException if a folder cannot be read
   */
  public static List<Path> files(List<Path> paths) throws IOException {
    var files = new ArrayList<Path>();
    for (var path : paths) {
      if (Files.isDirectory(path)) {
        try (var found = Files.walk(path)) {
          files.addAll(found.filter(file -> file.toString().endsWith(".txt")).sorted().toList());
        }
      } else {
        files.add(path);
      }
    }
    return files;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming file and line if a line is not understood
   */
  public static Scenario read(Path file) throws IOException {
    var name = file.getFileName().toString();
    var text = Files.readAllLines(file);
    var lines = new ArrayList<Line>();
    for (int i = 0; i < text.size(); i++) {
      var line = text.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        try {
          lines.add(new Line(i + 1, line, step(line)));
        } catch (IllegalArgumentException | DateTimeParseException e) {
          throw new IllegalArgumentException(
              "%s 第 %d 行看不懂：%s（%s）".formatted(name, i + 1, line, e.getMessage()), e);
        }
      }
    }
    var title = text.stream().filter(line -> line.startsWith("#")).findFirst().orElse("# " + name);
    return new Scenario(name, title.substring(1).strip(), lines);
  }

  private static Step step(String line) {
    var words = line.split("\\s+", 2);
    var rest = words.length > 1 ? words[1] : "";
    return switch (words[0]) {
      case "渠道" -> new Step.Rules(rules(rest));
      case "时间" -> new Step.At(LocalDateTime.parse(rest, TIME));
      case "过" -> new Step.Pass(duration(rest));
      case "群", "在" -> group(rest);
      case "条目" -> entry(rest);
      case "团干" -> staff(rest, Role.CADRE);
      case "编辑" -> staff(rest, Role.EDITOR);
      case "审核" -> staff(rest, Role.REVIEWER);
      case "管理员" -> staff(rest, Role.ADMIN);
      case "答" -> expects(rest);
      case "静" -> new Step.Silence();
      case "重发" -> new Step.Redelivers();
      case "故障" -> new Step.Breaks(fault(rest));
      case "窗口关闭" -> new Step.ExchangeCloses();
      case "台账" -> new Step.Books(figures(rest));
      case "待看" -> new Step.Stuck(figures(rest));
      default -> somebody(words[0], rest);
    };
  }

  private static Step somebody(String name, String rest) {
    if (rest.startsWith("@")) {
      return new Step.Says(name, Step.Manner.MENTION, rest.substring(1).strip());
    }
    var words = rest.split("\\s+", 2);
    var text = words.length > 1 ? words[1] : "";
    if (words[0].equals("撤回")) {
      return new Step.Recalls(name);
    }
    var manner = MANNERS.get(words[0]);
    if (manner != null) {
      return new Step.Says(name, manner, text.replace("\\n", "\n"));
    }
    var deed = DEEDS.get(words[0]);
    if (deed == null) {
      throw new IllegalArgumentException("不认识“" + words[0] + "”");
    }
    boolean refused = text.endsWith("被拒");
    return new Step.Does(
        name, deed, refused ? text.substring(0, text.length() - 2).strip() : text, refused);
  }

  private static SimulatorRules rules(String word) {
    return switch (word) {
      case "onebot" -> SimulatorRules.ONEBOT;
      case "wechat" -> SimulatorRules.WECHAT;
      case "wechat-passive" -> SimulatorRules.WECHAT_PASSIVE;
      case "qq-group" -> SimulatorRules.QQ_GROUP;
      default -> throw new IllegalArgumentException("没有这种渠道规则");
    };
  }

  private static Fault fault(String word) {
    return switch (word) {
      case "断线" -> Fault.OFFLINE;
      case "无回音" -> Fault.SILENT;
      case "封号" -> Fault.BANNED;
      case "正常" -> Fault.NONE;
      default -> throw new IllegalArgumentException("没有这种故障");
    };
  }

  private static Duration duration(String text) {
    var words = text.split("\\s+");
    long n = Long.parseLong(words[0]);
    return switch (words.length > 1 ? words[1] : "") {
      case "秒" -> Duration.ofSeconds(n);
      case "分钟" -> Duration.ofMinutes(n);
      case "小时" -> Duration.ofHours(n);
      case "天" -> Duration.ofDays(n);
      default -> throw new IllegalArgumentException("时间单位用 秒、分钟、小时、天");
    };
  }

  private static Step group(String rest) {
    var fields = fields(rest, "地区", "触发", "词");
    return new Step.InGroup(
        need(fields, ""),
        Optional.ofNullable(fields.get("地区")).map(RegionCode::new),
        Optional.ofNullable(fields.get("触发")).map(Scenario::mode),
        Optional.ofNullable(fields.get("词"))
            .map(words -> Arrays.asList(words.split("\\s+")))
            .orElse(List.of()));
  }

  private static TriggerMode mode(String label) {
    return Arrays.stream(TriggerMode.values())
        .filter(mode -> mode.label().replace(" ", "").equals(label.replace(" ", "")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("没有这种触发方式"));
  }

  private static Step entry(String rest) {
    var fields = fields(rest, "问", "答", "地区", "起", "止", "替代", "人群");
    return new Step.NewEntry(
        need(fields, ""),
        need(fields, "问"),
        need(fields, "答"),
        new RegionCode(fields.getOrDefault("地区", "CN")),
        Optional.ofNullable(fields.get("起")).map(LocalDate::parse),
        Optional.ofNullable(fields.get("止")).map(LocalDate::parse),
        Optional.ofNullable(fields.get("替代")),
        Arrays.stream(fields.getOrDefault("人群", "").split("、"))
            .filter(each -> !each.isEmpty())
            .collect(java.util.stream.Collectors.toSet()));
  }

  private static Step staff(String rest, Role role) {
    var fields = fields(rest, "地区");
    return new Step.Staff(need(fields, ""), role, new RegionCode(fields.getOrDefault("地区", "CN")));
  }

  private static Step expects(String rest) {
    var words = rest.split("\\s+");
    if (words[0].isEmpty()) {
      throw new IllegalArgumentException("“答”后面写谁收到");
    }
    if (words.length % 2 == 0) {
      throw new IllegalArgumentException("含 或 不含 要和文字成对");
    }
    var contains = new ArrayList<String>();
    var lacks = new ArrayList<String>();
    for (int i = 1; i + 1 < words.length; i += 2) {
      switch (words[i]) {
        case "含" -> contains.add(words[i + 1]);
        case "不含" -> lacks.add(words[i + 1]);
        default -> throw new IllegalArgumentException("“答”后面用 含 或 不含");
      }
    }
    return new Step.Expects(words[0], contains, lacks);
  }

  private static Map<String, Long> figures(String rest) {
    var words = rest.split("\\s+");
    if (words.length % 2 == 1) {
      throw new IllegalArgumentException("名称和数字要成对");
    }
    var figures = new LinkedHashMap<String, Long>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      figures.put(words[i], Long.parseLong(words[i + 1]));
    }
    return figures;
  }

  private static String need(Map<String, String> fields, String key) {
    var value = fields.get(key);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(key.isEmpty() ? "缺少名字" : "缺少 " + key);
    }
    return value;
  }

  /** Splits "名字 键 值 键 值" at the known keys; a value may contain blanks. */
  private static Map<String, String> fields(String rest, String... keys) {
    var known = List.of(keys);
    var fields = new LinkedHashMap<String, String>();
    var key = "";
    var value = new StringBuilder();
    for (var word : rest.split("\\s+")) {
      if (known.contains(word)) {
        fields.put(key, value.toString().strip());
        key = word;
        value.setLength(0);
      } else {
        value.append(word).append(' ');
      }
    }
    fields.put(key, value.toString().strip());
    return fields;
  }
}
