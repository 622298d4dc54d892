package org.qingsheng.bot.ledger;

/**
 * A file that was taken.
 *
 * @param id names its bytes; letters, digits and hyphens
 * @param name as the sender gave it, masked; untrusted text
 * @param type what its content is, such as application/pdf
 * @param bytes its size
 */
public record KeptFile(String id, String name, String type, long bytes) {}
