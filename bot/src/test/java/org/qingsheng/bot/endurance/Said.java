package org.qingsheng.bot.endurance;

/**
 * One thing a person of the crowd said.
 *
 * @param channel ours
 * @param message our message id
 * @param asker the platform's id of the person
 * @param first whether it opens the talk; a choice by number goes on with one
 * @param acknowledged whether the platform was told that it is safe; OneBot never is
 * @param abandoned whether the platform gave up telling us
 */
record Said(
    String channel,
    String message,
    String asker,
    boolean first,
    boolean acknowledged,
    boolean abandoned) {}
