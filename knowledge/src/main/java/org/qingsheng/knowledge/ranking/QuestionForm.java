package org.qingsheng.knowledge.ranking;

/**
 * What a question asks for and whether it denies, from its function words alone.
 *
 * @param asks bit set of {@link #HOW_MUCH} … {@link #WHETHER}; 0 for keywords without a question
 *     word
 * @param denies whether it holds a negation that is not half of an A-not-A question
 * @param bounds 1 when it names the lower end of a range, 2 the upper one, 3 both
 */
record QuestionForm(int asks, boolean denies, int bounds) {
  static final int HOW_MUCH = 1;
  static final int WHEN = 1 << 1;
  static final int WHERE = 1 << 2;
  static final int WHO = 1 << 3;
  static final int WHAT = 1 << 4;
  static final int HOW = 1 << 5;
  static final int WHY = 1 << 6;
  static final int WHICH = 1 << 7;
  static final int WHETHER = 1 << 8;

  /** Of a text that asks nothing. */
  static final QuestionForm NONE = new QuestionForm(0, false, 0);

  private static final String[][] WORDS = {
    {"多少", "几个点", "几块", "几万", "几成", "多大", "多高", "几岁", "几次", "几个", "几钱", "多低"},
    {
      "什么时候", "何时", "多久", "几时", "啥时", "哪天", "几天", "多长时间", "什么时间", "几年", "几个月", "几点", "哪一天", "几号",
      "几月", "多少天", "多少年", "几个工作日", "时候"
    },
    {"哪里", "哪儿", "在哪", "去哪", "到哪", "从哪", "哪个地方", "何处", "什么地方", "啥地方"},
    {"谁", "哪些人", "什么人", "哪类人", "何人", "啥人", "什么样的人", "哪种人", "哪些对象"},
    {"什么意思", "是什么", "是啥", "指什么", "什么是", "啥意思", "何谓", "指的是", "什么叫", "是指"},
    {"怎么", "如何", "怎样", "咋", "怎办", "步骤", "流程", "怎"},
    {"为什么", "为何", "为啥", "怎么会", "原因", "怎么回事", "凭什么", "凭啥"},
    {"哪些", "哪个", "哪种", "哪几", "什么条件", "什么材料", "哪家", "哪一"},
    {
      "吗", "能不能", "可不可以", "是否", "能否", "可否", "行不行", "会不会", "有没有", "要不要", "是不是", "可以不", "么?", "好不好",
      "用不用", "需不需要", "有无", "得不得", "算不算"
    }
  };

  /** The lower end of a range and the upper one. */
  private static final String[][] BOUNDS = {
    {"最少", "最低", "最小", "最短", "至少", "起贷", "下限"},
    {"最多", "最高", "最大", "最长", "至多", "封顶", "上限", "顶格"}
  };

  static QuestionForm of(String text) {
    int asks = 0;
    for (int type = 0; type < WORDS.length; type++) {
      for (String word : WORDS[type]) {
        if (text.contains(word)) {
          asks |= 1 << type;
          break;
        }
      }
    }
    boolean denies = denies(text);
    int bounds = bounds(text);
    return asks == 0 && !denies && bounds == 0 ? NONE : new QuestionForm(asks, denies, bounds);
  }

  private static int bounds(String text) {
    int bounds = 0;
    for (int side = 0; side < BOUNDS.length; side++) {
      for (String word : BOUNDS[side]) {
        bounds |= text.contains(word) ? 1 << side : 0;
      }
    }
    return bounds;
  }

  /** Whether one asks for the least and the other for the most, and neither for both. */
  boolean opposes(QuestionForm other) {
    return bounds != 0 && other.bounds != 0 && (bounds & other.bounds) == 0;
  }

  private static boolean denies(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '不' || c == '没' || c == '未' || c == '别' || c == '勿') {
        if (!isHalfOfAlternative(text, i)) {
          return true;
        }
      }
    }
    return false;
  }

  /** 能不能, 有没有, 是不是, 不好意思, 特别, 区别, 别人, 不同 and the like deny nothing. */
  private static boolean isHalfOfAlternative(String text, int i) {
    char c = text.charAt(i);
    char before = i > 0 ? text.charAt(i - 1) : 0;
    char after = i + 1 < text.length() ? text.charAt(i + 1) : 0;
    if (before != 0 && (before == after || (before == '没' && after == '有'))) {
      return true;
    }
    if (c == '没' && (before == '有' || (after == '有' && text.lastIndexOf('有', i) >= 0))) {
      return true; // 有没有, 有补贴没有
    }
    if (c == '别') {
      return before == '特'
          || before == '区'
          || before == '级'
          || before == '类'
          || after == '人'
          || before == '性'
          || before == '个'
          || before == '识'
          || before == '分'
          || after == '的';
    }
    if (c == '不') {
      return after == '同'
          || (after == '一' && i + 2 < text.length() && text.charAt(i + 2) == '样')
          || (after == '好' && i + 2 < text.length() && text.charAt(i + 2) == '意')
          || (i + 2 < text.length() && before == text.charAt(i + 1))
          || (i + 1 == text.length());
    }
    return false;
  }
}
