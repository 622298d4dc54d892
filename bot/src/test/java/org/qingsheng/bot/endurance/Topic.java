package org.qingsheng.bot.endurance;

import java.util.List;
import java.util.random.RandomGenerator;

/** What people in the crowd ask, by what the seed base makes of it. */
enum Topic {
  ANSWERABLE(
      "创业担保贷款个人最高能贷多少",
      "西部计划报名时间",
      "基层服务项目期满考研能加几分",
      "大学生村官干满聘期能自动转正吗",
      "国家助学贷款的利率是多少",
      "创业担保贷款的办理流程是什么",
      "基层服务项目期满能享受哪些优惠",
      "国家助学贷款最长可以分多少年还清"),
  CLARIFYING("创业担保贷款", "助学贷款", "村官期满", "工资被拖欠怎么办"),
  HAND_OFF("转人工 想问村里的篮球场晚上能不能开灯", "人工", "转人工", "我被室友排挤了怎么跟老师说", "补贴怎么领"),
  CHATTER("你好", "谢谢"),
  /** Waits a second for more, and is then answered by itself. */
  OPENING("请问", "想咨询一下", "我想问个问题");

  private static final String VARIED = "东西南北上下大小新老平安永太兴和福长青石河山湖林桥庄村镇";

  /** With this a clarification begins; see config/wording.yaml. */
  static final String OPTIONS = "你是不是想问";

  private final List<String> questions;

  Topic(String... questions) {
    this.questions = List.of(questions);
  }

  String question(RandomGenerator random) {
    return questions.get(random.nextInt(questions.size()));
  }

  /**
   * The question with a few words of its own, so that hardly any is asked twice and each has to be
   * searched for.
   */
  String variedQuestion(RandomGenerator random) {
    var varied = new StringBuilder(question(random)).append("，我在");
    for (int i = 0; i < 4; i++) {
      varied.append(VARIED.charAt(random.nextInt(VARIED.length())));
    }
    return varied.toString();
  }

  /** Six in ten can be answered, two need a choice, two go to people or are small talk. */
  static Topic any(RandomGenerator random) {
    int roll = random.nextInt(20);
    if (roll < 12) {
      return ANSWERABLE;
    }
    if (roll < 16) {
      return CLARIFYING;
    }
    return roll < 19 ? HAND_OFF : CHATTER;
  }
}
