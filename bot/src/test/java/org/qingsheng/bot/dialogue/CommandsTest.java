package org.qingsheng.bot.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.qingsheng.bot.ledger.ItemNumber;
import org.qingsheng.knowledge.text.Normalization;

@DisplayName("命令 · commands in all their written forms")
class CommandsTest {

  private static Optional<Command> in(String said) {
    return Commands.in(said, Normalization.of(said).text());
  }

  @ParameterizedTest
  @DisplayName("数字选择的各种写法都认得（Y05）")
  @CsvSource({
    "1,1", "１,1", "一,1", "①,1", "1️⃣,1", "第一个,1", "选1,1", "1。,1", "回复1,1", "我选1,1",
    "2,2", "２,2", "二,2", "②,2", "2️⃣,2", "第二个,2", "选2,2", "2。,2", "回复2,2", "我选2,2",
    "3,3", "３,3", "三,3", "③,3", "3️⃣,3", "第三个,3", "选3,3", "3。,3", "回复3,3", "我选3,3",
    "4,4", "４,4", "四,4", "④,4", "4️⃣,4", "第四个,4", "选4,4", "4。,4", "回复4,4", "我选4,4",
    "选一,1", "第1个,1", "第2项,2", "选择3,3", "是1,1", "1吧,1", "2号,2", "(1),1", "（2）,2", "【3】,3",
    "1、,1", "1.,1", "1！,1", "'  1 ',1", "选第二个,2", "第三条,3", "要2,2", "我要1,1", "第一个吧,1", "就1,1"
  })
  void picks_by_number_in_sixty_forms(String said, int number) {
    assertThat(in(said)).contains(new Command.Pick(number));
  }

  @ParameterizedTest
  @DisplayName("转人工的三十多种说法一句就通（Y09）")
  @ValueSource(
      strings = {
        "人工", "转人工", "人工客服", "转人工客服", "找人工", "我要人工", "我要转人工", "转人工吧", "请转人工", "帮我转人工",
        "人工服务", "找团干部", "我要找团干部", "联系团干部", "团干部在吗", "help", "HELP", "真人", "找真人", "我想找真人",
        "转真人", "客服", "找客服", "轉人工", "转人工！！！", "能不能转人工", "可以转人工吗", "不想跟机器人说", "我要跟真人说话", "叫个人来",
        "有人吗", "转接人工", "人工人工", "麻烦转一下人工", "搵真人", "找工作人员", "快转人工啊", "zrg"
      })
  void hands_off_in_thirty_phrasings(String said) {
    assertThat(in(said)).contains(new Command.HandOff());
  }

  @ParameterizedTest
  @DisplayName("先说转人工再说事情，事情多长都转（Y09）")
  @ValueSource(
      strings = {
        "转人工 我在外地打工，公司三个月没发工资了，该找谁，要带什么材料",
        "转人工，大学毕业回村养蜂，只有合作社没有营业执照，能不能申请创业担保贷款",
        "轉人工\n我的檔案不知道在哪裡，問了學校和人才市場都說沒有，怎麼辦",
        "人工：村里篮球场晚上几点关灯，周末能不能延长到十点半，想办一个比赛"
      })
  void hands_off_however_long_the_question_after_it_is(String said) {
    assertThat(in(said)).contains(new Command.HandOff());
  }

  @ParameterizedTest
  @DisplayName("说有用的各种说法（Y13）")
  @ValueSource(
      strings = {
        "有用", "有用！", "很有用", "挺有用的", "有帮助", "有帮助，谢谢", "太有用了", "解决了", "已解决", "搞定了",
        "明白了", "清楚了", "懂了", "知道了", "收到", "满意", "很满意", "非常满意", "赞", "点赞",
        "👍", "👌", "👏", "好评", "棒", "很棒", "帮到我了", "帮上忙了", "就是这个", "对的",
        "是的", "没错", "可以的", "很好", "不错", "挺好", "挺好的", "有效", "够用了", "明白啦"
      })
  void recognises_useful(String said) {
    assertThat(in(said)).contains(new Command.Feedback(true));
  }

  @ParameterizedTest
  @DisplayName("说没用的各种说法（Y13）")
  @ValueSource(
      strings = {
        "没用", "没有用", "没用啊", "无用", "冇用", "不管用", "没帮助", "没有帮助", "没什么用", "没啥用",
        "没解决", "未解决", "还是没解决", "不满意", "很不满意", "不对", "不对吧", "答非所问", "不是这个", "不是我要的",
        "不是我问的", "看不懂", "没看懂", "没懂", "不懂", "👎", "差评", "垃圾", "太差了", "错了",
        "答错了", "没回答", "没答到点", "废话", "不清楚", "不明白", "不准", "帮不上", "没帮到", "无效"
      })
  void recognises_useless(String said) {
    assertThat(in(said)).contains(new Command.Feedback(false));
  }

  @ParameterizedTest
  @DisplayName("问题不会被当成命令")
  @ValueSource(
      strings = {
        "创业担保贷款个人最高能贷多少", "工资什么时候发", "我是大学生村官，期满了去哪里", "人工智能专业好找工作吗",
        "2026年三支一扶什么时候报名", "12355和12356有什么不一样", "没用过的社保补贴能补吗", "我在工厂每天干11个小时合法吗",
        "失业金能领几个月", "我是退役军人能贷多少", "我在读研究生能报西部计划吗", "有没有补贴"
      })
  void leaves_questions_alone(String said) {
    assertThat(in(said)).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("命令带不带斜杠、全角、大写、标点都一样（Y30）")
  @CsvSource({
    "菜单,MENU",
    "/菜单,MENU",
    "／菜单,MENU",
    "菜单。,MENU",
    "MENU,MENU",
    "帮助,MENU",
    "0,MENU",
    "０,MENU",
    "你是谁,WHO",
    "你是谁？,WHO",
    "详情,DETAILS",
    "原文,OFFICIAL",
    "撤回,WITHDRAW",
    "重新开始,RESTART",
    "删除我的数据,DELETE_DATA",
    "导出我的数据,EXPORT_DATA",
    "你好,GREETING",
    "谢谢,THANKS",
    "謝謝,THANKS"
  })
  void reads_plain_commands_in_any_dress(String said, Command.Kind kind) {
    assertThat(in(said)).contains(new Command.Plain(kind));
  }

  @ParameterizedTest
  @DisplayName("进度可以带编号，大小写和空格都行（Y10）")
  @ValueSource(
      strings = {"进度 QS-261120-0042", "进度qs2611200042", "QS-261120-0042", "查询 qs 261120 0042"})
  void reads_an_item_number(String said) {
    assertThat(in(said))
        .contains(new Command.Progress(Optional.of(new ItemNumber("QS-261120-0042"))));
  }

  @ParameterizedTest
  @DisplayName("说自己在哪里")
  @CsvSource({"我在南昌,南昌", "我在清远市,清远市", "我是云浮的,云浮", "我来自江西赣州,江西赣州", "我在顺德上班,顺德"})
  void reads_where_somebody_is(String said, String place) {
    assertThat(in(said)).contains(new Command.IAmIn(place));
  }

  @ParameterizedTest
  @DisplayName("不认识的斜杠命令也有回应")
  @ValueSource(strings = {"/admin", "/发布", "#设置"})
  void names_unknown_commands(String said) {
    assertThat(in(said)).get().isInstanceOf(Command.Unknown.class);
  }
}
