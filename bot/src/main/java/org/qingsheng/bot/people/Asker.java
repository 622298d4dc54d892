package org.qingsheng.bot.people;

import java.util.Optional;
import org.qingsheng.adapters.AskerId;
import org.qingsheng.adapters.ChannelId;
import org.qingsheng.knowledge.RegionCode;

/**
 * Somebody who asked (提问人); known by a platform account only.
 *
 * @param code how staff see the person, e.g. Q-7F3A2C; not derived from the account
 * @param region where they said they are
 * @param noticeVersion which notice (机器人说明) they were shown, 0 for none
 */
public record Asker(
    ChannelId channel,
    AskerId account,
    String code,
    Optional<RegionCode> region,
    int noticeVersion,
    boolean reachable) {}
