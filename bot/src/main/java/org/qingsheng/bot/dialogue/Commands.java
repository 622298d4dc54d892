package org.qingsheng.bot.dialogue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.qingsheng.bot.dialogue.Command.Kind;
import org.qingsheng.bot.ledger.ItemNumber;

/**
 * Recognises commands in all the forms in which people write them. Works on normalised text (one
 * width, lower case, simplified script); pure.
 */
final class Commands {
  private static final Map<String, Command> WORDS = new HashMap<>();

  private static final Pattern EDGES = Pattern.compile("^[\\s\\p{P}\\p{S}]+|[\\s\\p{P}\\p{S}]+$");
  private static final Pattern POLITE =
      Pattern.compile(
          "^(请|麻烦|真的|确实|挺|还是|还|很|太|非常|帮我|给我|我要|我想|我想要|能不能|可以|快|赶紧|直接|还是|要求|申请|那就|那|好的|好|不用了)+");
  private static final Pattern PARTICLE =
      Pattern.compile("(一下|下|吧|呀|啊|呢|哦|噢|喔|了|啦|嘛|吗|么|可以吗|行吗|好吗|谢谢|呗|哈|咯|的|在吗|在不在)+$");
  private static final Pattern DIGIT =
      Pattern.compile(
          "^(?:我?(?:就|就选|选|要|选择|回复|回|第|是|问的是|想问)?)*第?([0-9]{1,2}|[一二三四五六七八九十]|两)(?:号|个|项|条|点|那个|那条|\\))*(?:吧|呀|啊|的|谢谢|哦)?$");
  private static final Pattern CIRCLED = Pattern.compile("^[①-⑩]$");
  private static final Pattern PLACE =
      Pattern.compile(
          "^我(?:人)?(?:现在|目前|住|家)?(?:在|是|来自|系|喺)(\\p{IsHan}{2,14}?)(?:的|人|这边|这里|工作|上班|打工|读书|上学)?$");
  private static final Pattern HOME =
      Pattern.compile("^我(?:的)?(?:户口|户籍|户籍地|老家|籍贯)(?:在|是|系|喺)?(\\p{IsHan}{2,14}?)(?:的|那边|这边)?$");
  private static final Pattern NOT_A_PLACE =
      Pattern.compile(
          ".*(学生|毕业|村官|志愿者|农民|退役|军人|老师|员工|工人|女生|男生|能|吗|么|怎|如何|可以|应该|想|读研|报|考|什么|哪|谁|单位|公司|工厂|厂里).*");
  private static final Pattern HAND_OFF_INSIDE =
      Pattern.compile(
          "(转人工|人工客服|人工服务|找人工|要人工|转真人|找真人|找团干部|联系团干部|找个真人|跟真人|和真人|转团干部|找个人来|叫人工|人工回答|人工答复)");
  private static final Pattern HAND_OFF_AT_EDGE =
      Pattern.compile(
          "^(?:我要|请|帮我|麻烦)?(?:转人工|人工客服|人工|找人工|转团干部|找团干部|找真人)[\\s\\p{P}]*|[\\s\\p{P}]*(?:我要|请|帮我|麻烦)?(?:转人工|人工客服|找人工|转团干部|找团干部|找真人)[\\s\\p{P}]*$");

  /** A call for a person that stands by itself before the question, however long that is. */
  private static final Pattern HAND_OFF_FIRST =
      Pattern.compile("^(?:我要|请|帮我|麻烦)?(?:转人工|人工客服|人工|找人工|转团干部|找团干部|找真人)(?:[\\s，,。.：:；;！!、]|$)");

  private static final int HAND_OFF_LONGEST = 24;

  /** Nobody writes longer commands, and patterns are not run over whatever somebody pastes. */
  private static final int LONGEST = 200;

  static {
    for (var word :
        "人工 转人工 人工客服 转人工客服 人工服务 转接人工 转接 转人 找人工 找人 找个人 找真人 真人 真人客服 换真人 客服 找客服 转客服 联系客服 人呢 有人吗 有人在吗 团干部 找团干部 转团干部 联系团干部 找团委 找老师 找工作人员 工作人员 转工作人员 我要投诉 help human 转 rg 转rg zrg 人工台 人工坐席 叫人来 叫人 人工在吗 揾人 搵人 搵真人 找干部 不要机器人 不想跟机器人说 跟人说 和人说 别机器人了 人工回复 人工答复 人工人工 转一下人工 叫个人 叫个人来 温真人 搵人工 稳真人"
            .split(" ")) {
      WORDS.put(word, new Command.HandOff());
    }
    for (var word :
        "有用 有帮助 有帮助的 很有用 太有用 挺有用 有用的 解决 已解决 解决问题 搞定 明白 清楚 懂 知道 收到 满意 很满意 非常满意 赞 点赞 👍 👌 好评 棒 很棒 有效 帮到我 帮到 帮上忙 正是我要的 就是这个 对 对的 是的 没错 可以的 很好 不错 挺好 👏 ❤ 💯 有啲用 有用啊 够了 够用"
            .split(" ")) {
      WORDS.put(word, new Command.Feedback(true));
    }
    for (var word :
        "没用 没有用 冇用 无用 不管用 没帮助 没有帮助 没什么用 没啥用 没解决 未解决 没有解决 不满意 很不满意 不对 答非所问 不是这个 不是我要的 不是我问的 看不懂 没看懂 没懂 不懂 👎 差评 垃圾 太差 错 错误 答错 没回答 没答到点 没答上 说了等于没说 废话 不清楚 不明白 没说清楚 不准 不准确 唔啱 唔係 冇帮助 帮不上 没帮上 没帮到 无效 牛头不对马嘴 💩 🙄"
            .split(" ")) {
      WORDS.put(word, new Command.Feedback(false));
    }
    words(
        Kind.MENU,
        "菜单 帮助 功能 命令 指令 用法 怎么用 怎么使用 使用说明 你能做什么 你会什么 你可以做什么 能干什么 能干啥 你能干嘛 有什么功能 menu 0 主菜单 返回 返回菜单 目录 caidan");
    words(
        Kind.WHO,
        "你是谁 你是什么 你是机器人 你是不是机器人 你是人还是机器人 是机器人 你叫什么 介绍 自我介绍 介绍你自己 说明 隐私 隐私说明 谁在管你 你是哪个单位 你是哪里的 你是谁的机器人 是真人");
    words(Kind.DETAILS, "详情 详细 更多 全文 展开 继续 看详情 完整 完整内容 后面 下一页 下一条 更详细");
    words(Kind.OFFICIAL, "原文 正式 官方 文件 看原文 政策原文 原文件 官方说法 正式表述 依据 文件原文 条文");
    words(Kind.WITHDRAW, "撤回 撤销 取消 不问 取消提问 撤回提问 撤回问题 撤销提问 不用回复 算");
    words(Kind.RESTART, "重新开始 重来 重新来 从头开始 清空 换个问题 重置 reset restart");
    words(Kind.DELETE_DATA, "删除我的数据 删除我的信息 删掉我的数据 删除数据 注销 删除我的记录 清除我的数据 删我数据");
    words(Kind.EXPORT_DATA, "导出我的数据 导出数据 下载我的数据 我的数据 查看我的数据");
    words(
        Kind.GREETING,
        "你好 您好 hi hello 嗨 哈喽 哈啰 在 在吗 在么 早 早上好 早安 晚上好 下午好 中午好 晚安 喂 hey 你好啊 大家好 有人 在不在 你在吗 你在不在 在线吗 在线不 哈啰啊");
    words(
        Kind.THANKS,
        "谢谢 感谢 多谢 谢谢你 谢谢您 3q thx thanks thank 唔该 唔該 多谢晒 谢 辛苦 非常感谢 太感谢 再见 拜拜 bye 88 嗯嗯 好嘞 ok okay 👋 🙏");
    for (var word : "都不是 都不对 以上都不是 没有一个是 不在里面 没有我要的 都不 全不是 都唔系 没有".split(" ")) {
      WORDS.put(word, new Command.NoneOfThese());
    }
    for (var word :
        "进度 查进度 查询进度 进展 办理进度 到哪了 到哪一步 处理到哪 我的问题 我的提问 查询 查一查 查编号 有结果 有结果吗 回复了吗 怎么还没回复 怎么还没回 还没回复 多久回复 jd 我的单子"
            .split(" ")) {
      WORDS.put(word, new Command.Progress(Optional.empty()));
    }
  }

  private static final Map<Character, Integer> HAN_DIGITS =
      Map.ofEntries(
          Map.entry('一', 1),
          Map.entry('二', 2),
          Map.entry('两', 2),
          Map.entry('三', 3),
          Map.entry('四', 4),
          Map.entry('五', 5),
          Map.entry('六', 6),
          Map.entry('七', 7),
          Map.entry('八', 8),
          Map.entry('九', 9),
          Map.entry('十', 10));

  private static final Set<String> PROGRESS_BEFORE_NUMBER = Set.of("进度", "查询", "查", "编号", "");

  private Commands() {}

  private static void words(Kind kind, String words) {
    for (var word : words.split(" ")) {
      WORDS.put(word, new Command.Plain(kind));
    }
  }

  /**
   * The command, if it is one.
   *
   * @param raw as said, for forms that normalising would lose (keycap digits)
   * @param text normalised
   */
  static Optional<Command> in(String raw, String text) {
    if (text.length() > LONGEST || raw.length() > LONGEST) {
      return Optional.empty();
    }
    var picked = pick(raw.strip(), text.strip());
    if (picked.isPresent()) {
      return picked;
    }
    var asTyped = WORDS.get(raw.strip()); // emoji, which normalising takes away
    if (asTyped != null) {
      return Optional.of(asTyped);
    }
    var bare = EDGES.matcher(text).replaceAll("");
    if (bare.isEmpty()) {
      return Optional.ofNullable(WORDS.get(text.strip()));
    }
    var slash = text.strip().startsWith("/") || text.strip().startsWith("#");
    var known = word(bare);
    if (known.isPresent()) {
      return known;
    }
    var quiet = QuietWords.in(bare);
    if (quiet.isPresent()) {
      return quiet.map(found -> found);
    }
    var number = ItemNumber.in(bare);
    if (number.isPresent()) {
      var before =
          EDGES
              .matcher(bare.replaceAll("(?i)(qs[-\\s]?)?\\d{6}[-\\s]?\\d{4,6}", ""))
              .replaceAll("");
      if (PROGRESS_BEFORE_NUMBER.contains(core(before))
          || before.startsWith("进度")
          || before.startsWith("查询")) {
        return Optional.of(new Command.Progress(number));
      }
    }
    boolean calls = bare.length() <= HAND_OFF_LONGEST && HAND_OFF_INSIDE.matcher(bare).find();
    if (calls || HAND_OFF_FIRST.matcher(text.strip()).find()) {
      return Optional.of(new Command.HandOff());
    }
    var home = HOME.matcher(bare);
    if (home.matches() && !NOT_A_PLACE.matcher(bare).matches()) {
      return Optional.of(new Command.MyHome(home.group(1)));
    }
    var place = PLACE.matcher(bare);
    if (place.matches() && !NOT_A_PLACE.matcher(bare).matches()) {
      return Optional.of(new Command.IAmIn(place.group(1)));
    }
    return slash ? Optional.of(new Command.Unknown(bare)) : Optional.empty();
  }

  /** The words without a call for a person at their beginning or end. */
  static String withoutHandOff(String said) {
    var lines =
        said.lines()
            .map(line -> HAND_OFF_AT_EDGE.matcher(line.strip()).replaceAll("").strip())
            .map(line -> EDGES.matcher(line).replaceAll(""))
            .filter(line -> !line.isEmpty())
            .toList();
    return String.join("，", lines);
  }

  /** Whether a call for a person also tells what it is about: 转人工，我工资被拖欠了. */
  static boolean saysMoreThanHandOff(String text) {
    var bare = EDGES.matcher(text).replaceAll("");
    return word(bare).isEmpty() && bare.length() > 8;
  }

  private static Optional<Command> word(String bare) {
    var exact = WORDS.get(bare);
    if (exact != null) {
      return Optional.of(exact);
    }
    var plain = WORDS.get(PARTICLE.matcher(bare).replaceFirst(""));
    return plain == null ? Optional.ofNullable(WORDS.get(core(bare))) : Optional.of(plain);
  }

  /**
   * The word without politeness before and particles after; the word itself if nothing were left.
   */
  private static String core(String bare) {
    var trimmed = PARTICLE.matcher(POLITE.matcher(bare).replaceFirst("")).replaceFirst("");
    return trimmed.isEmpty() ? bare : EDGES.matcher(trimmed).replaceAll("");
  }

  private static Optional<Command> pick(String raw, String text) {
    if (CIRCLED.matcher(raw).matches()) {
      return Optional.of(new Command.Pick(raw.charAt(0) - '①' + 1));
    }
    var digits = text.replace("\uFE0F", "").replace("\u20E3", "");
    var bare = EDGES.matcher(digits).replaceAll("").replaceAll("[\\s.、。,，:：]+", "");
    var match = DIGIT.matcher(bare);
    if (bare.length() > 8 || !match.matches() || bare.equals("0")) {
      return Optional.empty();
    }
    var value = match.group(1);
    var han = HAN_DIGITS.get(value.charAt(0));
    int number = han == null ? Integer.parseInt(value) : han;
    return number >= 1 ? Optional.of(new Command.Pick(number)) : Optional.empty();
  }
}
