package org.qingsheng.knowledge.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;

/**
 * Polite and urgent phrases around a question (请问 …, … 急急急, 谢谢). They are stripped from both ends
 * only, and only while at least {@value #MUST_REMAIN} letters or ideographs remain.
 */
final class Fillers {
  static final int MUST_REMAIN = 3;

  private static final String[] BEFORE =
      longestFirst(
          "请问", "请问一下", "请教", "请教一下", "麻烦问一下", "麻烦问下", "麻烦请问", "麻烦了", "想问一下", "想问下", "我想问一下",
          "我想问下", "我想问", "想问问", "我想问问", "我想请问", "想请问", "想请教", "我想咨询", "我想咨询一下", "想咨询一下", "咨询一下",
          "咨询下", "问一下", "问下", "问个问题", "问一个问题", "你好", "您好", "你们好", "大家好", "hi", "hello", "嗨", "哈喽",
          "哈啰", "在吗", "在么", "在不在", "有人吗", "有人在吗", "老师好", "老师", "各位老师", "各位大佬", "大佬们", "客服", "客服你好",
          "亲", "亲亲", "小编", "打扰一下", "打扰了", "不好意思", "求助", "跪求", "急求", "急问", "弱弱问一句", "弱弱地问一下", "那个",
          "就是", "嗯", "啊", "哦", "哎", "唉", "呃", "额", "急急急", "急急", "急", "麻烦您", "劳驾", "小助手", "机器人",
          "同志", "领导好", "早上好", "中午好", "下午好", "晚上好", "求解");

  private static final String[] AFTER =
      longestFirst(
          "谢谢", "谢谢了", "谢谢啦", "谢谢你", "谢谢您", "谢谢老师", "谢了", "多谢", "多谢了", "感谢", "感谢了", "非常感谢", "万分感谢",
          "十分感谢", "急急急", "急急", "急", "很急", "挺急的", "在线等", "在线等急", "等回复", "求解", "求解答", "求回复", "求帮助",
          "求指教", "求告知", "求助", "跪求", "请回复", "请尽快回复", "尽快回复", "麻烦了", "麻烦您了", "麻烦你了", "拜托", "拜托了",
          "辛苦了", "哈", "呀", "啊", "哦", "嘛", "呢", "哈哈", "嘻嘻", "thanks", "thx", "3q", "老师", "亲", "请问",
          "请问一下", "谢谢大家", "感激不尽", "谢谢哈", "比较急", "请解答", "请帮忙", "帮帮忙", "帮忙看看", "帮帮我");

  private Fillers() {}

  private static String[] longestFirst(String... phrases) {
    Arrays.sort(phrases, Comparator.comparingInt(String::length).reversed());
    return phrases;
  }

  /** The part of the text that stays: {@code [start, end)}. */
  static int[] strip(StringBuilder text) {
    int start = 0;
    int end = text.length();
    boolean again = true;
    while (again) {
      again = false;
      int s = skipSigns(text, start, end);
      int from = s + lengthBefore(text, s, end);
      if (from > s && content(text, from, end) >= MUST_REMAIN) {
        start = skipSigns(text, from, end);
        again = true;
      }
      int e = trimSigns(text, start, end);
      int to = e - lengthAfter(text, start, e);
      if (to < e && content(text, start, to) >= MUST_REMAIN) {
        end = trimSigns(text, start, to);
        again = true;
      }
    }
    return new int[] {start, end};
  }

  private static int lengthBefore(StringBuilder text, int at, int end) {
    for (String phrase : BEFORE) {
      if (at + phrase.length() <= end
          && matches(text, at, phrase)
          && standsAlone(text, at + phrase.length(), end, phrase)) {
        return phrase.length();
      }
    }
    return 0;
  }

  private static int lengthAfter(StringBuilder text, int start, int end) {
    for (String phrase : AFTER) {
      int at = end - phrase.length();
      if (at >= start && matches(text, at, phrase) && endsAlone(text, at, start, phrase)) {
        return phrase.length();
      }
    }
    return 0;
  }

  /** One- and two-letter interjections count only when something separates them from the rest. */
  private static boolean standsAlone(StringBuilder text, int after, int end, String phrase) {
    if (after >= end) {
      return true;
    }
    char next = text.charAt(after);
    if (phrase.charAt(0) < 0x80) {
      return !Characters.isRun(next);
    }
    return (phrase.length() > 1 && !AMBIGUOUS.contains(phrase)) || !Characters.isContent(next);
  }

  /** Phrases that also begin an ordinary sentence. */
  private static final Set<String> AMBIGUOUS =
      Set.of("老师", "客服", "那个", "就是", "求解", "机器人", "同志", "小编", "求助", "急急", "麻烦了", "不好意思", "小助手");

  /** Phrases that also end an ordinary sentence (我想当老师, 向谁求助). */
  private static final Set<String> ENDS_A_WORD =
      Set.of("急", "亲", "老师", "求助", "拜托", "感谢", "辛苦了", "请问", "帮忙看看");

  private static boolean endsAlone(StringBuilder text, int at, int start, String phrase) {
    if (at == start) {
      return true;
    }
    char before = text.charAt(at - 1);
    if (Characters.isRun(phrase.charAt(0)) && Characters.isRun(before)) {
      return false;
    }
    return !ENDS_A_WORD.contains(phrase) || !Characters.isContent(before);
  }

  private static boolean matches(StringBuilder text, int at, String phrase) {
    for (int k = 0; k < phrase.length(); k++) {
      if (text.charAt(at + k) != phrase.charAt(k)) {
        return false;
      }
    }
    return true;
  }

  private static int skipSigns(StringBuilder text, int from, int end) {
    int i = from;
    while (i < end && !Characters.isContent(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static int trimSigns(StringBuilder text, int start, int from) {
    int i = from;
    while (i > start && !Characters.isContent(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private static int content(StringBuilder text, int from, int to) {
    int n = 0;
    for (int i = from; i < to; i++) {
      if (Characters.isContent(text.charAt(i))) {
        n++;
      }
    }
    return n;
  }
}
