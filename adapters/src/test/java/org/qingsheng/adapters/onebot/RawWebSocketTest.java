package org.qingsheng.adapters.onebot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.qingsheng.adapters.onebot.OneBotServer.GROUP;
import static org.qingsheng.adapters.onebot.OneBotServer.SELF;
import static org.qingsheng.adapters.onebot.OneBotServer.TOKEN;
import static org.qingsheng.adapters.onebot.OneBotServer.XIAOMING;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.qingsheng.adapters.onebot.fake.Dialect;

@DisplayName("OneBot 坏字节 · broken WebSocket bytes")
class RawWebSocketTest {
  private static final int CLOSE = 0x88;
  private static final int PONG = 0x8A;

  private final OneBotServer server = new OneBotServer();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "unmasked text              , 81 02 6869                                , 1002",
    "2^62 bytes announced       , 81 FF 4000000000000000 00000000           , 1009",
    "invalid UTF-8              , 81 82 00000000 C328                       , 1007",
    "continuation of nothing    , 80 81 00000000 61                         , 1002",
    "reserved bits              , F1 81 00000000 61                         , 1002",
    "unknown opcode             , 83 81 00000000 61                         , 1002",
    "fragmented ping            , 09 80 00000000                            , 1002"
  })
  @DisplayName("不合 WebSocket 规矩的字节以对应的代码断开，其他连接照常")
  void bytes_against_the_rules_end_that_connection_only(String what, String hex, int code)
      throws IOException {
    var good = server.client(Dialect.NAPCAT, "10001001", TOKEN).connect();
    try (var socket = handshake()) {
      socket.getOutputStream().write(bytes(hex));

      assertThat(closeCode(socket)).as(what).isEqualTo(code);
    }
    good.group(GROUP).asks(XIAOMING, "在吗");
    server.sink.awaitMessage("在吗");
  }

  @Test
  @DisplayName("一万个 ping 都有 pong，二百个握手到一半的连接不碍事")
  void pings_are_answered_and_half_open_handshakes_do_not_matter() throws IOException {
    List<Socket> halfOpen = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
      socket
          .getOutputStream()
          .write("GET /channels/qq-groups HTTP/1.1\r\nHost:".getBytes(US_ASCII));
      halfOpen.add(socket);
    }
    try (var socket = handshake()) {
      var in = new DataInputStream(socket.getInputStream());
      for (int i = 0; i < 100; i++) {
        var pings = new ByteArrayOutputStream();
        for (int j = 0; j < 100; j++) {
          pings.write(bytes("89 80 00000000"));
        }
        socket.getOutputStream().write(pings.toByteArray());
        for (int pongs = 0; pongs < 100; ) {
          pongs += readFrame(in) == PONG ? 1 : 0;
        }
      }
    }
    server.client(Dialect.NAPCAT).connect().group(GROUP).asks(XIAOMING, "在吗");
    server.sink.awaitMessage("在吗");
    for (Socket socket : halfOpen) {
      socket.close();
    }
  }

  private Socket handshake() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
    socket.setSoTimeout(10_000);
    String request =
        """
        GET /channels/qq-groups HTTP/1.1
        Host: localhost
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        X-Self-ID: %s
        Authorization: Bearer %s

        """
            .formatted(SELF, TOKEN)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      assertThat(next).as("end of stream in the handshake").isNotNegative();
      head.append((char) next);
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 101");
    return socket;
  }

  private static int closeCode(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    while (true) {
      int first = in.readUnsignedByte();
      byte[] payload = payload(in);
      if (first == CLOSE) {
        return Byte.toUnsignedInt(payload[0]) << 8 | Byte.toUnsignedInt(payload[1]);
      }
    }
  }

  private static int readFrame(DataInputStream in) throws IOException {
    int first = in.readUnsignedByte();
    payload(in);
    return first;
  }

  private static byte[] payload(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte();
    byte[] payload = new byte[length == 126 ? in.readUnsignedShort() : length];
    in.readFully(payload);
    return payload;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
