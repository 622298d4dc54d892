package org.qingsheng.bot.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.qingsheng.bot.delivery.Lanes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings notices to their receivers: at least once, the same id at every attempt, those about one
 * item in order. Certificates are checked and redirects are not followed, so nothing goes to an
 * address that the settings do not name. Thread-safe; {@link #round} is called every second or so.
 */
public final class PostOffice implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PostOffice.class);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Longer than one attempt can take; then it was a process that is gone. */
  private static final Duration TAKEN = Duration.ofMinutes(2);

  private static final int ROUND = 200;
  private static final int AT_ONCE = 64;
  private static final int LONGEST_ANSWER = 64 * 1024;

  /** Pauses after each failed attempt: about 28 hours, then a person has to look. */
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4),
          Duration.ofHours(8),
          Duration.ofHours(12));

  private final Supplier<List<Receiver>> receivers;
  private final Notices notices;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final Lanes<Object> lanes = new Lanes<>("notice");
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * @param receivers as the settings name them now
   */
  public PostOffice(
      Supplier<List<Receiver>> receivers, Notices notices, ObjectMapper json, InstantSource clock) {
    this.receivers = receivers;
    this.notices = notices;
    this.json = json;
    this.clock = clock;
  }

  /** Puts what is new in the ledger on its way, and sends what is due. */
  public void round() {
    for (var receiver : receivers.get()) {
      if (receiver instanceof Receiver.Webhook webhook) {
        feed(webhook);
      }
    }
    int room = AT_ONCE - lanes.busy();
    if (room > 0) {
      var now = clock.instant();
      for (var notice : notices.takeDue(now, now.plus(TAKEN), room)) {
        lanes.submit(List.of(notice.receiver(), notice.lane()), () -> send(notice));
      }
    }
  }

  private void feed(Receiver.Webhook webhook) {
    var events = notices.untold(webhook.id(), ROUND);
    if (events.isEmpty()) {
      return;
    }
    var wanted =
        events.stream()
            .filter(event -> webhook.wants(event.type(), event.item()))
            .map(event -> Notice.of(webhook, event))
            .toList();
    notices.plan(webhook.id(), events.getLast().position(), wanted, clock.instant());
  }

  private void send(Notice notice) {
    var receiver =
        receivers.get().stream().filter(each -> each.id().equals(notice.receiver())).findFirst();
    if (receiver.isEmpty()) {
      notices.dead(notice, "配置里已没有这个接收方", clock.instant());
      return;
    }
    var problem =
        switch (receiver.get()) {
          case Receiver.Webhook webhook -> toWebhook(webhook, notice);
          case Receiver.Robot robot -> toRobot(robot, notice);
        };
    if (problem.isEmpty()) {
      notices.arrived(notice, clock.instant());
    } else if (notice.attempts() > PAUSES.size()) {
      notices.dead(notice, problem.get(), clock.instant());
      log.atError()
          .addKeyValue("receiver", notice.receiver())
          .addKeyValue("notice", notice.id())
          .addKeyValue("problem", problem.get())
          .log("notice given up");
    } else {
      var pause = PAUSES.get(Math.max(0, notice.attempts() - 1));
      notices.again(notice, problem.get(), clock.instant().plus(pause));
    }
  }

  private Optional<String> toWebhook(Receiver.Webhook to, Notice notice) {
    var event = notice.about().flatMap(notices::event);
    if (event.isEmpty()) {
      return Optional.empty(); // nothing left to tell
    }
    var body = EventBody.of(to, notice.id(), event.get(), json);
    var at = clock.instant();
    var request =
        request(to, body)
            .header("webhook-id", notice.id())
            .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
            .header("webhook-signature", Signature.of(to.secret(), notice.id(), at, body));
    return post(request).problem();
  }

  private Optional<String> toRobot(Receiver.Robot to, Notice notice) {
    var answer = post(request(to, notice.body()));
    if (answer.problem().isPresent()) {
      return answer.problem();
    }
    try {
      int code = json.readTree(answer.body()).path("errcode").asInt(-1);
      return code == 0 ? Optional.empty() : Optional.of("群机器人回应错误码 " + code);
    } catch (JsonProcessingException _) {
      return Optional.of("群机器人的回应不是 JSON");
    }
  }

  private static HttpRequest.Builder request(Receiver to, String body) {
    return HttpRequest.newBuilder(to.address())
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json; charset=utf-8")
        .header("User-Agent", "qingsheng")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private record Answer(Optional<String> problem, String body) {}

  /** Problems name neither address nor answer: both may hold what is nobody's business. */
  private Answer post(HttpRequest.Builder request) {
    try {
      var response =
          http.send(
              request.build(), BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER));
      int status = response.statusCode();
      return status >= 200 && status < 300
          ? new Answer(Optional.empty(), response.body())
          : new Answer(Optional.of("对方回应 HTTP " + status), "");
    } catch (IOException e) {
      return new Answer(Optional.of("连不上或没有回应（" + e.getClass().getSimpleName() + "）"), "");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer(Optional.of("服务正在停止"), "");
    }
  }

  /** Forgets what arrived long ago. */
  public void tidy(Instant before) {
    notices.forget(before);
  }

  /** Waits until nothing is being sent. */
  public boolean awaitIdle(long seconds) throws InterruptedException {
    return lanes.awaitIdle(seconds);
  }

  /** Takes up nothing more; what is being sent may end, and is sent again if it does not. */
  @Override
  public void close() {
    lanes.close();
    http.shutdownNow();
  }
}
