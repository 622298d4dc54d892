package org.qingsheng.knowledge.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.knowledge.Decision;
import org.qingsheng.knowledge.Match;
import org.qingsheng.knowledge.Query;
import org.qingsheng.knowledge.RegionCode;
import org.qingsheng.knowledge.Samples;
import org.qingsheng.knowledge.exchange.EntryFiles;
import org.qingsheng.knowledge.index.LuceneKnowledge;
import org.qingsheng.knowledge.ranking.RankingModel;

@DisplayName("用粤语问随附的知识库 · Cantonese questions to the seed base")
class ColloquialTest {
  private static LuceneKnowledge knowledge = LuceneKnowledge.inMemory(RankingModel.shipped());

  @BeforeAll
  static void publish() throws IOException {
    knowledge.replaceAll(EntryFiles.readFolder(Samples.configuredKnowledge()).orThrow(), 1);
  }

  @AfterAll
  static void close() {
    knowledge.close();
  }

  /** The entry that is answered with, or offered first. */
  private static String first(String said) {
    var guangdong = List.of(new RegionCode("440000"), RegionCode.NATION);
    return switch (knowledge.ask(new Query(said, guangdong, Set.of(), Samples.NOON))) {
      case Decision.Answer(Match match) -> match.entry().id().value();
      case Decision.Clarify(List<Match> options) -> options.getFirst().entry().id().value();
      case Decision.NoAnswer(var reason, var near) -> "none: " + reason + near.size();
    };
  }

  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "創業貸款最多可以攞幾多錢,startup-loan-personal-max",
    "創業擔保貸款要搵邊個部門辦,startup-loan-where",
    "搵唔到人擔保點算,startup-loan-no-guarantor",
    "創業貸係咪唔使俾利息,startup-loan-interest-free",
    "申請創業貸要帶啲乜嘢資料,startup-loan-materials",
    "創業貸款幾耐放款,startup-loan-how-long",
    "仲爭緊花唄可唔可以申請創業貸,startup-loan-consumer-debt",
    "我老公有貸款會唔會影響我申請創業貸,startup-loan-spouse",
    "創業貸可唔可以提早還清,startup-loan-early-repay",
    "還唔起創業貸點算好,loan-cannot-repay",
    "團委嗰個農村青年貸款宜家仲有冇,youth-rural-loan-now",
    "放款之前要我俾解凍費係咪呃人,loan-scam-signs",
    "俾人呃咗錢打邊個電話報警,loan-scammed",
    "村官有冇編制㗎,village-official-bianzhi",
    "村官做滿三年係咪可以轉正,village-official-auto",
    "三支一扶一個月有幾多錢,sanzhi-allowance",
    "三支一扶幾時報名呀,sanzhi-signup",
    "西部計劃去西藏一年有幾多錢,xibu-south-xinjiang-tibet",
    "西部計劃往屆生報唔報得,xibu-past-graduates",
    "特崗教師做滿三年係咪有編制,tegang-bianzhi",
    "自己辭工攞唔攞到失業金,unemployment-benefit-resigned",
    "失業登記去邊度辦,unemployment-registration-how",
    "畢業生求職補貼幾時申請,graduate-jobseek-when",
    "檔案喺自己手度點算,archives-in-hand",
    "試用期最長可以幾耐,probation-max-length",
    "試工幾日唔俾錢合唔合法,trial-work-unpaid",
    "冇簽勞動合同可唔可以要雙倍人工,contract-unsigned-double-pay",
    "老細扣住我張身份證合唔合法,deposit-and-id",
    "老細拖糧兩個月點算,wage-arrears-steps",
    "做唔夠一個月走咗係咪冇糧出,wage-walkaway",
    "每日返工十一個鐘係咪違法,working-hours-eleven",
    "星期日開工有幾多倍人工,overtime-pay-rates",
    "簽咗自願加班書仲攞唔攞到加班費,overtime-voluntary",
    "年假有幾多日,annual-leave-days",
    "老細話唔買社保補錢俾我得唔得,social-insurance-waiver",
    "放工路上俾車撞算唔算工傷,work-injury-scope",
    "送外賣跌親有冇得賠,rider-injury-protection",
    "勞動仲裁使唔使俾錢,arbitration-cost",
    "仲裁要幾耐先有結果,arbitration-duration",
    "居住證過咗期點算,residence-permit-renew",
    "入咗戶鄉下啲地會唔會冇咗,hukou-keep-rural-land",
    "助學貸款一年最多借得幾多,student-loan-amount",
    "助學貸款還唔起點算,student-loan-overdue",
    "團組織關係點轉,league-transfer-how",
    "想做義工喺邊度報名,volunteer-register",
    "法律援助要點樣申請,legal-aid-apply",
    "高溫津貼廣東一個月有幾多,high-temperature-guangdong",
    "種嘢生蟲可以問邊個專家,agri-tech-help",
  })
  @DisplayName("繁体粤语的问法，答的或排第一的就是那一条")
  void finds_the_entry_meant(String said, String entry) {
    assertThat(first(said)).isEqualTo(entry);
  }
}
