package org.qingsheng.adapters.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("公众号的 XML · XML of the official account")
public class FlatXmlTest {
  @Test
  @DisplayName("读出各个元素的文字，CDATA、实体和表情都原样")
  void reads_the_text_of_each_element() throws MalformedMessageException {
    var fields = read("<xml><A><![CDATA[<入团>&]]></A>\n<B>1 &lt; 2 &#x1F600;</B><C/></xml>");

    assertThat(fields)
        .containsEntry("A", "<入团>&")
        .containsEntry("B", "1 < 2 😀")
        .containsEntry("C", "");
  }

  @Test
  @DisplayName("相邻的 CDATA 段连成一段，里面的 ]]> 还原")
  void joins_cdata_sections() throws MalformedMessageException {
    var fields = read("<xml><A><![CDATA[x]]]]><![CDATA[>y]]></A></xml>");

    assertThat(fields).containsEntry("A", "x]]>y");
  }

  @Test
  @DisplayName("带下级元素的元素不会混进别的字段")
  void keeps_nested_elements_apart() throws MalformedMessageException {
    var fields =
        read(
            "<xml><Info><FromUserName>evil</FromUserName></Info><FromUserName>o</FromUserName></xml>");

    assertThat(fields).containsEntry("FromUserName", "o").containsEntry("Info", "");
  }

  public static Stream<Arguments> hostile() {
    return Stream.of(
        arguments("空正文", ""),
        arguments("只有空白", " \n "),
        arguments("不是 XML", "hello"),
        arguments("截断", "<xml><A>1</A><B>"),
        arguments("截断在 CDATA 里", "<xml><A><![CDATA[1"),
        arguments("根元素不对", "<html><A>1</A></html>"),
        arguments("两个根", "<xml/><xml/>"),
        arguments("同一元素两次", "<xml><A>1</A><A>2</A></xml>"),
        arguments("DTD", "<!DOCTYPE xml><xml><A>1</A></xml>"),
        arguments("内部实体", "<!DOCTYPE xml [<!ENTITY a 'x'>]><xml><A>&a;</A></xml>"),
        arguments("未声明的实体", "<xml><A>&a;</A></xml>"),
        arguments("实体炸弹", billionLaughs()),
        arguments("二次方膨胀", quadratic()),
        arguments(
            "XInclude",
            "<xml><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/></xml>"),
        arguments(
            "不带前缀的 XInclude",
            "<xml><include xmlns='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'/></xml>"),
        arguments("XStream 的 class 属性", "<xml class='java.lang.ProcessBuilder'><A>1</A></xml>"),
        arguments("XStream 的 reference 属性", "<xml><A reference='../..'>1</A></xml>"),
        arguments("处理指令", "<xml><?xml-stylesheet href='http://127.0.0.1/'?><A>1</A></xml>"),
        arguments("声明为别的编码", "<?xml version='1.0' encoding='GBK'?><xml><A>1</A></xml>"),
        arguments("字符引用 0", "<xml><A>&#0;</A></xml>"),
        arguments("字符引用半个代理", "<xml><A>&#xD800;</A></xml>"),
        arguments("控制字符", "<xml><A>\u0001</A></xml>"),
        arguments("NUL", "<xml><A>\0</A></xml>"),
        arguments("嵌套 33 层", nested(33)),
        arguments("嵌套五万层", nested(50_000)),
        arguments("嵌套五万层不闭合", "<xml>" + "<a>".repeat(50_000)),
        arguments("65 个属性", attributes(65)),
        arguments("两万个属性", attributes(20_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  @DisplayName("不像微信消息的 XML 一律很快拒绝")
  void refuses_what_no_message_is(String what, String xml) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(2),
        () ->
            assertThatThrownBy(() -> read(xml))
                .as(what)
                .isInstanceOf(MalformedMessageException.class));
  }

  public static Stream<Arguments> otherEncodings() {
    var text = "<xml><A>中</A></xml>";
    return Stream.of(
        arguments("UTF-16 带 BOM", text.getBytes(StandardCharsets.UTF_16)),
        arguments("UTF-16BE", text.getBytes(StandardCharsets.UTF_16BE)),
        arguments("UTF-16LE", text.getBytes(StandardCharsets.UTF_16LE)),
        arguments(
            "坏的 UTF-8", bytes('<', 'x', 'm', 'l', '>', 0xC3, 0x28, '<', '/', 'x', 'm', 'l', '>')),
        arguments("UTF-8 编的代理", bytes('<', 'x', 'm', 'l', '>', 0xED, 0xA0, 0x80)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherEncodings")
  @DisplayName("不是 UTF-8 的正文被拒绝")
  void refuses_other_encodings(String what, byte[] body) {
    assertThatThrownBy(() -> FlatXml.fields(body))
        .as(what)
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  @DisplayName("32 层和 64 个属性仍在界内")
  void accepts_what_is_just_within_the_limits() throws MalformedMessageException {
    assertThat(read(nested(32))).isNotEmpty();
    assertThat(read(attributes(64))).isNotEmpty();
  }

  @Test
  @DisplayName("外部实体、外部 DTD、参数实体和 XInclude 既不联网也不读文件")
  void reads_nothing_outside_the_message(@TempDir Path folder) throws Exception {
    var hits = new AtomicInteger();
    var canary = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    canary.createContext(
        "/",
        exchange -> {
          hits.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    canary.start();
    var web = "http://127.0.0.1:" + canary.getAddress().getPort() + "/x";
    var file = Files.writeString(folder.resolve("secret.txt"), "canary-in-a-file").toUri();
    try {
      for (var target : new String[] {web, file.toString()}) {
        for (var xml :
            new String[] {
              "<!DOCTYPE xml [<!ENTITY e SYSTEM '%s'>]><xml><A>&e;</A></xml>",
              "<!DOCTYPE xml SYSTEM '%s'><xml><A>1</A></xml>",
              "<!DOCTYPE xml PUBLIC '-//x' '%s'><xml><A>1</A></xml>",
              "<!DOCTYPE xml [<!ENTITY %% p SYSTEM '%s'> %%p;]><xml><A>1</A></xml>",
              "<xml><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' parse='text' href='%s'/></xml>",
              "<xml xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='%s'/>"
            }) {
          assertThatThrownBy(() -> read(xml.formatted(target)))
              .isInstanceOf(MalformedMessageException.class)
              .hasMessageNotContaining("canary-in-a-file");
        }
      }
    } finally {
      canary.stop(0);
    }

    assertThat(hits).hasValue(0);
  }

  static String nested(int depth) {
    return "<xml>" + "<a>".repeat(depth - 1) + "</a>".repeat(depth - 1) + "</xml>";
  }

  static String attributes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "a%d='1'".formatted(i))
        .collect(Collectors.joining(" ", "<xml><A ", ">1</A></xml>"));
  }

  static String billionLaughs() {
    var entities = new StringBuilder("<!DOCTYPE xml [<!ENTITY l0 'lol'>");
    for (int i = 1; i < 10; i++) {
      entities.append("<!ENTITY l%d '%s'>".formatted(i, "&l%d;".formatted(i - 1).repeat(10)));
    }
    return entities + "]><xml><A>&l9;</A></xml>";
  }

  private static String quadratic() {
    return "<!DOCTYPE xml [<!ENTITY a '%s'>]><xml><A>%s</A></xml>"
        .formatted("x".repeat(20_000), "&a;".repeat(10_000));
  }

  private static Map<String, String> read(String xml) throws MalformedMessageException {
    return FlatXml.fields(xml.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(int... values) {
    var out = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (byte) values[i];
    }
    return out;
  }
}
