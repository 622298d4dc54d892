package org.qingsheng.bot.dialogue;

/**
 * What an admin maintains of how the bot understands people, read from files. Immutable.
 *
 * @param crisis words that bring a hotline at once
 * @param outOfScope words that are none of the service's business
 * @param intents rules for what is no question about a policy
 * @param subjects names people use for what they ask about
 * @param wizards eligibility checks
 */
public record DialogueContent(
    CrisisWords crisis,
    OutOfScope outOfScope,
    Intents intents,
    Subjects subjects,
    Wizards wizards) {}
