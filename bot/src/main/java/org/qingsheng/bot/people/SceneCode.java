package org.qingsheng.bot.people;

import org.qingsheng.adapters.ChannelId;
import org.qingsheng.knowledge.RegionCode;

/**
 * A code (二维码) that says where it hung.
 *
 * @param scene what the platform tells when it is scanned
 * @param label where it hangs, such as a group or a counter
 * @param region where those who scan it are taken to live
 * @param content what the code holds
 */
public record SceneCode(
    ChannelId channel, String scene, String label, RegionCode region, String content) {}
