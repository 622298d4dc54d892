package org.qingsheng.adapters.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import org.qingsheng.adapters.Delivery;
import org.qingsheng.adapters.Delivery.Meaning;
import org.qingsheng.adapters.Delivery.NotSent;
import org.qingsheng.adapters.Delivery.Refused;
import org.qingsheng.adapters.Delivery.Unknown;

/** How one API call ended. None of the cases carries the token or a text of ours. */
sealed interface WeComAnswer {
  /** WeCom answered, and it is no error. */
  record Ok(JsonNode body) implements WeComAnswer {
    /** Bodies carry what people said. */
    @Override
    public String toString() {
      return "Ok";
    }
  }

  /**
   * WeCom answered with an error.
   *
   * @param code errcode
   * @param aboutMsgid whether the message beside it speaks of a msgid
   * @param ip the address of ours that WeCom saw, given with 60020
   */
  record Failed(int code, boolean aboutMsgid, Optional<String> ip) implements WeComAnswer {
    /** What every sending call means by its code; callers look for their own codes first. */
    Delivery delivery() {
      return switch (code) {
        case -1 -> later(Duration.ofSeconds(2), "WeCom is busy");
        case 6000 -> later(Duration.ofSeconds(1), "changed by two calls at once");
        case 45033 -> later(Duration.ofSeconds(1), "too many calls at the same time");
        case 45009 -> later(Duration.ofMinutes(1), "called too often");
        case 40001, 40014, 42001 ->
            later(Duration.ofMinutes(1), "token not taken, also after a renewal");
        case 60011, 60020 -> later(Duration.ofMinutes(5), "no permission or our address untrusted");
        case 81013 -> refused(Meaning.UNREACHABLE, "nobody it may be sent to");
        case 40003, 95002 -> refused(Meaning.UNREACHABLE, "no such person");
        case 44004, 45002, 45008 -> refused(Meaning.CONTENT, "text too long or empty");
        case 48002, 40013, 40056, 93000 ->
            refused(Meaning.NOT_PERMITTED, "settings or permission wrong");
        default -> refused(Meaning.OTHER, "not accepted");
      };
    }

    Refused refused(Meaning meaning, String reason) {
      return new Refused(Integer.toString(code), meaning, reason + " (errcode " + code + ")");
    }

    NotSent later(Duration wait, String reason) {
      return new NotSent(reason + " (errcode " + code + ")", Optional.of(wait));
    }

    boolean isTokenRejected() {
      return code == 40001 || code == 40014 || code == 42001;
    }
  }

  /** Certainly nothing happened there. */
  record NotDone(String reason, Duration retryAfter) implements WeComAnswer {
    NotSent delivery() {
      return new NotSent(reason, Optional.of(retryAfter));
    }
  }

  /** It may have happened. */
  record Unclear(String reason) implements WeComAnswer {
    Unknown delivery() {
      return new Unknown(reason);
    }
  }
}
